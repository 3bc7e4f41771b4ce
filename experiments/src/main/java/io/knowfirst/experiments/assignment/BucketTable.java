package io.knowfirst.experiments.assignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which variation owns which of the 10,000 buckets.
 *
 * <p>A fresh table is laid out as GrowthBook's bucket ranges: variation i owns the first {@code
 * coverage} share of the stretch that its weight gives it. Later changes move only the buckets that
 * must move: a variation that shrinks gives up its last buckets, one that grows takes free ones.
 */
public final class BucketTable {

  /** Number of buckets, and so of basis points. */
  public static final int BUCKETS = 10_000;

  private static final byte NOBODY = -1;
  private static final int MOST_VARIATIONS = Byte.MAX_VALUE;

  private final byte[] owner;
  private final int[] owned;
  private final int covered;

  private BucketTable(byte[] owner, int variations) {
    this.owner = owner;
    this.owned = new int[variations];
    for (byte variation : owner) {
      if (variation != NOBODY) {
        owned[variation]++;
      }
    }
    this.covered = Arrays.stream(owned).sum();
  }

  /**
   * A stretch of buckets that one variation owns.
   *
   * @param variation index of the variation, from 0
   * @param from first bucket, 0 to 9,999
   * @param to one past the last bucket, at most 10,000
   */
  public record Range(int variation, int from, int to) {
    public Range {
      if (variation < 0 || from < 0 || to > BUCKETS || from >= to) {
        throw new IllegalArgumentException(
            "Range is variation %d, buckets %d to %d, expected variation >= 0 and 0 <= from < to <= 10000. Maybe `to` is meant to be exclusive."
                .formatted(variation, from, to));
      }
    }
  }

  /** Lays out a new experiment; weights in basis points must sum to 10,000. */
  static BucketTable fresh(List<Variation> variations, int coverage) {
    byte[] owner = new byte[BUCKETS];
    Arrays.fill(owner, NOBODY);
    return new BucketTable(owner, countOf(variations)).reallocated(variations, coverage);
  }

  /**
   * Restores a stored table.
   *
   * @throws IllegalArgumentException if two ranges overlap or name an unknown variation
   */
  public static BucketTable of(int variations, List<Range> ranges) {
    byte[] owner = new byte[BUCKETS];
    Arrays.fill(owner, NOBODY);
    for (Range range : ranges) {
      for (int bucket = range.from(); bucket < range.to(); bucket++) {
        if (range.variation() >= variations || owner[bucket] != NOBODY) {
          throw new IllegalArgumentException(
              "%s overlaps another range or names none of %d variations, expected disjoint ranges. Maybe the table belongs to another phase."
                  .formatted(range, variations));
        }
        owner[bucket] = (byte) range.variation();
      }
    }
    return new BucketTable(owner, variations);
  }

  /** Moves as few buckets as possible to reach the given weights and coverage. */
  BucketTable reallocated(List<Variation> variations, int coverage) {
    int count = countOf(variations);
    byte[] next = owner.clone();
    int[] held = owned.clone();
    int[] start = new int[count];
    int[] target = new int[count];
    int sum = 0;
    for (int i = 0; i < count; i++) {
      start[i] = sum;
      sum += variations.get(i).weight();
      target[i] = (variations.get(i).weight() * coverage + BUCKETS - 1) / BUCKETS;
    }
    for (int i = 0; i < count; i++) {
      for (int step = BUCKETS - 1; held[i] > target[i]; step--) {
        int bucket = (start[i] + step) % BUCKETS;
        if (next[bucket] == i) {
          next[bucket] = NOBODY;
          held[i]--;
        }
      }
    }
    for (int i = 0; i < count; i++) {
      for (int step = 0; held[i] < target[i] && step < BUCKETS; step++) {
        int bucket = (start[i] + step) % BUCKETS;
        if (next[bucket] == NOBODY) {
          next[bucket] = (byte) i;
          held[i]++;
        }
      }
    }
    return new BucketTable(next, count);
  }

  /** Index of the variation that owns the bucket, or -1 when the bucket is not covered. */
  int ownerOf(int bucket) {
    return owner[bucket];
  }

  /** Number of variations, with or without buckets. */
  public int variations() {
    return owned.length;
  }

  /** Number of buckets that any variation owns: the coverage in basis points. */
  public int covered() {
    return covered;
  }

  /**
   * Share of the covered visitors that a variation gets, 0 to 1: the probability to see it once in
   * the experiment, and the expected share of a sample-ratio check.
   */
  public double share(int variation) {
    return covered == 0 ? 0 : (double) owned[variation] / covered;
  }

  /** Number of buckets whose visitors would see another variation, or none, under {@code next}. */
  public int movedBy(BucketTable next) {
    int moved = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (owner[bucket] != NOBODY && owner[bucket] != next.owner[bucket]) {
        moved++;
      }
    }
    return moved;
  }

  /** The table as disjoint ranges in the order of buckets, to be stored. */
  public List<Range> ranges() {
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    for (int bucket = 1; bucket <= BUCKETS; bucket++) {
      if (bucket == BUCKETS || owner[bucket] != owner[from]) {
        if (owner[from] != NOBODY) {
          ranges.add(new Range(owner[from], from, bucket));
        }
        from = bucket;
      }
    }
    return List.copyOf(ranges);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BucketTable table
        && owned.length == table.owned.length
        && Arrays.equals(owner, table.owner);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(owner);
  }

  @Override
  public String toString() {
    return ranges().toString();
  }

  private static int countOf(List<Variation> variations) {
    int sum = variations.stream().mapToInt(Variation::weight).sum();
    if (variations.size() > MOST_VARIATIONS || sum != BUCKETS) {
      throw new IllegalArgumentException(
          "Weights of %s sum to %d, expected 10000 over at most %d variations. Maybe use Variation.shared, which rounds to 10000."
              .formatted(variations, sum, MOST_VARIATIONS));
    }
    return variations.size();
  }
}
