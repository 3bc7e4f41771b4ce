package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * An estimated difference between a variation and the control.
 *
 * @param scale what the estimate is measured in
 * @param estimate variation against control
 * @param standardError of the estimate, above 0
 * @param degreesOfFreedom of Welch's t test
 * @param visitors in both together
 * @param baseline the control's mean, in units of the metric
 */
public record Difference(
    Scale scale,
    double estimate,
    double standardError,
    double degreesOfFreedom,
    long visitors,
    double baseline) {

  /** Welch's t test and its interval: unequal variances, one planned look. */
  public Effect welch(double alpha) {
    TDistribution t = TDistribution.of(degreesOfFreedom);
    double p = 2 * t.survivalProbability(Math.abs(score()));
    double halfWidth = standardError * t.inverseSurvivalProbability(alpha / 2);
    return effect(Method.WELCH, halfWidth, p, alpha);
  }

  /** The z test and its interval: large samples, one planned look. */
  public Effect z(double alpha) {
    NormalDistribution normal = Normal.STANDARD;
    double p = 2 * normal.survivalProbability(Math.abs(score()));
    double halfWidth = standardError * normal.inverseSurvivalProbability(alpha / 2);
    return effect(Method.Z, halfWidth, p, alpha);
  }

  /** The same with a standard error that many times as large. */
  public Difference widened(double times) {
    return new Difference(
        scale, estimate, standardError * times, degreesOfFreedom, visitors, baseline);
  }

  /** Estimate over standard error. */
  public double score() {
    return estimate / standardError;
  }

  /** This, unless the sums were too large or too small to compute with. */
  StatisticalResult<Difference> checked() {
    return Double.isFinite(estimate) && Double.isFinite(standardError) && standardError > 0
        ? StatisticalResult.of(this)
        : StatisticalResult.notEnough(
            Reason.SUMS_IMPOSSIBLE,
            "the difference is %s with standard error %s".formatted(estimate, standardError));
  }

  Effect effect(Method method, double halfWidth, double p, double alpha) {
    var interval = Interval.around(estimate, halfWidth, 1 - alpha);
    return new Effect(scale, method, estimate, standardError, interval, Math.min(1, p));
  }

  /** From the relative scale to the logarithm of the ratio, by the delta method. */
  StatisticalResult<Difference> toLogRatio() {
    if (!(baseline > 0) || !(1 + estimate > 0)) {
      return StatisticalResult.notEnough(
          Reason.MEAN_NOT_POSITIVE,
          "control has mean %s and the variation %s times that".formatted(baseline, 1 + estimate));
    }
    return new Difference(
            Scale.LOG_RATIO,
            Math.log1p(estimate),
            standardError / (1 + estimate),
            degreesOfFreedom,
            visitors,
            baseline)
        .checked();
  }
}
