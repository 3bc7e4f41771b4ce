package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Moments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums of a file by stratum: the combinations of the values of some columns. */
final class CsvStrata {

  private static final int MOST = 50;

  private final List<String> names;
  private final List<Integer> columns = new ArrayList<>();
  private final int deciding;
  private final Map<String, Map<String, List<Moments>>> totals = new TreeMap<>();
  private final Map<LocalDate, Map<String, Map<String, Moments>>> days = new HashMap<>();

  CsvStrata(List<String> names, int deciding, CsvRows rows) throws BadCsvException {
    this.names = names;
    this.deciding = deciding;
    for (String name : names) {
      columns.add(rows.column(name));
    }
  }

  /** Counts the visitor of this row, who has one value for each metric. */
  void add(CsvRows rows, String variation, List<Moments> visitor, @Nullable LocalDate day)
      throws BadCsvException {
    if (columns.isEmpty()) {
      return;
    }
    String stratum = stratum(rows);
    totals
        .computeIfAbsent(stratum, s -> new TreeMap<>())
        .merge(variation, visitor, CsvStrata::plus);
    if (day != null) {
      days.computeIfAbsent(day, d -> new TreeMap<>())
          .computeIfAbsent(stratum, s -> new TreeMap<>())
          .merge(variation, visitor.get(deciding), Moments::plus);
    }
  }

  private String stratum(CsvRows rows) throws BadCsvException {
    List<String> values = new ArrayList<>();
    for (int column : columns) {
      values.add(rows.text(column));
    }
    String stratum = String.join("\n", values);
    if (!totals.containsKey(stratum) && totals.size() == MOST) {
      throw rows.problem(
          columns.get(columns.size() - 1),
          "%s would be stratum %d of %s, expected at most %d. Maybe group the values first."
              .formatted(values, MOST + 1, names, MOST));
    }
    return stratum;
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
