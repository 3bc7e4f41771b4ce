package io.knowfirst.experiments.statistics;

/**
 * A difference with its verdict. Interval and p-value are of one scale and one test, so the
 * interval leaves out 0 exactly when p is below 1 minus its level.
 *
 * @param scale what estimate and interval are measured in
 * @param method that made interval and p-value
 * @param estimate variation against control
 * @param standardError of the estimate, above 0
 * @param interval around the estimate
 * @param p two-sided, 0 to 1
 */
public record Effect(
    Scale scale,
    Method method,
    double estimate,
    double standardError,
    Interval interval,
    double p) {

  /** Whether the interval leaves out 0. */
  public boolean significant() {
    return !interval.contains(0);
  }

  /** Reads an effect on the logarithm of the ratio as a relative one; others stay as they are. */
  public Effect readable() {
    if (scale != Scale.LOG_RATIO) {
      return this;
    }
    return new Effect(
        Scale.RELATIVE,
        method,
        Math.expm1(estimate),
        standardError * Math.exp(estimate),
        interval.mapped(Math::expm1),
        p);
  }
}
