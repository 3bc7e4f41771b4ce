package io.knowfirst.experiments.assignment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One arm of an experiment.
 *
 * @param id unique within the experiment; the first variation is the control
 * @param weight share of the covered visitors in basis points, 0 to 10,000
 */
public record Variation(String id, int weight) {

  public Variation {
    if (id.isBlank()) {
      throw new IllegalArgumentException(
          "Variation id is blank, expected a name. Maybe call the first one \"control\".");
    }
    Checks.basisPoints("weight of variation " + id, weight);
  }

  /** Splits the traffic evenly; a remainder of 10,000 goes to the first variations. */
  public static List<Variation> even(String... ids) {
    return shared(List.of(ids), ids.length == 0 ? List.of() : equalShares(ids.length));
  }

  /**
   * Turns shares that sum to about 1 into weights that sum to exactly 10,000, by largest remainder.
   *
   * @throws IllegalArgumentException if sizes differ, a share is negative or not a number, or the
   *     sum is not 1
   */
  public static List<Variation> shared(List<String> ids, List<Double> shares) {
    double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
    boolean sound = shares.stream().allMatch(share -> share >= 0);
    if (ids.isEmpty() || ids.size() != shares.size() || !sound || !(Math.abs(sum - 1) < 1e-6)) {
      throw new IllegalArgumentException(
          "Shares are %s for variations %s, expected one share of 0 to 1 for each, sum 1. Maybe divide by their sum."
              .formatted(shares, ids));
    }
    int[] weights =
        shares.stream().mapToInt(share -> (int) (share * BucketTable.BUCKETS)).toArray();
    int missing = BucketTable.BUCKETS - IntStream.of(weights).sum();
    IntStream.range(0, weights.length)
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                i -> weights[i] - shares.get(i) * (double) BucketTable.BUCKETS))
        .limit(Math.max(0, missing))
        .forEach(i -> weights[i]++);
    List<Variation> variations = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      variations.add(new Variation(ids.get(i), weights[i]));
    }
    return List.copyOf(variations);
  }

  private static List<Double> equalShares(int count) {
    return IntStream.range(0, count).mapToObj(i -> 1.0 / count).toList();
  }
}
