package io.knowfirst.experiments.statistics;

import io.knowfirst.experiments.statistics.NotEnoughData.Reason;
import java.util.List;
import java.util.function.Function;

/**
 * The difference between two arms whose shares of the visitors changed over time: inverse
 * propensity weighting. Within a period all visitors of an arm have the same propensity, so
 * weighting each by its inverse and dividing by the sum of the weights (Hájek 1971) gives the mean
 * of the periods' means, weighted by all visitors of the period: sum nu m, with variance sum nu^2 v
 * / n.
 *
 * <p>With one period it is the plain difference of means. Arms that are compared over the same
 * periods add up: known - tested and tested - default make known - default.
 */
public final class Weighted {

  private Weighted() {}

  /**
   * A time with constant shares.
   *
   * @param control sums of one arm
   * @param variation sums of the other
   * @param visitors in all arms together, the two and any others
   */
  public record Period(Moments control, Moments variation, long visitors) {}

  /**
   * Combines the periods; those in which an arm has fewer than two visitors cannot be weighted and
   * must be left out by the caller.
   *
   * @param kind BINARY or MEAN
   */
  public static StatisticalResult<Difference> combine(
      MetricKind kind, List<Period> periods, Scale scale) {
    if (kind == MetricKind.RATIO) {
      throw new IllegalArgumentException(
          "Metric kind is RATIO, expected BINARY or MEAN. Maybe weigh its numerator.");
    }
    return arm("control", kind, periods, Period::control)
        .then(a -> arm("variation", kind, periods, Period::variation).then(b -> on(a, b, scale)));
  }

  private static StatisticalResult<Difference> on(Sample a, Sample b, Scale scale) {
    return new Contrast.Pair(a, b).on(scale);
  }

  private static StatisticalResult<Sample> arm(
      String name, MetricKind kind, List<Period> periods, Function<Period, Moments> sums) {
    double all = periods.stream().mapToDouble(Period::visitors).sum();
    long n = 0;
    double mean = 0;
    double varianceOfMean = 0;
    for (Period period : periods) {
      Moments moments = sums.apply(period);
      if (!moments.finite()) {
        return StatisticalResult.notEnough(
            Reason.SUMS_IMPOSSIBLE, name + " has sums that are not finite");
      }
      if (moments.n() < 2) {
        return moments.n() == 0
            ? StatisticalResult.notEnough(Reason.EMPTY_VARIATION, name + " has no visitors")
            : StatisticalResult.notEnough(Reason.ONE_VISITOR, name + " has 1 visitor");
      }
      double share = period.visitors() / all;
      double value = moments.mean();
      double variance = kind == MetricKind.BINARY ? value * (1 - value) : moments.variance();
      n += moments.n();
      mean += share * value;
      varianceOfMean += share * share * variance / moments.n();
    }
    return n == 0
        ? StatisticalResult.notEnough(Reason.EMPTY_VARIATION, name + " has no visitors")
        : Sample.sound(name, n, mean, varianceOfMean * n);
  }
}
