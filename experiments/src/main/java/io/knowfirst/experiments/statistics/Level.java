package io.knowfirst.experiments.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * One variation's mean, rate or ratio with its own interval.
 *
 * @param value in the metric's unit
 * @param interval around it: Wilson's for a rate, which never leaves 0 to 1, else Student's t
 */
public record Level(double value, Interval interval) {

  /** The level of one variation; a rate has one even where nobody or everybody converted. */
  public static StatisticalResult<Level> of(MetricKind kind, Moments moments, double alpha) {
    if (kind == MetricKind.BINARY && moments.n() > 0) {
      double share = moments.mean();
      if (share >= 0 && share <= 1) {
        return StatisticalResult.of(new Level(share, wilson(share, moments.n(), alpha)));
      }
    }
    return Sample.of("variation", kind, moments)
        .map(
            sample -> {
              double t = TDistribution.of(sample.n() - 1.0).inverseSurvivalProbability(alpha / 2);
              double halfWidth = t * Math.sqrt(sample.varianceOfMean());
              return new Level(sample.mean(), Interval.around(sample.mean(), halfWidth, 1 - alpha));
            });
  }

  /** Wilson 1927. */
  private static Interval wilson(double share, long n, double alpha) {
    double z = Normal.exceededBy(alpha / 2);
    double shrink = 1 / (1 + z * z / n);
    double centre = (share + z * z / (2.0 * n)) * shrink;
    double halfWidth = z * shrink * Math.sqrt(share * (1 - share) / n + z * z / (4.0 * n * n));
    return new Interval(
        Math.max(0, centre - halfWidth), Math.min(1, centre + halfWidth), 1 - alpha);
  }
}
