package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.Cuped;
import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Finding;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.Strata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One variation against the control on one metric, with what takes noise out of the difference: the
 * covariate where it explains enough, else the strata, else nothing. Which it is does not depend on
 * the scale, so all numbers of a row are of one method.
 *
 * <p>Strata are left out where CUPED is used: who has a history is a returning visitor, so most of
 * what strata explain the covariate has explained already. They are left out for ratios, whose
 * strata have ratios that do not average to that of all.
 *
 * @param whole sums of all visitors
 * @param cuped the adjustment, or null where it is not used
 * @param strata two or more, large enough each; empty where they are not used
 */
record Comparison(Contrast whole, @Nullable Cuped cuped, List<Contrast> strata) {

  /**
   * Visitors that each variation needs in a stratum; a smaller one is merged with others. At this
   * size the simulated intervals of rare conversions hold as often as they say.
   */
  private static final long LEAST = 100;

  /**
   * Of the variation with that index.
   *
   * @param strata sums by stratum, one for each variation; may be empty
   */
  static Comparison of(
      Metric metric, List<Moments> sums, int index, Map<String, List<Moments>> strata) {
    var parts =
        new TreeMap<>(strata)
            .values().stream()
                .map(part -> new Contrast(metric.kind(), part.get(0), part.get(index)))
                .toList();
    return of(metric, sums.get(0), sums.get(index), parts);
  }

  private static Comparison of(
      Metric metric, Moments control, Moments variation, List<Contrast> strata) {
    var whole = new Contrast(metric.kind(), control, variation);
    Cuped cuped =
        metric.covariate()
            ? Cuped.adjust(whole, Scale.ABSOLUTE).found().filter(Cuped::worthwhile).orElse(null)
            : null;
    boolean stratified = cuped == null && metric.kind() != MetricKind.RATIO && strata.size() > 1;
    var large = stratified ? Strata.merged(strata, LEAST) : List.<Contrast>of();
    boolean usable = large.size() > 1 && Strata.combine(large, Scale.ABSOLUTE).found().isPresent();
    return new Comparison(whole, cuped, usable ? large : List.of());
  }

  Finding<Difference> on(Scale scale) {
    if (cuped != null) {
      return Cuped.adjust(whole, scale).map(Cuped::difference);
    }
    return strata.isEmpty() ? whole.on(scale) : Strata.combine(strata, scale);
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
