package io.knowfirst.experiments.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * A confidence or credible interval.
 *
 * @param low lower bound, not above {@code high}
 * @param high upper bound
 * @param level share of such intervals that cover the truth, between 0 and 1
 */
public record Interval(double low, double high, double level) {

  static Interval around(double centre, double halfWidth, double level) {
    return new Interval(centre - halfWidth, centre + halfWidth, level);
  }

  /** Whether the value is inside or on a bound. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  Interval mapped(DoubleUnaryOperator increasing) {
    return new Interval(increasing.applyAsDouble(low), increasing.applyAsDouble(high), level);
  }
}
