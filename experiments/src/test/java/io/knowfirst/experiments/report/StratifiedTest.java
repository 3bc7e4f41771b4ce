package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.ExperimentData.Day;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** New visitors buy at 2 %, returning ones at 20 %; the variation drew more of the latter. */
class StratifiedTest {
  private static final Metric ORDER = Metric.goal("order", MetricKind.BINARY);
  private static final List<Moments> NEW = conversions(3_000, 60, 2_800, 56);
  private static final List<Moments> RETURNING = conversions(1_000, 200, 1_200, 240);

  private static List<Moments> conversions(long nA, long a, long nB, long b) {
    return List.of(Moments.ofConversions(nA, a), Moments.ofConversions(nB, b));
  }

  private static ExperimentData data(
      Metric metric, Map<String, List<Moments>> strata, List<String> by, List<Day> days) {
    var all =
        strata.values().stream()
            .reduce((x, y) -> List.of(x.get(0).plus(y.get(0)), x.get(1).plus(y.get(1))))
            .orElseThrow();
    return new ExperimentData(
        "t",
        List.of("control", "new"),
        List.of(new Period(List.of(4_000L, 4_000L), List.of(1.0, 1.0))),
        List.of(new MetricSums(metric, all, strata)),
        List.of(),
        days,
        by,
        null,
        null,
        List.of());
  }

  private static Report report(Map<String, List<Moments>> strata, ReportSettings settings) {
    return Analysis.report(data(ORDER, strata, List.of("visitor"), List.of()), settings);
  }

  private static Row row(Report report) {
    return report.deciding().rows().get(1);
  }

  @Test
  void report_chanceImbalance_isTakenOut() {
    var strata = Map.of("new", NEW, "returning", RETURNING);
    var plain =
        Analysis.report(data(ORDER, strata, List.of(), List.of()), ReportSettings.finished());
    var adjusted = report(strata, ReportSettings.finished());

    // Within each stratum both convert alike, so all of 296/4000 - 260/4000 is the mix.
    assertThat(row(plain).difference().value()).isCloseTo(0.009, within(1e-12));
    assertThat(row(adjusted).difference().value()).isCloseTo(0, within(1e-12));
    // By hand: .725^2 .02 .98 (1/3000 + 1/2800) + .275^2 .2 .8 (1/1000 + 1/1200), since the strata
    // do not differ in effect; against .065 .935 / 4000 + .074 .926 / 4000.
    double within = 0.725 * 0.725 * 0.0196 * (1 / 3_000.0 + 1 / 2_800.0);
    double variance = within + 0.275 * 0.275 * 0.16 * (1 / 1_000.0 + 1 / 1_200.0);
    double before = (0.065 * 0.935 + 0.074 * 0.926) / 4_000;
    assertThat(row(adjusted).stratified()).isCloseTo(1 - variance / before, within(1e-9));
    assertThat(row(plain).stratified()).isNull();
    assertThat(plain.method()).extracting(Sentence::key).doesNotContain("method.strata");
  }

  @Test
  void method_tells_what_was_used_and_what_it_did() {
    var adjusted = report(Map.of("new", NEW, "returning", RETURNING), ReportSettings.finished());
    var told =
        adjusted.method().stream()
            .filter(sentence -> sentence.key().equals("method.strata"))
            .map(new Texts(Locale.ENGLISH)::sentence)
            .toList();

    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .contains("post-stratified by new or returning: ", "For order ", " by \u22129.4%.");
  }

  @Test
  void csv_tells_what_was_used_on_each_line() {
    var adjusted = report(Map.of("new", NEW, "returning", RETURNING), ReportSettings.finished());
    var lines = ReportWriter.write(adjusted, ReportFormat.CSV, Locale.ENGLISH).lines().toList();

    assertThat(lines.get(0)).endsWith(",segment_differs,simultaneous_low,simultaneous_high");
    assertThat(lines.get(1)).endsWith(",CONTROL,,,,,,");
    assertThat(lines.get(2)).endsWith(",OPEN,,," + row(adjusted).stratified() + ",,,");
  }

  @Test
  void report_everyComparison_verdictIntervalAndPAgree() {
    for (int bought = 180; bought < 420; bought += 4) {
      var strata = Map.of("new", NEW, "returning", conversions(1_000, 200, 1_200, bought));
      for (var settings : List.of(ReportSettings.finished(), ReportSettings.sequential(10_000))) {
        Row row = row(report(strata, settings));
        boolean leavesOutZero = row.difference().low() > 0 || row.difference().high() < 0;
        assertThat(row.stratified()).isNotNull();
        assertThat(row.p() < 0.05).as("%d bought", bought).isEqualTo(leavesOutZero);
        assertThat(row.outcome() != Report.Outcome.OPEN).isEqualTo(leavesOutZero);
      }
    }
  }

  @Test
  void report_lastDay_isTheDifferenceThatDecides() {
    var first = conversions(2_000, 30, 1_800, 40);
    var rest = conversions(1_000, 30, 1_000, 16);
    var days =
        List.of(
            new Day(LocalDate.of(2026, 3, 1), first, Map.of("new", first)),
            new Day(
                LocalDate.of(2026, 3, 2),
                conversions(2_000, 230, 2_200, 256),
                Map.of("new", rest, "returning", RETURNING)));
    var strata = Map.of("new", NEW, "returning", RETURNING);
    var report =
        Analysis.report(
            data(ORDER, strata, List.of("visitor"), days), ReportSettings.sequential(10_000));

    assertThat(report.days().get(1).cumulative().get(0)).isEqualTo(row(report).difference());
  }

  @Test
  void report_smallStrata_areMergedSoThatNobodyIsLost() {
    var few = conversions(60, 20, 40, 10);
    var merged =
        row(
            report(
                Map.of("new", NEW, "returning", RETURNING, "rare", few),
                ReportSettings.finished()));
    var largest = List.of(few.get(0).plus(NEW.get(0)), few.get(1).plus(NEW.get(1)));
    var byHand =
        row(report(Map.of("new", largest, "returning", RETURNING), ReportSettings.finished()));

    assertThat(merged.difference().value()).isCloseTo(byHand.difference().value(), within(1e-12));
    assertThat(merged.difference().low()).isCloseTo(byHand.difference().low(), within(1e-12));
    var alone = row(report(Map.of("new", NEW, "rare", few), ReportSettings.finished()));
    assertThat(alone.stratified()).as("only one is large enough").isNull();
  }

  @Test
  void report_banditRatioAndCovariate_goWithoutStrata() {
    var strata = Map.of("new", NEW, "returning", RETURNING);
    var bandit = new ReportSettings(Looking.BANDIT, 0.05, Correction.NONE, null, 0.8);
    assertThat(row(report(strata, bandit)).stratified()).isNull();

    var ratio =
        new MetricSums(
            Metric.goal("basket", MetricKind.RATIO),
            List.of(
                new Moments(1_000, 42_000, 2_600_000, 840, 900, 46_000),
                new Moments(1_000, 44_100, 2_800_000, 910, 980, 48_000)));
    var halves =
        Map.of(
            "a", List.of(half(ratio.sums().get(0)), half(ratio.sums().get(1))),
            "b", List.of(half(ratio.sums().get(0)), half(ratio.sums().get(1))));
    var basket = data(ratio.metric(), halves, List.of("visitor"), List.of());
    assertThat(row(Analysis.report(basket, ReportSettings.finished())).stratified()).isNull();

    var before =
        new Metric("pages", MetricKind.MEAN, Direction.HIGHER_IS_BETTER, Metric.Role.GOAL, true);
    var known = new Moments(1_000, 5_000, 29_000, 5_000, 29_000, 28_000);
    var pages =
        data(
            before,
            Map.of("a", List.of(known, known), "b", List.of(known, known)),
            List.of("visitor"),
            List.of());
    Row adjusted = row(Analysis.report(pages, ReportSettings.finished()));
    assertThat(adjusted.cuped()).isPositive();
    assertThat(adjusted.stratified()).isNull();
  }

  private static Moments half(Moments sums) {
    return new Moments(
        sums.n() / 2,
        sums.sum() / 2,
        sums.sumSquares() / 2,
        sums.otherSum() / 2,
        sums.otherSumSquares() / 2,
        sums.crossSum() / 2);
  }
}
