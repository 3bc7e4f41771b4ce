package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Moments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums of a file by stratum: the combinations of the values of some columns. */
final class CsvStrata {

  private final int deciding;
  private final Map<String, Map<String, List<Moments>>> totals = new TreeMap<>();
  private final Map<LocalDate, Map<String, Map<String, Moments>>> days = new HashMap<>();

  CsvStrata(int deciding) {
    this.deciding = deciding;
  }

  /** Counts a visitor, who has one value for each metric. */
  void add(CsvEntry visitor, List<Moments> values) {
    if (visitor.strata().isEmpty()) {
      return;
    }
    String stratum = String.join("\n", visitor.strata());
    totals
        .computeIfAbsent(stratum, s -> new TreeMap<>())
        .merge(visitor.variation(), values, CsvStrata::plus);
    LocalDate day = visitor.day();
    if (day != null) {
      days.computeIfAbsent(day, d -> new TreeMap<>())
          .computeIfAbsent(stratum, s -> new TreeMap<>())
          .merge(visitor.variation(), values.get(deciding), Moments::plus);
    }
  }

  private static List<Moments> plus(List<Moments> before, List<Moments> more) {
    List<Moments> sums = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      sums.add(before.get(i).plus(more.get(i)));
    }
    return sums;
  }

  /** Sums of a metric by stratum, in the order of the variations. */
  Map<String, List<Moments>> of(int metric, List<String> variations) {
    Map<String, List<Moments>> strata = new TreeMap<>();
    totals.forEach(
        (stratum, sums) ->
            strata.put(
                stratum,
                variations.stream()
                    .map(name -> sums.containsKey(name) ? sums.get(name).get(metric) : Moments.NONE)
                    .toList()));
    return strata;
  }

  /** Sums of the deciding metric by stratum on that day. */
  Map<String, List<Moments>> of(LocalDate day, List<String> variations) {
    Map<String, List<Moments>> strata = new TreeMap<>();
    days.getOrDefault(day, Map.of())
        .forEach(
            (stratum, sums) ->
                strata.put(
                    stratum,
                    variations.stream()
                        .map(name -> sums.getOrDefault(name, Moments.NONE))
                        .toList()));
    return strata;
  }
}
