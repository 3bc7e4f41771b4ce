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
   * Adjusts a contrast by a covariate that was measured before exposure: the second variable of a
   * binary or mean metric, {@link Moments#before} of a ratio.
   *
   * <p>The relative variance takes the derivative with respect to the unadjusted control mean,
   * which also divides: (1 + estimate / base) / base for a ratio, and for other metrics the
   * variation's unadjusted mean over that of the control, as gbstats has both.
   */
  public static StatisticalResult<Cuped> adjust(Contrast contrast, Scale scale) {
    return contrast
        .samples()
        .then(
            plain ->
                Adjustable.of(contrast.kind(), contrast.control())
                    .then(
                        a ->
                            Adjustable.of(contrast.kind(), contrast.variation())
                                .then(b -> adjust(contrast.kind(), a, b, scale))));
  }

  /**
   * The difference of the covariate itself. What was measured before exposure cannot be moved by
   * it, so a clear difference says that the covariate was measured later, or that visitors were not
   * assigned at random.
   */
  public static StatisticalResult<Difference> balance(Contrast contrast) {
    return contrast
        .samples()
        .then(plain -> Adjustable.of(contrast.kind(), contrast.control()))
        .then(a -> Adjustable.of(contrast.kind(), contrast.variation()).then(b -> balance(a, b)));
  }

  private static StatisticalResult<Difference> balance(Adjustable a, Adjustable b) {
    if (!(a.covariateVariance() > 0 && b.covariateVariance() > 0)) {
      return StatisticalResult.notEnough(
          Reason.COVARIATE_CONSTANT, "the covariate is the same for all visitors of a variation");
    }
    var pair =
        new Contrast.Pair(
            new Sample(a.n(), a.covariateMean(), a.covariateVariance()),
            new Sample(b.n(), b.covariateMean(), b.covariateVariance()));
    return pair.on(Scale.ABSOLUTE);
  }

  private static StatisticalResult<Cuped> adjust(
      MetricKind kind, Adjustable a, Adjustable b, Scale scale) {
    double covariateSpread = a.covariateVariance() + b.covariateVariance();
    if (!(covariateSpread > 0)) {
      return StatisticalResult.notEnough(
          Reason.COVARIATE_CONSTANT, "the covariate is the same for all visitors");
    }
    double theta = (a.covariance() + b.covariance()) / covariateSpread;
    double spread = a.variance() + b.variance();
    double correlation = spread > 0 ? theta * Math.sqrt(covariateSpread / spread) : 0;
    double residualA = a.residual(theta);
    double residualB = b.residual(theta);
    if (!(residualA > 0 && residualB > 0)) {
      return StatisticalResult.notEnough(Reason.NO_VARIANCE, "the covariate explains every value");
    }
    double estimate = b.mean() - a.mean() - theta * (b.covariateMean() - a.covariateMean());
    var pair =
        new Contrast.Pair(
            new Sample(a.n(), a.mean(), residualA),
            new Sample(b.n(), a.mean() + estimate, residualB));
    double ratio = kind == MetricKind.RATIO ? 1 + estimate / a.mean() : b.mean() / a.mean();
    return on(scale, pair, a, theta, ratio)
        .map(difference -> new Cuped(difference, theta, correlation));
  }

  private static StatisticalResult<Difference> on(
      Scale scale, Contrast.Pair pair, Adjustable control, double theta, double ratio) {
    double base = pair.a().mean();
    double estimate = pair.b().mean() - base;
    if (scale == Scale.ABSOLUTE) {
      double variance = pair.a().varianceOfMean() + pair.b().varianceOfMean();
      return pair.difference(Scale.ABSOLUTE, estimate, variance).checked();
    }
    if (base == 0) {
      return StatisticalResult.notEnough(Reason.BASELINE_ZERO, "control has mean 0");
    }
    double inControl =
        control.variance() * ratio * ratio
            - 2 * theta * control.covariance() * ratio
            + theta * theta * control.covariateVariance();
    double variance = (pair.b().varianceOfMean() + inControl / control.n()) / (base * base);
    var relative = pair.difference(Scale.RELATIVE, estimate / Math.abs(base), variance);
    return scale == Scale.RELATIVE
        ? relative.checked()
        : relative.checked().then(Difference::toLogRatio);
  }
}
