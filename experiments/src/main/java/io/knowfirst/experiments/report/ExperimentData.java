package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a report is made of. Lists over variations are in the order of {@code variations}, the
 * control first. Every visitor counts in every metric, with 0 where nothing happened.
 *
 * @param name of the experiment
 * @param variations ids, two or more
 * @param split visitors and weights, one entry for each time the weights changed
 * @param metrics at least one goal; the first goal decides
 * @param segments exploratory cuts, may be empty
 * @param days by day of first exposure, ascending, may be empty
 * @param stratifiedBy what the strata of metrics and days are cut by, known before exposure; empty
 *     where the report is not to use them
 * @param integrity what the tracking saw, or null where nothing is known
 * @param course how far it has come, or null for data from elsewhere
 * @param provenance facts on where the numbers are from, such as phase and rule-set version
 * @param checks what was found when the data were read
 * @param background what is known around the sums
 */
public record ExperimentData(
    String name,
    List<String> variations,
    List<SampleRatio.Period> split,
    List<MetricSums> metrics,
    List<Segment> segments,
    List<Day> days,
    List<String> stratifiedBy,
    @Nullable Integrity integrity,
    @Nullable Course course,
    List<Provenance> provenance,
    List<Report.Check> checks,
    Background background) {

  /** The cut of strata by the weights that were in force. */
  public static final String WEIGHTS = "weights";

  public ExperimentData {
    variations = List.copyOf(variations);
    split = List.copyOf(split);
    metrics = List.copyOf(metrics);
    segments = List.copyOf(segments);
    days = List.copyOf(days);
    stratifiedBy = List.copyOf(stratifiedBy);
    provenance = List.copyOf(provenance);
    checks = List.copyOf(checks);
    int size = variations.size();
    boolean complete =
        metrics.stream().allMatch(m -> m.sums().size() == size && fit(m.strata(), size))
            && segments.stream().allMatch(segment -> segment.sums().size() == size)
            && days.stream().allMatch(d -> d.sums().size() == size && fit(d.strata(), size));
    if (size < 2 || !complete) {
      throw new IllegalArgumentException(
          "Experiment %s has variations %s, expected two or more and sums for each in all metrics, segments and days. Maybe a variation had no exposures: use Moments.NONE."
              .formatted(name, variations));
    }
    if (metrics.stream().noneMatch(sums -> sums.metric().role() == Metric.Role.GOAL)) {
      throw new IllegalArgumentException(
          "Experiment %s has metrics %s, expected a goal among them. Maybe all are guardrails."
              .formatted(name, metrics.stream().map(sums -> sums.metric().name()).toList()));
    }
  }

  private static boolean fit(Map<String, List<Moments>> strata, int size) {
    return strata.values().stream().allMatch(sums -> sums.size() == size);
  }

  /** Data around which nothing is known. */
  public ExperimentData(
      String name,
      List<String> variations,
      List<SampleRatio.Period> split,
      List<MetricSums> metrics,
      List<Segment> segments,
      List<Day> days,
      List<String> stratifiedBy,
      @Nullable Integrity integrity,
      @Nullable Course course,
      List<Provenance> provenance,
      List<Report.Check> checks) {
    this(
        name,
        variations,
        split,
        metrics,
        segments,
        days,
        stratifiedBy,
        integrity,
        course,
        provenance,
        checks,
        Background.NONE);
  }

  /** Data of which nothing was found when they were read. */
  public ExperimentData(
      String name,
      List<String> variations,
      List<SampleRatio.Period> split,
      List<MetricSums> metrics,
      List<Segment> segments,
      List<Day> days,
      List<String> stratifiedBy,
      @Nullable Integrity integrity,
      @Nullable Course course,
      List<Provenance> provenance) {
    this(
        name,
        variations,
        split,
        metrics,
        segments,
        days,
        stratifiedBy,
        integrity,
        course,
        provenance,
        List.of());
  }

  /** Data without strata from elsewhere, of which nobody knows how far the experiment has come. */
  public ExperimentData(
      String name,
      List<String> variations,
      List<SampleRatio.Period> split,
      List<MetricSums> metrics,
      List<Segment> segments,
      List<Day> days,
      @Nullable Integrity integrity,
      List<Provenance> provenance) {
    this(name, variations, split, metrics, segments, days, List.of(), integrity, null, provenance);
  }

  /**
   * Sums of one metric, one for each variation.
   *
   * @param strata the same by stratum, disjoint and together all; empty where there are none
   * @param weighted whether each visitor counts by the inverse of the propensity (Hájek 1971): the
   *     second variable is what the sum is divided by, as of a ratio
   */
  public record MetricSums(
      Metric metric, List<Moments> sums, Map<String, List<Moments>> strata, boolean weighted) {
    public MetricSums {
      sums = List.copyOf(sums);
      strata = Map.copyOf(strata);
    }

    public MetricSums(Metric metric, List<Moments> sums, Map<String, List<Moments>> strata) {
      this(metric, sums, strata, false);
    }

    public MetricSums(Metric metric, List<Moments> sums) {
      this(metric, sums, Map.of(), false);
    }

    MetricSums withoutCovariate() {
      return new MetricSums(metric.withoutCovariate(), sums, strata, weighted);
    }

    /** The metric as its sums are compared. */
    Metric compared() {
      return weighted ? metric.asRatio() : metric;
    }
  }

  /**
   * Sums of the deciding metric within a part of the visitors, such as channel = Web.
   *
   * @param periods the same by period of weights; empty where they never changed
   */
  public record Segment(
      String name, String value, List<Moments> sums, Map<String, List<Moments>> periods) {
    public Segment {
      sums = List.copyOf(sums);
      periods = Map.copyOf(periods);
    }

    public Segment(String name, String value, List<Moments> sums) {
      this(name, value, sums, Map.of());
    }

    /** By period, so that none is compared with another. */
    Stratified strata() {
      return new Stratified(periods, !periods.isEmpty());
    }
  }

  /**
   * Sums of the deciding metric over visitors first exposed on that day.
   *
   * @param strata the same by stratum; empty where there are none
   */
  public record Day(LocalDate date, List<Moments> sums, Map<String, List<Moments>> strata) {
    public Day {
      sums = List.copyOf(sums);
      strata = Map.copyOf(strata);
    }

    public Day(LocalDate date, List<Moments> sums) {
      this(date, sums, Map.of());
    }
  }

  /**
   * What the tracking saw.
   *
   * @param exposedTwice visitors who saw more than one variation
   * @param becameKnown visitors of each variation who were shown a rule's content meanwhile
   * @param bots visitors left out as bots
   */
  public record Integrity(long exposedTwice, List<Long> becameKnown, long bots) {
    public Integrity {
      becameKnown = List.copyOf(becameKnown);
    }
  }

  /** A labelled fact, shown as it is. */
  public record Provenance(String label, String value) {}

  ExperimentData withMetrics(List<MetricSums> others) {
    return with(others, background);
  }

  /** The same with what is known around it. */
  public ExperimentData with(Background known) {
    return with(metrics, known);
  }

  private ExperimentData with(List<MetricSums> others, Background known) {
    return new ExperimentData(
        name,
        variations,
        split,
        others,
        segments,
        days,
        stratifiedBy,
        integrity,
        course,
        provenance,
        checks,
        known);
  }

  /** What was shown, one for each variation in their order. */
  List<VariationDescription> shown() {
    return variations.stream()
        .map(
            id ->
                background.shown().stream()
                    .filter(shown -> shown.variation().equals(id))
                    .findFirst()
                    .orElseGet(() -> VariationDescription.of(id)))
        .toList();
  }

  /** What people call a variation. */
  String title(String variation) {
    return shown().get(variations.indexOf(variation)).title();
  }

  /** The metric that decides. */
  MetricSums deciding() {
    return metrics.stream()
        .filter(sums -> sums.metric().role() == Metric.Role.GOAL)
        .findFirst()
        .orElseThrow();
  }

  /** Visitors in all variations together. */
  long visitors() {
    return deciding().sums().stream().mapToLong(Moments::n).sum();
  }
}
