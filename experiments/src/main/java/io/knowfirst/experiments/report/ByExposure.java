package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ExperimentData.Day;
import io.knowfirst.experiments.statistics.Moments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums of a metric on some days, gathered over days of first exposure. Where weights changed, days
 * are compared within a period only, as in all comparisons.
 */
final class ByExposure {

  private final ExperimentData data;
  private final Map<LocalDate, Map<Integer, DailySums>> cells = new HashMap<>();
  private final int last;

  ByExposure(ExperimentData data, String metric) {
    this.data = data;
    int latest = DailySums.BEFORE;
    for (DailySums cell : data.background().daily()) {
      if (cell.metric().equals(metric)) {
        cells.computeIfAbsent(cell.exposed(), day -> new HashMap<>()).put(cell.since(), cell);
        latest = Math.max(latest, cell.since());
      }
    }
    this.last = latest;
  }

  /** The last day since exposure on which anything happened; -1 where nothing did. */
  int last() {
    return last;
  }

  /** Which of a day's sums to take. */
  interface Since {
    /** Days since the exposure on that day; below -1 to leave its visitors out. */
    int of(LocalDate exposed);
  }

  /** All visitors that are taken, by variation, and by period where weights changed. */
  record Gathered(List<Moments> sums, Stratified strata) {

    long visitors() {
      return sums.stream().mapToLong(Moments::n).sum();
    }
  }

  Gathered gather(Since since) {
    List<Moments> all = Collections.nCopies(data.variations().size(), Moments.NONE);
    Map<String, List<Moments>> periods = new TreeMap<>();
    for (Day day : data.days()) {
      int at = since.of(day.date());
      if (at >= DailySums.BEFORE) {
        var sums = of(day, at);
        all = plus(all, sums);
        day.strata().keySet().stream()
            .findFirst()
            .ifPresent(one -> periods.merge(Stratified.period(one), sums, ByExposure::plus));
      }
    }
    boolean reweighed = data.stratifiedBy().contains(ExperimentData.WEIGHTS);
    return new Gathered(all, reweighed ? new Stratified(periods, true) : Stratified.NONE);
  }

  private List<Moments> of(Day day, int since) {
    var cell = cells.getOrDefault(day.date(), Map.of()).get(since);
    return cell == null
        ? day.sums().stream().map(sums -> Moments.of(sums.n(), 0, 0)).toList()
        : cell.of(day.sums());
  }

  private static List<Moments> plus(List<Moments> before, List<Moments> more) {
    List<Moments> sums = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      sums.add(before.get(i).plus(more.get(i)));
    }
    return sums;
  }
}
