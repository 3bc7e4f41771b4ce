package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.Quantiles;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.server.experiments.measurement.SumTable.Binned;
import io.knowfirst.server.experiments.measurement.SumTable.Sums;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sums of a quantile metric, from its bins. */
final class QuantileSums {
  private final Sums sums;
  private final SegmentSums cuts;
  private final MetricFile file;

  QuantileSums(Sums sums, SegmentSums cuts, MetricFile file) {
    this.sums = sums;
    this.cuts = cuts;
    this.file = file;
  }

  List<Moments> all() {
    return moments(null, cuts.all(file.id()));
  }

  /** By period of weights; empty where they never changed. Bins of other strata are not kept. */
  Map<String, List<Moments>> periods() {
    var visitors = new TreeMap<String, List<Moments>>();
    cuts.strata(file.id())
        .forEach((stratum, of) -> visitors.merge(period(stratum), of, QuantileSums::plus));
    var periods = new LinkedHashMap<String, List<Moments>>();
    sums.bins().stream()
        .filter(bin -> bin.metric().equals(file.id()))
        .map(Binned::period)
        .distinct()
        .forEach(
            period -> {
              if (period != null) {
                periods.put(period, moments(period, visitors.getOrDefault(period, List.of())));
              }
            });
    return periods;
  }

  private static String period(String stratum) {
    int end = stratum.indexOf(' ');
    return end < 0 ? stratum : stratum.substring(0, end);
  }

  private static List<Moments> plus(List<Moments> one, List<Moments> other) {
    return java.util.stream.IntStream.range(0, one.size())
        .mapToObj(i -> one.get(i).plus(other.get(i)))
        .toList();
  }

  private List<Moments> moments(@Nullable String period, List<Moments> visitors) {
    var byVariation = new TreeMap<String, Moments>();
    var names = cuts.variations();
    for (int i = 0; i < visitors.size(); i++) {
      var variation = names.get(i);
      var bins =
          sums.bins().stream()
              .filter(
                  bin ->
                      bin.metric().equals(file.id())
                          && bin.variation().equals(variation)
                          && java.util.Objects.equals(bin.period(), period))
              .map(Binned::bin)
              .toList();
      byVariation.put(
          variation, new Quantiles(visitors.get(i).n(), bins).moments(file.form().quantile()));
    }
    return cuts.inOrder(byVariation);
  }
}
