package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.ExperimentData.Integrity;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.NotEnoughData;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisTest {

  private static final Moments CALM = Moments.ofConversions(10_000, 4_000);

  @Test
  void report_clearGain_ships() {
    var report = finished(Shop.clicks(500), Shop.clicks(700), CALM);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.SHIP);
    assertThat(report.banner().variation()).isEqualTo("new");
    assertThat(report.banner().reasons())
        .extracting(Sentence::key)
        .containsExactly("banner.better", "banner.guardrails");
    assertThat(report.deciding().rows())
        .extracting("outcome")
        .containsExactly(Outcome.CONTROL, Outcome.BETTER);
    assertThat(report.metrics()).extracting("name").containsExactly("click", "complaints");
  }

  @Test
  void report_gainThatHarmsAGuardrail_stops() {
    var report = finished(Shop.clicks(500), Shop.clicks(700), Moments.ofConversions(10_000, 4_400));

    assertThat(report.banner().verdict()).isEqualTo(Verdict.STOP);
    assertThat(report.banner().variation()).isEqualTo("new");
    assertThat(report.banner().reasons()).extracting(Sentence::key).contains("banner.harm");
  }

  @Test
  void report_harmWithoutGain_stopsARunningTest() {
    var report =
        Analysis.report(
            Shop.decided(Shop.clicks(500), Shop.clicks(505), Moments.ofConversions(10_000, 4_500)),
            ReportSettings.sequential(40_000));

    assertThat(report.banner().verdict()).isEqualTo(Verdict.STOP);
    assertThat(report.banner().variation()).isEqualTo("new");
    assertThat(report.banner().reasons()).extracting(Sentence::key).containsExactly("banner.harm");
  }

  @Test
  void report_clearLoss_stops() {
    var report = finished(Shop.clicks(500), Shop.clicks(300), CALM);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.STOP);
    assertThat(report.banner().variation()).isNull();
    assertThat(report.deciding().rows().get(1).outcome()).isEqualTo(Outcome.WORSE);
  }

  @Test
  void report_nothingSeen_saysWhatWouldHaveBeenSeen() {
    var report = finished(Shop.clicks(500), Shop.clicks(510), CALM);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
    assertThat((double) report.banner().reasons().get(1).values().get(0)).isBetween(0.15, 0.2);
  }

  @Test
  void report_noConversions_saysNotEnoughData() {
    var report = finished(Shop.clicks(0), Shop.clicks(0), CALM);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.NOT_ENOUGH_DATA);
    assertThat(report.deciding().rows().get(1).missing().reason())
        .isEqualTo(NotEnoughData.Reason.NO_VARIANCE);
    assertThat(report.deciding().rows().get(1).value().high()).isPositive();
  }

  @Test
  void report_fixedTestBeforeItsEnd_withholdsTheVerdict() {
    var settings = new ReportSettings(Looking.ONCE, 0.05, Correction.HOLM, 20_001L, 0.8);
    var early = Analysis.report(Shop.decided(Shop.clicks(500), Shop.clicks(700), CALM), settings);
    var ended = new ReportSettings(Looking.ONCE, 0.05, Correction.HOLM, 20_000L, 0.8);
    var atTheEnd = Analysis.report(Shop.decided(Shop.clicks(500), Shop.clicks(700), CALM), ended);

    assertThat(early.banner().verdict()).isEqualTo(Verdict.KEEP_RUNNING);
    assertThat(early.banner().daysLeft()).isNull();
    assertThat(early.banner().reasons())
        .extracting(Sentence::key)
        .containsExactly("banner.plannedEnd", "banner.visitorsLeft");
    assertThat(early.deciding().rows().get(1).outcome()).isEqualTo(Outcome.WITHHELD);
    assertThat(early.withheld()).isTrue();
    assertThat(atTheEnd.banner().verdict()).isEqualTo(Verdict.SHIP);
    assertThat(atTheEnd.withheld()).isFalse();
  }

  @Test
  void report_sequentialTest_mayDecideEarly() {
    var report =
        Analysis.report(
            Shop.decided(Shop.clicks(500), Shop.clicks(800), CALM),
            ReportSettings.sequential(100_000));

    assertThat(report.banner().verdict()).isEqualTo(Verdict.SHIP);
  }

  @Test
  void report_openSequentialTest_tellsTheDaysLeft() {
    var report = Analysis.report(Shop.running(0.065, false), ReportSettings.sequential(40_000));

    assertThat(report.banner().verdict()).isEqualTo(Verdict.KEEP_RUNNING);
    assertThat(report.banner().daysLeft()).isEqualTo(6);
  }

  @Test
  void report_everyComparison_verdictAndIntervalAgree() {
    for (int clicks = 300; clicks < 700; clicks += 5) {
      for (ReportSettings settings :
          List.of(ReportSettings.finished(), ReportSettings.sequential(20_000))) {
        var report =
            Analysis.report(Shop.decided(Shop.clicks(500), Shop.clicks(clicks), CALM), settings);
        var row = report.deciding().rows().get(1);
        boolean leavesOutZero = row.difference().low() > 0 || row.difference().high() < 0;
        assertThat(row.outcome() != Outcome.OPEN).as("%d clicks", clicks).isEqualTo(leavesOutZero);
      }
    }
  }

  @Test
  void report_brokenSplit_withholdsEveryVerdict() {
    var report = Analysis.report(Shop.running(0.09, true), ReportSettings.sequential(40_000));

    assertThat(report.healthy()).isFalse();
    assertThat(report.banner().verdict()).isEqualTo(Verdict.NOT_HEALTHY);
    assertThat(report.deciding().rows().get(1).outcome()).isEqualTo(Outcome.WITHHELD);
    assertThat(report.health().get(0).result().values()).contains("long");
  }

  @Test
  void report_bandit_hasNoPValues() {
    var settings = new ReportSettings(Looking.BANDIT, 0.05, Correction.NONE, null, 0.8);
    var report = Analysis.report(Shop.running(0.09, false), settings);
    var row = report.deciding().rows().get(1);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.BANDIT);
    assertThat(row.p()).isNull();
    assertThat(row.adjustedP()).isNull();
    assertThat(row.chanceToBeat()).isGreaterThan(0.99);
    assertThat(row.difference().low()).isPositive();
  }

  @Test
  void report_severalGoals_areCorrectedAsOneFamilyWithoutGuardrails() {
    var report = Analysis.report(Shop.running(0.066, false), ReportSettings.sequential(40_000));

    for (var table : report.metrics()) {
      var row = table.rows().get(1);
      if (row.p() != null && table.role() == Metric.Role.GUARDRAIL) {
        assertThat(row.adjustedP()).isEqualTo(row.p());
      } else if (row.p() != null) {
        assertThat(row.adjustedP()).isGreaterThanOrEqualTo(row.p());
      }
    }
    assertThat(report.method()).extracting(Sentence::key).contains("method.HOLM", "method.always");
  }

  @Test
  void report_strongCovariate_narrowsTheInterval() {
    Moments control = new Moments(1_000, 5_000, 29_000, 5_000, 29_000, 28_000);
    Moments variation = new Moments(1_000, 5_100, 30_010, 5_000, 29_000, 28_500);
    var plain =
        Analysis.report(
            oneMetric(
                new Metric(
                    "pages", MetricKind.MEAN, Direction.HIGHER_IS_BETTER, Metric.Role.GOAL, false),
                control,
                variation),
            ReportSettings.finished());
    var cuped =
        Analysis.report(
            oneMetric(
                new Metric(
                    "pages", MetricKind.MEAN, Direction.HIGHER_IS_BETTER, Metric.Role.GOAL, true),
                control,
                variation),
            ReportSettings.finished());

    var wide = plain.deciding().rows().get(1).difference();
    var narrow = cuped.deciding().rows().get(1).difference();
    assertThat(narrow.high() - narrow.low()).isLessThan(0.8 * (wide.high() - wide.low()));
    assertThat(cuped.deciding().rows().get(1).cuped()).isCloseTo(0.56, within(0.05));
    assertThat(cuped.method()).extracting(Sentence::key).contains("method.cuped");
  }

  @Test
  void health_integrity_isTested() {
    var uneven = withIntegrity(new Integrity(500, List.of(700L, 1_000L), 3));
    var even = withIntegrity(new Integrity(10, List.of(700L, 720L), 3));

    assertThat(uneven.health())
        .extracting("status")
        .containsExactly(Status.GOOD, Status.GOOD, Status.WARNING, Status.WARNING, Status.GOOD);
    assertThat(even.health()).extracting("status").containsOnly(Status.GOOD);
    assertThat(uneven.healthy()).isTrue();
  }

  @Test
  void health_weightsThatChanged_areWarnedOf() {
    // All buy at 2 % in the first week and at 4 % in the second, in which "new" got 9 of 10.
    var sums = List.of(Moments.ofConversions(12_000, 280), Moments.ofConversions(28_000, 920));
    var first = new Period(List.of(10_000L, 10_000L), List.of(0.5, 0.5));
    var second = new Period(List.of(2_000L, 18_000L), List.of(0.1, 0.9));
    var metric = new MetricSums(Metric.goal("order", MetricKind.BINARY), sums);
    var data =
        new ExperimentData(
            "t",
            List.of("control", "new"),
            List.of(first, second),
            List.of(metric),
            List.of(),
            List.of(),
            null,
            List.of());

    var report = Analysis.report(data, ReportSettings.sequential(40_000));
    assertThat(report.health()).extracting("name").containsExactly("sampleRatio", "weights");
    assertThat(report.health()).extracting("status").containsExactly(Status.GOOD, Status.WARNING);
    var bandit = new ReportSettings(Looking.BANDIT, 0.05, Correction.NONE, null, 0.8);
    assertThat(Analysis.report(data, bandit).health()).hasSize(1);
  }

  @Test
  void difference_weightsThatChanged_isThatWithinThePeriods() {
    // As above, nobody better: 2 % of 10,000 and 10,000, then 4 % of 2,000 and 18,000.
    var strata =
        Map.of(
            "1",
            List.of(Moments.ofConversions(10_000, 200), Moments.ofConversions(10_000, 200)),
            "2",
            List.of(Moments.ofConversions(2_000, 80), Moments.ofConversions(18_000, 720)));
    var sums = List.of(Moments.ofConversions(12_000, 280), Moments.ofConversions(28_000, 920));
    var metric = new MetricSums(Metric.goal("order", MetricKind.BINARY), sums, strata);
    var first = new Period(List.of(10_000L, 10_000L), List.of(0.5, 0.5));
    var report = reweighed(metric, first, new Period(List.of(2_000L, 18_000L), List.of(0.1, 0.9)));
    var difference = report.metrics().get(0).rows().get(1).difference();
    assertThat(difference).isNotNull();
    assertThat(difference.value()).isCloseTo(0, within(1e-12));
    assertThat(report.health()).extracting("status").containsExactly(Status.GOOD, Status.GOOD);

    // A hundred of them came on the day of the change, which is a stratum of its own.
    var three =
        Map.of(
            "1", strata.get("1"),
            "2", List.of(Moments.ofConversions(1_990, 80), Moments.ofConversions(17_910, 716)),
            "2c", List.of(Moments.ofConversions(10, 0), Moments.ofConversions(90, 4)));
    var days = new MetricSums(metric.metric(), sums, three);
    var second = new Period(List.of(2_000L, 18_000L), List.of(0.1, 0.9));
    var mixed = reweighed(days, first, second).health().get(1);
    assertThat(mixed.status()).isEqualTo(Status.WARNING);
    assertThat(mixed.result().values()).containsExactly(100L);
  }

  private static Report reweighed(MetricSums metric, Period... split) {
    var data =
        new ExperimentData(
            "t",
            List.of("control", "new"),
            List.of(split),
            List.of(metric),
            List.of(),
            List.of(),
            List.of(ExperimentData.WEIGHTS),
            null,
            null,
            List.of());
    return Analysis.report(data, ReportSettings.sequential(40_000));
  }

  @Test
  void data_unsound_isRefused() {
    var metric = Metric.goal("click", MetricKind.BINARY);
    assertThatThrownBy(() -> oneMetric(metric, CALM)).hasMessageContaining("expected two or more");
    assertThatThrownBy(
            () ->
                oneMetric(
                    new Metric(
                        "g",
                        MetricKind.MEAN,
                        Direction.HIGHER_IS_BETTER,
                        Metric.Role.GUARDRAIL,
                        false),
                    CALM,
                    CALM))
        .hasMessageContaining("expected a goal");
    assertThatThrownBy(() -> Metric.goal(" ", MetricKind.MEAN))
        .hasMessageContaining("expected a name");
  }

  private static Report withIntegrity(Integrity integrity) {
    var data = Shop.running(0.065, false);
    return Analysis.report(
        new ExperimentData(
            data.name(),
            data.variations(),
            data.split(),
            data.metrics(),
            data.segments(),
            data.days(),
            integrity,
            List.of()),
        ReportSettings.sequential(40_000));
  }

  private static ExperimentData oneMetric(Metric metric, Moments... sums) {
    return new ExperimentData(
        "t",
        List.of("control", "new"),
        List.of(new Period(List.of(1_000L, 1_000L), List.of(1.0, 1.0))),
        List.of(new MetricSums(metric, List.of(sums))),
        List.of(),
        List.of(),
        null,
        List.of());
  }

  private static Report finished(Moments control, Moments variation, Moments guardrail) {
    return Analysis.report(Shop.decided(control, variation, guardrail), ReportSettings.finished());
  }

  @Test
  void report_twoBetterVariations_shipsTheOneThatGainsMost() {
    for (int best = 1; best <= 2; best++) {
      long first = best == 1 ? 700 : 600;
      var sums = List.of(Shop.clicks(500), Shop.clicks(first), Shop.clicks(1_300 - first));
      var data =
          new ExperimentData(
              "three",
              List.of("control", "v1", "v2"),
              List.of(new Period(sums.stream().map(Moments::n).toList(), List.of(1.0, 1.0, 1.0))),
              List.of(new MetricSums(Metric.goal("click", MetricKind.BINARY), sums)),
              List.of(),
              List.of(),
              null,
              List.of());
      var banner = Analysis.report(data, ReportSettings.finished()).banner();

      assertThat(banner.verdict()).isEqualTo(Verdict.SHIP);
      assertThat(banner.variation()).isEqualTo("v" + best);
    }
  }
}
