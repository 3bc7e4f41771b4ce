package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.DailySums;
import io.knowfirst.experiments.report.ExperimentData.Segment;
import io.knowfirst.experiments.report.FunnelSteps;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.rules.folder.Dimension;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.server.experiments.measurement.SumTable.Cell;
import io.knowfirst.server.experiments.measurement.SumTable.Sums;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sums of a phase, cut in one way or another, in the order of the variations. */
final class SegmentSums {
  /** What strata are made of: new or returning, and mobile, desktop or other. */
  static final List<String> STRATA = List.of("visitor", "device");

  static final String OTHER = "other";
  private static final String UNKNOWN = "unknown";
  private static final List<String> ALWAYS = List.of("visitor", "channel", "device");
  private static final int MOST_VALUES = 10;

  private final Sums sums;
  private final List<String> variations;
  private final Map<String, String> names = new LinkedHashMap<>();

  /**
   * @param own segments of the experiment
   */
  SegmentSums(Sums sums, List<String> variations, List<Dimension> own) {
    this.sums = sums;
    ALWAYS.forEach(cut -> names.put(cut, cut));
    own.forEach(one -> names.put(one.key(), one.name()));
    this.variations = variations;
  }

  List<String> variations() {
    return variations;
  }

  /** Of one metric, over all visitors and days. */
  List<Moments> all(String metric) {
    return inOrder(
        cells(metric).stream()
            .filter(cell -> cell.day() == null && cell.stratum() == null)
            .collect(Collectors.toMap(Cell::variation, Cell::sums)));
  }

  /** Who reached each step of the metrics that are funnels. */
  List<FunnelSteps> funnels(List<MetricFile> metrics) {
    var funnels = new ArrayList<FunnelSteps>();
    for (var metric : metrics) {
      var events = metric.form().steps();
      var steps = new ArrayList<FunnelSteps.Step>();
      for (int i = 1; i <= events.size(); i++) {
        var id = i == events.size() ? metric.id() : Measured.step(metric.id(), i);
        steps.add(
            new FunnelSteps.Step(
                events.get(i - 1), all(id).stream().map(sums -> (long) sums.sum()).toList()));
      }
      if (!steps.isEmpty()) {
        funnels.add(new FunnelSteps(metric.id(), steps));
      }
    }
    return funnels;
  }

  /** Of one metric, over all days. */
  Map<String, List<Moments>> strata(String metric) {
    var strata = new TreeMap<String, Map<String, Moments>>();
    for (var cell : cells(metric)) {
      if (cell.day() == null && cell.stratum() != null) {
        put(strata, cell.stratum(), cell);
      }
    }
    return inOrder(strata);
  }

  /** Of the deciding metric, by day of first exposure. */
  SortedMap<LocalDate, List<Moments>> days() {
    var days = new TreeMap<LocalDate, Map<String, Moments>>();
    for (var cell : sums.cells()) {
      if (cell.day() != null && cell.stratum() == null) {
        put(days, cell.day(), cell);
      }
    }
    return inOrder(days);
  }

  /** By day of first exposure, and days since. */
  List<DailySums> daily() {
    record Key(String metric, LocalDate day, int since) {}
    var cells = new LinkedHashMap<Key, Map<String, Moments>>();
    for (var cell : sums.daily()) {
      cells
          .computeIfAbsent(new Key(cell.metric(), cell.day(), cell.since()), key -> map())
          .put(cell.variation(), cell.sums());
    }
    var daily = new ArrayList<DailySums>();
    cells.forEach(
        (key, of) -> daily.add(new DailySums(key.metric(), key.day(), key.since(), inOrder(of))));
    return daily;
  }

  /** Of the deciding metric, on one day. */
  Map<String, List<Moments>> strata(LocalDate day) {
    var strata = new TreeMap<String, Map<String, Moments>>();
    for (var cell : sums.cells()) {
      if (day.equals(cell.day()) && cell.stratum() != null) {
        put(strata, cell.stratum(), cell);
      }
    }
    return inOrder(strata);
  }

  /** Of the deciding metric. A cut with one value is left out: it would be everyone again. */
  List<Segment> segments() {
    var segments = new ArrayList<Segment>();
    for (var cut : names.keySet()) {
      var values = new TreeMap<String, Map<String, Moments>>(SegmentSums::restLast);
      var periods = new TreeMap<String, SortedMap<String, Map<String, Moments>>>();
      var largest = largest(cut);
      for (var part : sums.parts()) {
        if (part.cut().equals(cut)) {
          var value = largest.contains(part.value()) ? part.value() : OTHER;
          var stratum = part.stratum();
          (stratum == null ? values : periods.computeIfAbsent(value, v -> new TreeMap<>()))
              .computeIfAbsent(stratum == null ? value : stratum, v -> map())
              .merge(part.variation(), part.sums(), Moments::plus);
        }
      }
      if (values.size() > 1) {
        inOrder(values)
            .forEach(
                (value, of) ->
                    segments.add(
                        new Segment(
                            names.getOrDefault(cut, cut),
                            value,
                            of,
                            inOrder(periods.getOrDefault(value, new TreeMap<>())))));
      }
    }
    return segments;
  }

  /** The values that are shown as they are: all, or those with the most visitors. */
  private Set<String> largest(String cut) {
    var visitors = new TreeMap<String, Long>();
    for (var part : sums.parts()) {
      if (part.cut().equals(cut) && part.stratum() == null) {
        visitors.merge(part.value(), part.sums().n(), Long::sum);
      }
    }
    var bySize = Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder());
    return visitors.entrySet().stream()
        .sorted(bySize.thenComparing(Map.Entry.comparingByKey()))
        .limit(visitors.size() > MOST_VALUES ? MOST_VALUES - 1 : MOST_VALUES)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static int restLast(String left, String right) {
    return Comparator.<String, Integer>comparing(
            value -> value.equals(UNKNOWN) ? 2 : value.equals(OTHER) ? 1 : 0)
        .thenComparing(Comparator.naturalOrder())
        .compare(left, right);
  }

  private List<Cell> cells(String metric) {
    return sums.cells().stream().filter(cell -> cell.metric().equals(metric)).toList();
  }

  private static <K> void put(Map<K, Map<String, Moments>> cuts, K key, Cell cell) {
    cuts.computeIfAbsent(key, k -> map()).put(cell.variation(), cell.sums());
  }

  private static Map<String, Moments> map() {
    return new TreeMap<>();
  }

  private <K> SortedMap<K, List<Moments>> inOrder(SortedMap<K, Map<String, Moments>> cuts) {
    var ordered = new TreeMap<K, List<Moments>>(cuts.comparator());
    cuts.forEach((key, byVariation) -> ordered.put(key, inOrder(byVariation)));
    return ordered;
  }

  List<Moments> inOrder(Map<String, Moments> byVariation) {
    return variations.stream()
        .map(variation -> byVariation.getOrDefault(variation, Moments.NONE))
        .toList();
  }
}
