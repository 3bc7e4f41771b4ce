package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.statistics.Moments;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Challengers against each other on the deciding metric. They are a family of their own: which of
 * two winners is better is another question than whether one beats the control.
 */
final class Pairs {

  private final ExperimentData data;
  private final ReportSettings settings;
  private final List<Double> fractions;
  private final boolean withheld;

  Pairs(ExperimentData data, ReportSettings settings, List<Double> fractions, boolean withheld) {
    this.data = data;
    this.settings = settings;
    this.fractions = fractions;
    this.withheld = withheld;
  }

  /** One row for each pair; none where there is but one challenger. */
  List<PairRow> rows() {
    List<PairRow> pairs = new ArrayList<>();
    int size = data.variations().size();
    long family = (long) (size - 1) * (size - 2) / 2;
    for (int i = 1; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        pairs.add(pair(i, j, family));
      }
    }
    List<Double> p =
        pairs.stream().flatMap(pair -> Optional.ofNullable(pair.row().p()).stream()).toList();
    Iterator<Double> adjusted = settings.correction().adjust(p).iterator();
    return pairs.stream().map(pair -> judged(pair, adjusted)).toList();
  }

  private PairRow pair(int i, int j, long family) {
    var deciding = data.deciding();
    var variations = List.of(data.variations().get(i), data.variations().get(j));
    Map<String, List<Moments>> strata = new TreeMap<>();
    deciding
        .strata()
        .forEach((stratum, sums) -> strata.put(stratum, List.of(sums.get(i), sums.get(j))));
    var rows =
        new Rows(settings, variations, new Judge(settings, data.variations().size(), fractions));
    var sums = List.of(deciding.sums().get(i), deciding.sums().get(j));
    var row = rows.of(deciding.compared(), sums, Stratified.of(data, strata), family).get(1);
    return new PairRow(variations.get(0), row);
  }

  private PairRow judged(PairRow pair, Iterator<Double> adjusted) {
    Row row = pair.row();
    Double p = row.p() == null ? null : adjusted.next();
    return new PairRow(pair.against(), row.judged(p, outcome(row, p == null ? 1 : p)));
  }

  private Outcome outcome(Row row, double p) {
    Estimate difference = row.difference();
    if (difference == null || row.p() == null) {
      return row.outcome();
    }
    if (withheld) {
      return Outcome.WITHHELD;
    }
    double gain = data.deciding().metric().direction().gain(difference.value());
    return p >= settings.alpha() ? Outcome.OPEN : gain > 0 ? Outcome.BETTER : Outcome.WORSE;
  }
}
