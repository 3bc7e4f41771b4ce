package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;

/**
 * One variation's mean and spread, checked to be usable.
 *
 * @param n visitors, 2 or more
 * @param mean of the metric, in its unit
 * @param variance of one visitor, above 0; the mean's variance is this over n
 */
record Sample(long n, double mean, double variance) {

  static StatisticalResult<Sample> of(String name, MetricKind kind, Moments moments) {
    if (!moments.finite()) {
      return StatisticalResult.notEnough(
          Reason.SUMS_IMPOSSIBLE, name + " has sums that are not finite");
    }
    if (moments.n() == 0) {
      return StatisticalResult.notEnough(Reason.EMPTY_VARIATION, name + " has no visitors");
    }
    if (moments.n() == 1) {
      return StatisticalResult.notEnough(Reason.ONE_VISITOR, name + " has 1 visitor");
    }
    return switch (kind) {
      case BINARY -> proportion(name, moments);
      case MEAN, QUANTILE -> sound(name, moments.n(), moments.mean(), moments.variance());
      case RATIO -> ratio(name, moments);
    };
  }

  double varianceOfMean() {
    return variance / n;
  }

  private static StatisticalResult<Sample> proportion(String name, Moments moments) {
    double share = moments.mean();
    if (share < 0 || share > 1) {
      return StatisticalResult.notEnough(
          Reason.SUMS_IMPOSSIBLE,
          "%s has %s conversions of %d visitors".formatted(name, moments.sum(), moments.n()));
    }
    return sound(name, moments.n(), share, share * (1 - share));
  }

  /** Delta method for a ratio of means, Deng et al. 2018 (arXiv 1803.06336), equation 2. */
  private static StatisticalResult<Sample> ratio(String name, Moments moments) {
    double denominator = moments.otherMean();
    if (denominator == 0) {
      return StatisticalResult.notEnough(
          Reason.DENOMINATOR_ZERO, name + " has denominators that sum to 0");
    }
    double ratio = moments.ratio();
    double variance =
        moments.variance() + ratio * (ratio * moments.otherVariance() - 2 * moments.covariance());
    return sound(name, moments.n(), ratio, variance / (denominator * denominator));
  }

  static StatisticalResult<Sample> sound(String name, long n, double mean, double variance) {
    if (!Double.isFinite(variance)) {
      return StatisticalResult.notEnough(
          Reason.SUMS_IMPOSSIBLE, name + " has sums beyond what can be squared");
    }
    if (variance <= 0) {
      return StatisticalResult.notEnough(
          Reason.NO_VARIANCE, "%s has the value %s for all its visitors".formatted(name, mean));
    }
    return StatisticalResult.of(new Sample(n, mean, variance));
  }
}
