package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;

/**
 * How much both variations need before the normal distribution describes their difference. Few
 * conversions, or few payers who make up the sum, leave it skewed, and more so where one variation
 * is the smaller; intervals then miss the truth more often than they say.
 *
 * @param conversions of a binary metric: the rarer of yes and no; of a quantile the values on its
 *     rarer side, as many as independent ones would tell as much
 * @param payers of other metrics: S^2/Q, the number of equal values that would spread as these do;
 *     with S their sum and Q the sum of their squares
 */
public record SampleGate(double conversions, double payers) {

  /** At which simulated intervals hold at shares down to 1 in 10 and with heavy tails. */
  public static final SampleGate DEFAULT = of(25);

  /** With twice as many payers as conversions, since their sums are more skewed. */
  static SampleGate of(long conversions) {
    return new SampleGate(conversions, 2.0 * conversions);
  }

  /** Lets a contrast through once both variations have enough. */
  public StatisticalResult<Contrast> opened(Contrast contrast) {
    boolean binary = contrast.kind() == MetricKind.BINARY;
    boolean quantile = contrast.kind() == MetricKind.QUANTILE;
    double needed = binary || quantile ? conversions : payers;
    double least =
        Math.min(
            weight(contrast.kind(), contrast.control()),
            weight(contrast.kind(), contrast.variation()));
    return least < needed
        ? StatisticalResult.notEnough(
            Reason.TOO_FEW_CONVERSIONS,
            "a variation has %d %s, %d are needed"
                .formatted(
                    (long) least,
                    binary
                        ? "conversions"
                        : quantile ? "independent values" : "equal payers by weight",
                    (long) needed))
        : StatisticalResult.of(contrast);
  }

  private static double weight(MetricKind kind, Moments moments) {
    if (kind == MetricKind.BINARY) {
      return Math.min(moments.sum(), moments.n() - moments.sum());
    }
    if (kind == MetricKind.QUANTILE) {
      return moments.otherSum();
    }
    return moments.sumSquares() > 0 ? moments.sum() / moments.sumSquares() * moments.sum() : 0;
  }
}
