package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;

/**
 * A difference whose noise was reduced by what was known of the visitors before (CUPED, Deng et al.
 * 2013).
 *
 * @param difference adjusted
 * @param theta slope of value on covariate, pooled over control and variation
 * @param correlation of value and covariate, -1 to 1
 */
public record Cuped(Difference difference, double theta, double correlation) {

  /** Below this absolute correlation the adjustment gains nothing worth explaining. */
  public static final double WORTHWHILE = 0.1;

  /** Whether the covariate is strong enough to be shown. */
  public boolean worthwhile() {
    return Math.abs(correlation) >= WORTHWHILE;
  }

  /**
   * Adjusts a contrast whose second variable is the covariate, measured before exposure.
   *
   * <p>The relative variance takes the derivative with respect to the unadjusted control mean,
   * which also divides, as gbstats does.
   *
   * @param contrast of kind BINARY or MEAN
   */
  public static Finding<Cuped> adjust(Contrast contrast, Scale scale) {
    if (contrast.kind() == MetricKind.RATIO) {
      throw new IllegalArgumentException(
          "Metric kind is RATIO, expected BINARY or MEAN. Maybe its second variable is a denominator, not a covariate.");
    }
    return contrast.samples().then(pair -> adjust(contrast, scale, pair));
  }

  private static Finding<Cuped> adjust(Contrast contrast, Scale scale, Contrast.Pair plain) {
    Moments a = contrast.control();
    Moments b = contrast.variation();
    double covariateSpread = a.otherVariance() + b.otherVariance();
    if (!(covariateSpread > 0)) {
      return Finding.notEnough(
          Reason.COVARIATE_CONSTANT, "the covariate is the same for all visitors");
    }
    double theta = (a.covariance() + b.covariance()) / covariateSpread;
    double spread = a.variance() + b.variance();
    double correlation = spread > 0 ? theta * Math.sqrt(covariateSpread / spread) : 0;
    double residualA = residual(a, theta);
    double residualB = residual(b, theta);
    if (!(residualA > 0 && residualB > 0)) {
      return Finding.notEnough(Reason.NO_VARIANCE, "the covariate explains every value");
    }
    double baseline = plain.a().mean();
    double estimate = plain.b().mean() - baseline - theta * (b.otherMean() - a.otherMean());
    var pair =
        new Contrast.Pair(
            new Sample(a.n(), baseline, residualA),
            new Sample(b.n(), baseline + estimate, residualB));
    return on(scale, pair, a, theta, plain.b().mean())
        .map(difference -> new Cuped(difference, theta, correlation));
  }

  private static Finding<Difference> on(
      Scale scale, Contrast.Pair pair, Moments control, double theta, double plainVariationMean) {
    double base = pair.a().mean();
    double estimate = pair.b().mean() - base;
    if (scale == Scale.ABSOLUTE) {
      double variance = pair.a().varianceOfMean() + pair.b().varianceOfMean();
      return pair.difference(Scale.ABSOLUTE, estimate, variance).checked();
    }
    if (base == 0) {
      return Finding.notEnough(Reason.BASELINE_ZERO, "control has mean 0");
    }
    double ratio = plainVariationMean / base;
    double inControl =
        control.variance() * ratio * ratio
            - 2 * theta * control.covariance() * ratio
            + theta * theta * control.otherVariance();
    double variance = (pair.b().varianceOfMean() + inControl / control.n()) / (base * base);
    var relative = pair.difference(Scale.RELATIVE, estimate / Math.abs(base), variance);
    return scale == Scale.RELATIVE
        ? relative.checked()
        : relative.checked().then(Difference::toLogRatio);
  }

  private static double residual(Moments moments, double theta) {
    return moments.variance()
        + theta * (theta * moments.otherVariance() - 2 * moments.covariance());
  }
}
