package io.knowfirst.experiments.statistics;

import java.util.Arrays;

/**
 * A winsorising cap: larger values count as this one, so that a single order cannot decide.
 *
 * @param at largest value that counts in full, in the unit of the metric
 */
public record Cap(double at) {

  /** Every value counts in full. */
  public static final Cap NONE = new Cap(Double.POSITIVE_INFINITY);

  public Cap {
    if (Double.isNaN(at)) {
      throw new IllegalArgumentException(
          "Cap is NaN, expected a number. Maybe a value could not be read.");
    }
  }

  /**
   * The cap at a quantile of the values that are not 0, of all variations together (linear between
   * order statistics, as Hyndman and Fan's type 7): where few visitors pay, a quantile of all would
   * be 0 and leave nothing. Without such values there is no cap.
   *
   * @param share 0 to 1, such as 0.999
   */
  public static Cap atQuantile(double[] values, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "Share of the cap is %s, expected 0 to 1. Maybe 99.9 %% is meant: 0.999."
              .formatted(share));
    }
    double[] sorted = Arrays.stream(values).filter(value -> value != 0).sorted().toArray();
    if (sorted.length == 0) {
      return NONE;
    }
    double rank = share * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return new Cap(sorted[below] + (rank - below) * (sorted[above] - sorted[below]));
  }

  /** The value as it counts. */
  public double apply(double value) {
    return Math.min(value, at);
  }
}
