package io.knowfirst.experiments.assignment;

/**
 * How a seed and a visitor id become a bucket.
 *
 * <p>Both versions are those of GrowthBook's JavaScript reference ("build your own SDK"): FNV-1a of
 * 32 bits, one step per UTF-16 code unit. Ids outside ASCII therefore bucket as they do in
 * browsers; SDKs that hash UTF-8 bytes differ there.
 */
public enum HashVersion {
  /** One pass over id, then seed; 1,000 buckets. Parallel experiments are not independent. */
  V1 {
    @Override
    public int bucket(String seed, String visitorId) {
      int hash = fnv1a(fnv1a(OFFSET_BASIS, visitorId), seed);
      return Integer.remainderUnsigned(hash, 1_000) * 10;
    }
  },

  /** FNV-1a of the decimal digits of FNV-1a over seed, then id; 10,000 buckets. */
  V2 {
    @Override
    public int bucket(String seed, String visitorId) {
      int inner = fnv1a(fnv1a(OFFSET_BASIS, seed), visitorId);
      return Integer.remainderUnsigned(fnv1aOfDigits(inner), BucketTable.BUCKETS);
    }
  };

  private static final int OFFSET_BASIS = 0x811c9dc5;
  private static final int PRIME = 0x01000193;
  private static final long HIGHEST_DIGIT = 1_000_000_000L;

  /**
   * Returns the bucket, 0 to 9,999; version 1 yields multiples of 10 only.
   *
   * @param seed the experiment's seed, or that of a holdout or an exclusion group
   * @param visitorId any text, compared by UTF-16 code units
   */
  public abstract int bucket(String seed, String visitorId);

  private static int fnv1a(int start, String text) {
    int hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return hash;
  }

  /** Hashes the unsigned decimal form of {@code number} without building the string. */
  private static int fnv1aOfDigits(int number) {
    long rest = Integer.toUnsignedLong(number);
    long divisor = HIGHEST_DIGIT;
    while (divisor > 1 && divisor > rest) {
      divisor /= 10;
    }
    int hash = OFFSET_BASIS;
    for (; divisor > 0; divisor /= 10) {
      hash = (hash ^ (int) ('0' + rest / divisor)) * PRIME;
      rest %= divisor;
    }
    return hash;
  }
}
