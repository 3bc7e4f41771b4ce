package io.knowfirst.server.rulesets.liveness;

/**
 * About how many different visitors there were, without keeping who: a HyperLogLog sketch with
 * 2,048 registers, whose standard error is 2.3 %. Estimated as in O. Ertl, "New cardinality
 * estimation algorithms for HyperLogLog sketches" (2017), algorithm 6.
 */
final class VisitorSketch {
  private static final int BITS = 11;
  private static final int REGISTERS = 1 << BITS;
  private static final int HIGHEST = 64 - BITS + 1;
  private static final double ALPHA = 1 / (2 * Math.log(2));

  /** Of a register in a short form: its number in two bytes, and what it holds. */
  private static final int PAIR = 3;

  private final byte[] ranks = new byte[REGISTERS];

  /** Bits of a visitor's id that look random. */
  static long hash(String visitor) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < visitor.length(); i++) {
      hash = (hash ^ visitor.charAt(i)) * 0x100000001b3L;
    }
    // The finalizer of MurmurHash3.
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /** Counts a visitor; tells whether that changed anything. */
  synchronized boolean add(long hash) {
    return raise(
        (int) (hash >>> (64 - BITS)),
        (byte) Math.min(HIGHEST, Long.numberOfLeadingZeros(hash << BITS) + 1));
  }

  private boolean raise(int register, byte rank) {
    if (ranks[register] >= rank) {
      return false;
    }
    ranks[register] = rank;
    return true;
  }

  /** To be stored: short where it counted few. */
  synchronized byte[] bytes() {
    int used = 0;
    for (var rank : ranks) {
      used += rank == 0 ? 0 : 1;
    }
    if (used * PAIR >= REGISTERS) {
      return ranks.clone();
    }
    var pairs = new byte[used * PAIR];
    int at = 0;
    for (int i = 0; i < REGISTERS; i++) {
      if (ranks[i] != 0) {
        pairs[at++] = (byte) (i >>> 8);
        pairs[at++] = (byte) i;
        pairs[at++] = ranks[i];
      }
    }
    return pairs;
  }

  /** Counts whoever another sketch counted, which was stored as {@link #bytes}. */
  synchronized void add(byte[] stored) {
    if (stored.length == REGISTERS) {
      for (int i = 0; i < REGISTERS; i++) {
        raise(i, stored[i]);
      }
      return;
    }
    for (int i = 0; i + PAIR <= stored.length; i += PAIR) {
      raise(((stored[i] & 0x7) << 8) | (stored[i + 1] & 0xff), stored[i + 2]);
    }
  }

  synchronized long estimate() {
    var counts = new int[HIGHEST + 1];
    for (var rank : ranks) {
      counts[rank]++;
    }
    double z = REGISTERS * tau(1 - (double) counts[HIGHEST] / REGISTERS);
    for (int rank = HIGHEST - 1; rank >= 1; rank--) {
      z = (z + counts[rank]) / 2;
    }
    z += REGISTERS * sigma((double) counts[0] / REGISTERS);
    return Math.round(ALPHA * REGISTERS * REGISTERS / z);
  }

  private static double sigma(double part) {
    if (part == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = part;
    double y = 1;
    double z = x;
    for (double before = -1; before != z; y *= 2) {
      x *= x;
      before = z;
      z += x * y;
    }
    return z;
  }

  private static double tau(double part) {
    if (part == 0 || part == 1) {
      return 0;
    }
    double x = part;
    double y = 1;
    double z = 1 - x;
    for (double before = -1; before != z; ) {
      x = Math.sqrt(x);
      before = z;
      y /= 2;
      z -= (1 - x) * (1 - x) * y;
    }
    return z / 3;
  }
}
