package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;

/**
 * What CUPED needs of one variation: the metric's mean, the covariate's, and how both spread.
 *
 * <p>For a ratio metric both are ratios of means. By the delta method a ratio Y/D spreads as L = (Y
 * - R D) / mean(D) does, R being the ratio, and the covariate X/E as H = (X - P E) / mean(E); their
 * covariance is that of L and H, so all comes from the covariances of the four sums (Y, D, X, E).
 * Deng et al. 2018 (arXiv 1803.06336), section 3, and Deng et al. 2013, appendix B.
 *
 * @param n visitors, 2 or more
 * @param variance of one visitor, as the covariate's and their covariance
 */
record Adjustable(
    long n,
    double mean,
    double variance,
    double covariateMean,
    double covariateVariance,
    double covariance) {

  /** Below this share of its parts a ratio's variance is rounding noise. */
  private static final double NOISE = 1e-12;

  static StatisticalResult<Adjustable> of(MetricKind kind, Moments moments) {
    return kind == MetricKind.RATIO
        ? ratio(moments)
        : StatisticalResult.of(
            new Adjustable(
                moments.n(),
                moments.mean(),
                moments.variance(),
                moments.otherMean(),
                moments.otherVariance(),
                moments.covariance()));
  }

  private static StatisticalResult<Adjustable> ratio(Moments m) {
    Before b = m.before();
    if (b.perSum() == 0) {
      return StatisticalResult.notEnough(
          Reason.COVARIATE_CONSTANT, "the covariate has denominators that sum to 0");
    }
    double ratio = m.ratio();
    double earlier = b.sum() / b.perSum();
    double size = m.otherMean();
    double earlierSize = b.perSum() / m.n();
    double numerators = spread(m, b.valueCross(), m.sum(), b.sum(), m.sumSquares(), b.sumSquares());
    double crosswise =
        spread(m, b.valuePerCross(), m.sum(), b.perSum(), m.sumSquares(), b.perSumSquares());
    double backwards =
        spread(m, b.otherCross(), m.otherSum(), b.sum(), m.otherSumSquares(), b.sumSquares());
    double denominators =
        spread(
            m, b.otherPerCross(), m.otherSum(), b.perSum(), m.otherSumSquares(), b.perSumSquares());
    double covariance =
        numerators - earlier * crosswise - ratio * (backwards - earlier * denominators);
    return StatisticalResult.of(
        new Adjustable(
            m.n(),
            ratio,
            variance(m, ratio) / (size * size),
            earlier,
            variance(before(m), earlier) / (earlierSize * earlierSize),
            covariance / (size * earlierSize)));
  }

  /** Of numerator minus ratio times denominator; 0 where only rounding noise is left. */
  private static double variance(Moments m, double ratio) {
    double size = m.variance() + ratio * ratio * m.otherVariance();
    double variance = size - 2 * ratio * m.covariance();
    return variance <= NOISE * size ? 0 : variance;
  }

  /** The covariate as if it were the metric. */
  private static Moments before(Moments m) {
    Before b = m.before();
    return new Moments(m.n(), b.sum(), b.sumSquares(), b.perSum(), b.perSumSquares(), b.crossSum());
  }

  private static double spread(
      Moments m,
      double products,
      double left,
      double right,
      double leftSquares,
      double rightSquares) {
    return m.spread(products, left, right, Math.sqrt(leftSquares) * Math.sqrt(rightSquares));
  }

  /** Variance of one visitor that is left when theta times the covariate is taken away. */
  double residual(double theta) {
    return variance + theta * (theta * covariateVariance - 2 * covariance);
  }
}
