package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.ExperimentData.Day;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Effects of single days, and whether variations were alike before the exposure. */
class DayComparisonTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);
  private static final double[] EVEN = {0.5};

  /** Conversion rates of the control and of the variation so many days after the exposure. */
  interface Rates {
    double of(int arm, int since);
  }

  /** Visitors of 14 days and what they did so far; day -1 is what they did before. */
  static ExperimentData world(
      World world, int today, long perDay, double[] weights, Rates rates, boolean looking) {
    List<Day> days = new ArrayList<>();
    List<DailySums> daily = new ArrayList<>();
    List<Moments> all = new ArrayList<>(List.of(Moments.NONE, Moments.NONE));
    long seed = world.random.nextLong();
    for (int d = 0; d < Math.min(14, today); d++) {
      // Each day by itself, so that a later look sees the same.
      var own = new World(seed + d);
      double weight = weights[d * weights.length / 14];
      long[] n = {Math.round(perDay * (1 - weight)), Math.round(perDay * weight)};
      long[] converted = new long[2];
      for (int since = -1; since <= Math.min(13, today - d - 1); since++) {
        List<Moments> grown = new ArrayList<>();
        for (int arm = 0; arm < 2; arm++) {
          long k = own.binomial(n[arm], rates.of(arm, since));
          converted[arm] += since < 0 ? 0 : k;
          grown.add(Moments.ofConversions(k, k));
        }
        daily.add(new DailySums("goal", FIRST.plusDays(d), since, grown));
      }
      List<Moments> sums =
          List.of(
              Moments.ofConversions(n[0], converted[0]), Moments.ofConversions(n[1], converted[1]));
      for (int arm = 0; arm < 2; arm++) {
        all.set(arm, all.get(arm).plus(sums.get(arm)));
      }
      String period = (d * weights.length / 14 + 1) + " new";
      days.add(
          new Day(FIRST.plusDays(d), sums, weights.length > 1 ? Map.of(period, sums) : Map.of()));
    }
    var course = new Course(Course.Stage.RUNNING, FIRST, FIRST.plusDays(today), null);
    return new ExperimentData(
            "days",
            List.of("control", "new"),
            List.of(new Period(List.of(all.get(0).n(), all.get(1).n()), weights(all))),
            List.of(new MetricSums(Metric.goal("goal", MetricKind.BINARY), all)),
            List.of(),
            days,
            weights.length > 1 ? List.of(ExperimentData.WEIGHTS) : List.of(),
            null,
            looking ? course : null,
            List.of())
        .with(new Background(List.of(), List.of(), null, daily, List.of(), List.of()));
  }

  private static List<Double> weights(List<Moments> all) {
    return List.of((double) all.get(0).n(), (double) all.get(1).n());
  }

  private static Report report(ExperimentData data) {
    return Analysis.report(data, ReportSettings.sequential(28_000));
  }

  @Test
  void sinceExposure_aFadingEffect_showsTheDifferenceOfEachDay() {
    // Twice as many on the first day, as many from the third on.
    Rates fading =
        (arm, since) -> 0.05 * (arm == 1 && since == 0 ? 2 : arm == 1 && since == 1 ? 1.5 : 1);
    var effects = report(world(new World(1), 14, 4_000, EVEN, fading, true)).details().effects();
    var days = effects.sinceExposure();

    assertThat(effects.level()).isEqualTo(0.95);
    // Day k is over for who came until day 13 - k; in all 14 - k days of 4,000.
    assertThat(days).extracting(DayEffects.Point::since).startsWith(0, 1, 2).hasSize(14);
    assertThat(days)
        .extracting(DayEffects.Point::visitors)
        .startsWith(56_000L, 52_000L)
        .endsWith(4_000L);
    assertThat(estimate(days.get(0)).value()).isCloseTo(0.05, within(0.01));
    assertThat(estimate(days.get(1)).value()).isCloseTo(0.025, within(0.01));
    assertThat(estimate(days.get(0)).low()).isPositive();
    assertThat(estimate(days.get(4)).low()).isNegative();
    assertThat(estimate(days.get(4)).high()).isPositive();
    // The last day has 100 conversions of 2,000 each: 0.05 * 0.95 / 2,000 twice, at alpha / 14.
    double width = estimate(days.get(13)).high() - estimate(days.get(13)).low();
    assertThat(width).isCloseTo(2 * 2.9137 * Math.sqrt(2 * 0.05 * 0.95 / 2_000), within(0.005));
  }

  private static Report.Estimate estimate(DayEffects.Point point) {
    return Objects.requireNonNull(point.differences().get(0));
  }

  @Test
  void calendar_aDay_countsWhatEveryoneDidWhoHadComeByThen() {
    Rates flat = (arm, since) -> 0.02;
    var days =
        report(world(new World(2), 16, 4_000, EVEN, flat, true)).details().effects().calendar();
    assertThat(days).extracting(DayEffects.Point::date).startsWith(FIRST).hasSize(16);
    assertThat(days.get(0).visitors()).isEqualTo(4_000);
    assertThat(days.get(6).visitors()).isEqualTo(28_000);
    // Who came on the first day has had 14 days by the 14th, and none on the 15th.
    assertThat(days.get(14).visitors()).isEqualTo(52_000);
  }

  @Test
  void effects_ofAFileOrABandit_areNone() {
    var file = world(new World(3), 14, 1_000, EVEN, (arm, since) -> 0.05, false);
    assertThat(report(file).details().effects()).isEqualTo(DayEffects.NONE);
  }

  @Test
  void pages_csvAndJson_tellTheDays() {
    var report = report(world(new World(1), 14, 4_000, EVEN, (arm, since) -> 0.05, true));
    assertThat(ReportWriter.write(report, ReportFormat.CSV, Locale.ENGLISH))
        .contains("since=0,new,56000", "day=2026-11-14,new,56000");
    assertThat(ReportWriter.write(report, ReportFormat.JSON, Locale.ENGLISH))
        .contains("\"sinceExposure\"", "\"date\" : \"2026-11-14\"");
  }

  @Test
  void balance_visitorsWhoWereOtherBefore_areWarnedOfByName() {
    Rates unlike = (arm, since) -> since < 0 && arm == 1 ? 0.12 : 0.1;
    var check = balance(report(world(new World(4), 14, 2_000, EVEN, unlike, true)));
    assertThat(check.status()).isEqualTo(Status.WARNING);
    assertThat(check.numbers()).containsEntry("metric", "goal").containsEntry("variation", "new");
    assertThat((double) check.numbers().get("p")).isLessThan(0.01);

    var file = world(new World(4), 14, 2_000, EVEN, unlike, false);
    assertThat(balance(report(file)).status()).isEqualTo(Status.WARNING);
    Rates nothing = (arm, since) -> since < 0 ? 0 : 0.1;
    assertThat(report(world(new World(4), 14, 2_000, EVEN, nothing, true)).health())
        .extracting(Check::name)
        .doesNotContain("balance");
  }

  private static Check balance(Report report) {
    return report.health().stream()
        .filter(check -> check.name().equals("balance"))
        .findFirst()
        .orElseThrow();
  }
}
