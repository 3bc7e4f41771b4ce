package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whether a variation ships depends on what its guardrails and other goals are known to do. */
class GuardrailTest {

  private static final int EACH = 10_000;
  private static final MetricSums WIN = goal("click", 1_000, 1_300);

  @Test
  void report_rareErrorsThatMultiply_stopAtOneLookAndAtEveryLook() {
    for (ReportSettings settings :
        List.of(ReportSettings.finished(), ReportSettings.sequential(20_000))) {
      for (int[] errors : new int[][] {{20, 200}, {0, 40}, {2, 22}}) {
        var report = report(settings, WIN, errors(errors[0], errors[1], null));
        assertThat(report.banner().verdict()).as("%s", (Object) errors).isEqualTo(Verdict.STOP);
        assertThat(keys(report)).contains("banner.harm");
        assertThat(table(report, "error").rows().get(1).outcome()).isEqualTo(Outcome.WORSE);
      }
    }
  }

  @Test
  void report_guardrailThatCannotBeJudged_doesNotShipAndIsNamed() {
    for (int[] errors : new int[][] {{0, 0}, {0, 3}, {5, 6}}) {
      var finished = report(ReportSettings.finished(), WIN, errors(errors[0], errors[1], null));
      assertThat(finished.banner().verdict()).isEqualTo(Verdict.GUARDRAIL_OPEN);
      assertThat(finished.banner().variation()).isEqualTo("new");
      assertThat(finished.banner().reasons())
          .contains(Sentence.of("banner.guardrail.unjudged", "error"));
      var running =
          report(ReportSettings.sequential(40_000), WIN, errors(errors[0], errors[1], null));
      assertThat(running.banner().verdict()).isEqualTo(Verdict.KEEP_RUNNING);
      assertThat(keys(running)).contains("banner.guardrail.unjudged");
    }
  }

  @Test
  void report_guardrailWithinItsMargin_shipsAndSaysWhatIsRuledOut() {
    // 5,000 against 5,000 of 10,000: log ratio 0 with a standard error of 0.01414, so +-2.8 %.
    assertThat(
            report(ReportSettings.finished(), WIN, errors(5_000, 5_000, 0.03)).banner().verdict())
        .isEqualTo(Verdict.SHIP);
    var tight = report(ReportSettings.finished(), WIN, errors(5_000, 5_000, 0.027));
    assertThat(tight.banner().verdict()).isEqualTo(Verdict.GUARDRAIL_OPEN);
    assertThat(tight.banner().reasons().get(1).key()).isEqualTo("banner.guardrail.open");
    assertThat(table(tight, "error").margin()).isEqualTo(0.027);
    assertThat(
            table(report(ReportSettings.finished(), WIN, errors(5_000, 5_000, null)), "error")
                .margin())
        .isEqualTo(Metric.DEFAULT_MARGIN);
  }

  @Test
  void report_harmedGuardrail_hardlyEverShips() {
    // The guardrail's rate is 10 % lower in truth, where higher is better.
    var random = new SplittableRandom(1);
    int ships = 0;
    int plain = 0;
    for (int run = 0; run < 400; run++) {
      var returning = new int[] {binomial(random, 0.1), binomial(random, 0.09)};
      ships += shipped(guardrail("returning", returning[0], returning[1], 0.02)) ? 1 : 0;
      plain += shipped(guardrail("returning", returning[0], returning[1], null)) ? 1 : 0;
    }
    assertThat(ships / 400.0).isLessThan(0.02);
    assertThat(plain / 400.0).isLessThan(0.05);
  }

  @Test
  void report_tenHarmlessGuardrails_stopInFewerThanFivePercent() {
    var random = new SplittableRandom(2);
    int stops = 0;
    for (int run = 0; run < 600; run++) {
      var metrics = new ArrayList<MetricSums>(List.of(WIN));
      for (int i = 0; i < 10; i++) {
        metrics.add(guardrail("g" + i, binomial(random, 0.1), binomial(random, 0.1), null));
      }
      var report = report(ReportSettings.finished(), metrics.toArray(MetricSums[]::new));
      stops += report.banner().verdict() == Verdict.STOP ? 1 : 0;
    }
    assertThat(stops / 600.0).isLessThan(0.05);
  }

  @Test
  void report_otherGoalThatGotWorse_stopsAndIsNamed() {
    // 1,000 against 700 orders: p is 3e-14.
    var report = report(ReportSettings.finished(), WIN, goal("order", 1_000, 700));
    assertThat(report.banner().verdict()).isEqualTo(Verdict.STOP);
    assertThat(keys(report)).containsExactly("banner.better", "banner.goalWorse");
    assertThat(
            report(ReportSettings.finished(), WIN, goal("order", 1_000, 1_010)).banner().verdict())
        .isEqualTo(Verdict.SHIP);
  }

  @Test
  void report_harmBeforeThePlannedEndOfAFixedTest_stopsAtOnce() {
    var settings = new ReportSettings(Looking.ONCE, 0.05, Correction.HOLM, 40_000L, 0.8);
    var harmed = report(settings, WIN, errors(100, 300, null));
    assertThat(harmed.banner().verdict()).isEqualTo(Verdict.STOP);
    assertThat(harmed.deciding().rows().get(1).outcome()).isEqualTo(Outcome.WITHHELD);
    var calm = report(settings, WIN, errors(100, 101, null));
    assertThat(calm.banner().verdict()).isEqualTo(Verdict.KEEP_RUNNING);
    assertThat(keys(calm)).contains("banner.plannedEnd");
  }

  private static boolean shipped(MetricSums guardrail) {
    return report(ReportSettings.finished(), WIN, guardrail).banner().verdict() == Verdict.SHIP;
  }

  private static List<String> keys(Report report) {
    return report.banner().reasons().stream().map(Sentence::key).toList();
  }

  private static MetricTable table(Report report, String name) {
    return report.metrics().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  private static Report report(ReportSettings settings, MetricSums... metrics) {
    return Analysis.report(
        new ExperimentData(
            "t",
            List.of("control", "new"),
            List.of(new Period(List.of((long) EACH, (long) EACH), List.of(1.0, 1.0))),
            List.of(metrics),
            List.of(),
            List.of(),
            null,
            List.of()),
        settings);
  }

  private static MetricSums goal(String name, int control, int variation) {
    return sums(Metric.goal(name, MetricKind.BINARY), control, variation);
  }

  private static MetricSums errors(int control, int variation, @Nullable Double margin) {
    var metric =
        new Metric(
            "error",
            MetricKind.BINARY,
            Direction.LOWER_IS_BETTER,
            Metric.Role.GUARDRAIL,
            false,
            margin);
    return sums(metric, control, variation);
  }

  private static MetricSums guardrail(
      String name, int control, int variation, @Nullable Double margin) {
    var metric =
        new Metric(
            name,
            MetricKind.BINARY,
            Direction.HIGHER_IS_BETTER,
            Metric.Role.GUARDRAIL,
            false,
            margin);
    return sums(metric, control, variation);
  }

  private static MetricSums sums(Metric metric, int control, int variation) {
    return new MetricSums(
        metric,
        List.of(Moments.ofConversions(EACH, control), Moments.ofConversions(EACH, variation)));
  }

  private static int binomial(SplittableRandom random, double rate) {
    return (int) random.doubles(EACH).filter(number -> number < rate).count();
  }
}
