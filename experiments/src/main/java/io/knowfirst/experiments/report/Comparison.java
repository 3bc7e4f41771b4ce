package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.Cuped;
import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.NotEnoughData;
import io.knowfirst.experiments.statistics.SampleGate;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.StatisticalResult;
import io.knowfirst.experiments.statistics.Strata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One variation against the control on one metric, with what takes noise out of the difference: the
 * covariate where it explains enough, else the strata, else nothing. Which it is does not depend on
 * the scale, so all numbers of a row are of one method.
 *
 * <p>Strata are left out where CUPED is used: who has a history is a returning visitor, so most of
 * what strata explain the covariate has explained already. Ratios have none, since ratios of strata
 * do not average to that of all. Where weights changed, nothing is compared across their periods: a
 * ratio is that of the largest period.
 *
 * @param whole sums of all visitors that are compared
 * @param cuped the adjustment, or null where it is not used
 * @param strata large enough each; empty where they are not used
 * @param apart whether nothing but strata may be compared
 */
record Comparison(Contrast whole, @Nullable Cuped cuped, List<Contrast> strata, boolean apart) {

  /**
   * Visitors that each variation needs in a stratum; a smaller one is merged with others. At this
   * size the simulated intervals of rare conversions hold as often as they say.
   */
  private static final long LEAST = 100;

  /** Of the variation with that index. */
  static Comparison of(Metric metric, List<Moments> sums, int index, Stratified strata) {
    var kind = metric.kind();
    var all = new Contrast(kind, sums.get(0), sums.get(index));
    boolean periods = strata.byPeriod() && !strata.sums().isEmpty();
    if (kind == MetricKind.RATIO || kind == MetricKind.QUANTILE) {
      return of(metric, periods ? strata.largest(kind, index) : all, List.of(), false);
    }
    var parts = strata.contrasts(kind, index, LEAST);
    var compared = periods ? parts.stream().reduce(Contrast::plus).orElse(all) : all;
    return of(metric, compared, parts, periods);
  }

  private static Comparison of(
      Metric metric, Contrast whole, List<Contrast> strata, boolean apart) {
    Cuped cuped =
        metric.covariate()
            ? Cuped.adjust(whole, Scale.ABSOLUTE).found().filter(Cuped::worthwhile).orElse(null)
            : null;
    boolean usable =
        cuped == null
            && !strata.isEmpty()
            && Strata.combine(strata, Scale.ABSOLUTE).found().isPresent();
    return new Comparison(whole, cuped, usable ? strata : List.of(), apart);
  }

  StatisticalResult<Difference> on(Scale scale) {
    if (cuped != null) {
      return Cuped.adjust(whole, scale).map(Cuped::difference);
    }
    if (strata.isEmpty()) {
      return apart
          ? StatisticalResult.notEnough(
              NotEnoughData.Reason.TOO_FEW_VISITORS,
              "no period of the same weights is large enough")
          : whole.on(scale);
    }
    return Strata.combine(strata, scale);
  }

  /** The same, once there is enough for the normal distribution to hold. */
  StatisticalResult<Difference> opened(Scale scale) {
    return on(scale).then(found -> SampleGate.DEFAULT.opened(whole).map(open -> found));
  }

  /** Share of the variance that the covariate took away, or null where none was used. */
  @Nullable Double explained() {
    return cuped == null ? null : cuped.correlation() * cuped.correlation();
  }

  /** Share of the difference's variance that the strata took away, or null without strata. */
  @Nullable Double stratified() {
    if (strata.isEmpty()) {
      return null;
    }
    return whole
        .on(Scale.ABSOLUTE)
        .then(plain -> on(Scale.ABSOLUTE).map(adjusted -> 1 - square(adjusted) / square(plain)))
        .found()
        .orElse(null);
  }

  private static double square(Difference difference) {
    return difference.standardError() * difference.standardError();
  }
}
