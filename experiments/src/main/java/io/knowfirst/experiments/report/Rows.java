package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Missing;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Effect;
import io.knowfirst.experiments.statistics.Interval;
import io.knowfirst.experiments.statistics.Level;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.NotEnoughData;
import io.knowfirst.experiments.statistics.Posterior;
import io.knowfirst.experiments.statistics.Prior;
import io.knowfirst.experiments.statistics.RareEvents;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.StatisticalResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares every variation of a metric with the control. */
final class Rows {

  private final ReportSettings settings;
  private final List<String> variations;
  private final Judge judge;

  Rows(ReportSettings settings, List<String> variations, List<Double> fractions) {
    this(settings, variations, new Judge(settings, variations.size(), fractions));
  }

  /** Of some of the variations, judged as all of them are. */
  Rows(ReportSettings settings, List<String> variations, Judge judge) {
    this.settings = settings;
    this.variations = variations;
    this.judge = judge;
  }

  /**
   * One row for each variation, the control first, not yet corrected for there being several.
   *
   * @param family comparisons that are corrected together
   */
  List<Row> of(Metric metric, List<Moments> sums, Stratified strata, long family) {
    List<Row> rows = new ArrayList<>();
    rows.add(control(metric, sums.get(0)));
    for (int i = 1; i < sums.size(); i++) {
      rows.add(row(metric, i, sums.get(i), Comparison.of(metric, sums, i, used(strata)), family));
    }
    return rows;
  }

  /** The difference on the verdict's scale, for a plot over time. */
  @Nullable Estimate difference(Metric metric, List<Moments> sums, int index, Stratified strata) {
    var comparison = Comparison.of(metric, sums, index, used(strata));
    return judge
        .interval(comparison, Scale.ABSOLUTE, settings.alpha())
        .found()
        .map(Rows::estimate)
        .orElse(null);
  }

  /** Weights that follow results fill strata unevenly on purpose, so a bandit goes without. */
  private Stratified used(Stratified strata) {
    return settings.looking() == Looking.BANDIT ? Stratified.NONE : strata;
  }

  private Row control(Metric metric, Moments sums) {
    return new Row(
        variations.get(0),
        sums.n(),
        Outcome.CONTROL,
        level(metric, sums),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private Row row(Metric metric, int index, Moments sums, Comparison comparison, long family) {
    var absolute = judge.of(comparison, Scale.ABSOLUTE);
    var lift = judge.interval(comparison, Scale.LOG_RATIO, settings.alpha());
    var belief =
        comparison.on(Scale.ABSOLUTE).map(difference -> Posterior.of(difference, Prior.FLAT));
    Double p = absolute.found().map(Effect::p).orElse(null);
    if (p == null && metric.role() == Metric.Role.GUARDRAIL) {
      p = rare(comparison.whole());
    }
    return new Row(
        variations.get(index),
        sums.n(),
        absolute.found().isPresent() ? Outcome.OPEN : Outcome.NO_DATA,
        level(metric, sums),
        absolute.found().map(Rows::estimate).orElse(null),
        simultaneous(comparison, family),
        lift.found().map(Effect::readable).map(Rows::estimate).orElse(null),
        settings.looking() == Looking.BANDIT ? null : p,
        null,
        belief.found().map(b -> b.chanceToBeat(metric.direction())).orElse(null),
        belief.found().map(b -> b.lossOfVariation(metric.direction())).orElse(null),
        comparison.explained(),
        comparison.stratified(),
        missing(absolute));
  }

  /** Harm shows in events that are too few for an interval; null where even they say nothing. */
  private @Nullable Double rare(Contrast contrast) {
    if (contrast.kind() != MetricKind.BINARY) {
      return null;
    }
    var events = new RareEvents(contrast.control(), contrast.variation());
    return events.events() == 0
        ? null
        : settings.looking() == Looking.ONCE ? (Double) events.exactP() : events.sequentialP();
  }

  /**
   * The interval that holds together with those of the whole family (Bonferroni); null where it is
   * the same, and for corrections that control something else than the chance of any false alarm.
   */
  private @Nullable Estimate simultaneous(Comparison comparison, long family) {
    return family < 2
            || settings.correction() != Correction.HOLM
            || settings.looking() == Looking.BANDIT
        ? null
        : judge
            .interval(comparison, Scale.ABSOLUTE, settings.alpha() / family)
            .found()
            .map(Rows::estimate)
            .orElse(null);
  }

  private @Nullable Estimate level(Metric metric, Moments sums) {
    return Level.of(metric.kind(), sums, settings.alpha())
        .found()
        .map(level -> new Estimate(level.value(), level.interval().low(), level.interval().high()))
        .orElse(null);
  }

  private static Estimate estimate(Effect effect) {
    Interval interval = effect.interval();
    return new Estimate(effect.estimate(), interval.low(), interval.high());
  }

  private static @Nullable Missing missing(StatisticalResult<?> finding) {
    return finding instanceof NotEnoughData<?> none
        ? new Missing(none.reason(), none.detail())
        : null;
  }
}
