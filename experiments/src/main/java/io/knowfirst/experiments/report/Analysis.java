package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ExperimentData.Day;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.SegmentRow;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes a report of an experiment's data. */
public final class Analysis {

  private final ExperimentData data;
  private final ReportSettings settings;
  private final Rows rows;
  private final List<Double> fractions;
  private final List<Check> health;
  private final Rows guardrails;
  private final boolean withheld;
  private final boolean early;
  private final MinimumRun minimumRun;
  private final Interactions interactions;

  private Analysis(ExperimentData data, ReportSettings settings) {
    this.data = new Covariates(data).balanced();
    this.settings = settings;
    this.fractions = Looks.fractions(data, settings);
    this.minimumRun = new MinimumRun(data, settings);
    this.health =
        new ArrayList<>(new HealthChecks(data, settings.looking() == Looking.BANDIT).all());
    new Balance(data, settings).check().ifPresent(health::add);
    minimumRun.check().ifPresent(health::add);
    this.interactions = new Interactions(data, settings);
    if (!minimumRun.hides()) {
      health.addAll(interactions.checks());
    }
    this.early =
        settings.looking() == Looking.GROUPED
            ? fractions.isEmpty()
            : new Horizon(data, settings).early();
    this.rows = new Rows(early ? settings.always() : settings, data.variations(), fractions);
    this.withheld =
        data.background().excluded() != null
            || health.stream().anyMatch(check -> check.status() == Status.BAD);
    this.guardrails =
        lookedAtAgain(data, settings) && !early
            ? new Rows(settings.always(), data.variations(), fractions)
            : rows;
  }

  /** Harm is looked for at any time, also before and after the planned looks. */
  static boolean lookedAtAgain(ExperimentData data, ReportSettings settings) {
    return settings.looking() == Looking.GROUPED
        || (settings.looking() == Looking.ONCE
            && (settings.plannedVisitors() != null || data.course() != null));
  }

  /** Judges health first, then every metric, then what to do. */
  public static Report report(ExperimentData data, ReportSettings settings) {
    return new Analysis(data, settings).report();
  }

  private Report report() {
    var metrics = corrected(data.metrics().stream().map(this::table).toList());
    var course = data.course();
    if (course == null || course.stage() != Course.Stage.HOLDOUT) {
      new Plausibility(data, settings).checks(metrics).forEach(health::add);
    }
    var excluded = data.background().excluded();
    var banner =
        excluded == null
            ? new VerdictRules(data, settings, health, metrics, fractions).banner()
            : new Report.Banner(
                Report.Verdict.EXCLUDED,
                null,
                null,
                List.of(Sentence.of("banner.excluded", excluded)));
    var method = new MethodSentences(data, settings, fractions).of(metrics);
    boolean hidden = minimumRun.hides();
    return new Report(
        data.name(),
        banner,
        data.visitors(),
        data.variations(),
        health,
        hidden ? metrics.stream().map(MinimumRun::hide).toList() : metrics,
        hidden ? List.of() : segments(),
        days(),
        method,
        data.provenance(),
        new Details(
            data.shown(),
            hidden ? List.of() : new Pairs(data, settings, fractions, withheld || early).rows(),
            data.background().notes(),
            data.background().excluded(),
            course == null ? null : course.stage(),
            hidden ? List.of() : precisions(),
            hidden ? DayEffects.NONE : new DayComparison(data, settings).effects(),
            hidden ? List.of() : data.background().funnels(),
            hidden ? List.of() : interactions.rows()));
  }

  /** As one look sees them, whatever the settings: a summary over experiments weighs by them. */
  private List<Precision> precisions() {
    var deciding = data.deciding();
    List<Precision> precisions = new ArrayList<>();
    for (int i = 1; i < data.variations().size(); i++) {
      String variation = data.variations().get(i);
      Comparison.of(deciding.compared(), deciding.sums(), i, Stratified.of(data, deciding.strata()))
          .opened(Scale.LOG_RATIO)
          .found()
          .map(d -> new Precision(variation, d.estimate(), d.standardError()))
          .ifPresent(precisions::add);
    }
    return precisions;
  }

  private MetricTable table(MetricSums sums) {
    Metric metric = sums.metric();
    return new MetricTable(
        metric.name(),
        metric.kind(),
        metric.direction(),
        metric.role(),
        sums.equals(data.deciding()),
        metric.role() == Metric.Role.GUARDRAIL ? metric.tolerated() : null,
        metric.label(),
        (metric.role() == Metric.Role.GUARDRAIL ? guardrails : rows)
            .of(
                sums.compared(),
                sums.sums(),
                Stratified.of(data, sums.strata()),
                settings.family(data, metric.role())));
  }

  /** Goals are one family of comparisons, guardrails another. */
  private List<MetricTable> corrected(List<MetricTable> tables) {
    Map<Metric.Role, Iterator<Double>> adjusted = new EnumMap<>(Metric.Role.class);
    for (var role : Metric.Role.values()) {
      List<Double> family =
          tables.stream()
              .filter(table -> table.role() == role)
              .flatMap(table -> table.rows().stream())
              .flatMap(row -> Optional.ofNullable(row.p()).stream())
              .toList();
      adjusted.put(role, settings.correction().adjust(family).iterator());
    }
    return tables.stream()
        .map(
            table ->
                judged(table, adjusted.getOrDefault(table.role(), List.<Double>of().iterator())))
        .sorted(Comparator.comparing(MetricTable::role))
        .toList();
  }

  private MetricTable judged(MetricTable table, Iterator<Double> adjusted) {
    List<Row> judged = new ArrayList<>();
    for (Row row : table.rows()) {
      Double p = row.p() == null ? null : adjusted.next();
      judged.add(row.judged(p, outcome(table, row, p)));
    }
    return table.with(judged);
  }

  private Outcome outcome(MetricTable table, Row row, @Nullable Double p) {
    if (p == null) {
      return row.outcome();
    }
    boolean guardrail = table.role() == Metric.Role.GUARDRAIL;
    boolean better = table.direction().gain(difference(table, row)) > 0;
    boolean found = p < settings.alpha();
    if (withheld || (early && !guardrail && (better || !found))) {
      return Outcome.WITHHELD;
    }
    if (found) {
      return better ? Outcome.BETTER : Outcome.WORSE;
    }
    return guardrail && kept(table, row) ? Outcome.KEPT : row.outcome();
  }

  /** The difference judged, or of events too few for one, that of the rates. */
  private static double difference(MetricTable table, Row row) {
    Estimate difference = row.difference();
    Estimate value = row.value();
    Estimate control = table.rows().get(0).value();
    return difference != null
        ? difference.value()
        : value == null || control == null ? 0 : value.value() - control.value();
  }

  private static boolean kept(MetricTable table, Row row) {
    Estimate lift = row.lift();
    Double margin = table.margin();
    return lift != null && margin != null && worst(table, lift) > -margin;
  }

  /** The worse end of a lift's interval, as a gain. */
  static double worst(MetricTable table, Estimate lift) {
    return Math.min(table.direction().gain(lift.low()), table.direction().gain(lift.high()));
  }

  /** Segments are many and unplanned, so they get no verdict. */
  private List<SegmentRow> segments() {
    var parts = new SegmentContrast(data);
    List<SegmentRow> found = new ArrayList<>();
    for (var segment : data.segments()) {
      List<Row> within = rows.of(data.deciding().metric(), segment.sums(), segment.strata(), 1);
      for (int i = 1; i < within.size(); i++) {
        found.add(
            new SegmentRow(
                segment.name(), segment.value(), within.get(i), parts.p(segment.name(), i)));
      }
    }
    return found;
  }

  private List<DayPoint> days() {
    List<Moments> soFar = List.of();
    Map<String, List<Moments>> strataSoFar = new TreeMap<>();
    List<DayPoint> points = new ArrayList<>();
    for (Day day : data.days()) {
      soFar = soFar.isEmpty() ? day.sums() : plus(soFar, day.sums());
      day.strata().forEach((stratum, sums) -> strataSoFar.merge(stratum, sums, Analysis::plus));
      List<@Nullable Estimate> cumulative = new ArrayList<>();
      for (int i = 1; i < soFar.size(); i++) {
        cumulative.add(
            minimumRun.hides()
                ? null
                : rows.difference(
                    data.deciding().compared(), soFar, i, Stratified.of(data, strataSoFar)));
      }
      var exposed = day.sums().stream().map(Moments::n).toList();
      points.add(new DayPoint(day.date(), exposed, Collections.unmodifiableList(cumulative)));
    }
    return points;
  }

  private static List<Moments> plus(List<Moments> before, List<Moments> more) {
    List<Moments> sums = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      sums.add(before.get(i).plus(more.get(i)));
    }
    return sums;
  }
}
