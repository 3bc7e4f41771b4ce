package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.Course.Stage;
import io.knowfirst.experiments.report.ExperimentData.Day;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.ExperimentData.Segment;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What was planned beside the number of visitors: run time, plausibility, sides and looks. */
class DesignTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
  private static final Design TWO_WEEKS = new Design(14, 0.5, false, 0);

  /** So many days of 1,000 visitors in each variation, of whom so many convert. */
  private static ExperimentData data(
      int days, Stage stage, int daysOld, long complaints, long... conversions) {
    int size = conversions.length;
    List<String> ids = new ArrayList<>();
    List<Moments> day = new ArrayList<>();
    List<Moments> all = new ArrayList<>();
    List<Moments> harm = new ArrayList<>();
    List<Long> visitors = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ids.add("v" + i);
      day.add(Moments.ofConversions(1_000, conversions[i]));
      all.add(Moments.ofConversions(1_000L * days, conversions[i] * days));
      harm.add(Moments.ofConversions(1_000L * days, days * (i == 0 ? 100 : complaints)));
      visitors.add(1_000L * days);
    }
    List<Day> points = new ArrayList<>();
    for (int i = 0; i < days; i++) {
      points.add(new Day(FIRST.plusDays(i), day));
    }
    var guardrail =
        new Metric(
            "complaints",
            MetricKind.BINARY,
            Direction.LOWER_IS_BETTER,
            Metric.Role.GUARDRAIL,
            false,
            0.2);
    return new ExperimentData(
        "Checkout",
        ids,
        List.of(new Period(visitors, ids.stream().map(id -> 1.0).toList())),
        List.of(
            new MetricSums(Metric.goal("order", MetricKind.BINARY), all),
            new MetricSums(guardrail, harm)),
        List.of(new Segment("device", "mobile", all)),
        points,
        List.of(),
        null,
        new Course(stage, FIRST, FIRST.plusDays(daysOld), null).judgedFrom(FIRST),
        List.of());
  }

  private static Report report(ExperimentData data, Looking looking, Long planned, Design design) {
    return Analysis.report(
        data, new ReportSettings(looking, 0.05, Correction.HOLM, planned, 0.8, null, design));
  }

  private static List<String> keys(Report report) {
    return report.banner().reasons().stream().map(Sentence::key).toList();
  }

  @Test
  void minimumDays_beforeTheyAreOver_hideEveryNumberAndShowDataQuality() {
    var report =
        report(data(13, Stage.RUNNING, 13, 100, 60, 80), Looking.ALWAYS, 20_000L, TWO_WEEKS);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.KEEP_RUNNING);
    assertThat(keys(report)).containsExactly("banner.hidden");
    assertThat(report.banner().reasons().get(0).values())
        .containsExactly(14, LocalDate.of(2026, 3, 16));
    assertThat(report.segments()).isEmpty();
    assertThat(report.metrics())
        .allSatisfy(
            table ->
                assertThat(table.rows())
                    .allSatisfy(
                        row -> {
                          assertThat(row.value()).isNull();
                          assertThat(row.difference()).isNull();
                          assertThat(row.p()).isNull();
                          assertThat(row.chanceToBeat()).isNull();
                          assertThat(row.visitors()).isEqualTo(13_000);
                        }));
    assertThat(report.days())
        .hasSize(13)
        .allSatisfy(day -> assertThat(day.cumulative()).containsOnlyNulls());
    assertThat(report.health())
        .anySatisfy(
            check -> {
              assertThat(check.name()).isEqualTo("duration");
              assertThat(check.status()).isEqualTo(Status.UNKNOWN);
              assertThat(check.numbers()).containsEntry("shownFrom", "2026-03-16");
            })
        .anySatisfy(check -> assertThat(check.name()).isEqualTo("sampleRatio"));
    var page = ReportWriter.write(report, ReportFormat.HTML, Locale.GERMAN);
    assertThat(page).contains("16.03.2026").doesNotContain("6,00", "8,00");
  }

  @Test
  void minimumDays_onTheNextDay_showTheResult() {
    var report =
        report(data(14, Stage.RUNNING, 14, 100, 60, 80), Looking.ALWAYS, 20_000L, TWO_WEEKS);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.SHIP);
    assertThat(report.deciding().rows().get(1).value()).isNotNull();
  }

  @Test
  void minimumDays_aGuardrailThatGotWorse_isToldAtOnce() {
    var report = report(data(3, Stage.RUNNING, 3, 200, 60, 80), Looking.ALWAYS, 20_000L, TWO_WEEKS);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.STOP);
    assertThat(keys(report)).containsExactly("banner.harm");
    assertThat(report.deciding().rows().get(1).difference()).isNull();
    assertThat(report.metrics().get(1).rows().get(1).outcome()).isEqualTo(Outcome.WORSE);
    assertThat(report.metrics().get(1).rows().get(1).value()).isNotNull();
  }

  @Test
  void minimumDays_anExperimentThatEndedBefore_isShownWithAWarning() {
    var report = report(data(5, Stage.ENDED, 20, 100, 60, 61), Looking.ALWAYS, 20_000L, TWO_WEEKS);
    var stopped = report(data(5, Stage.ENDED, 5, 100, 60, 61), Looking.ALWAYS, 20_000L, TWO_WEEKS);

    assertThat(report.deciding().rows().get(1).value()).isNotNull();
    assertThat(stopped.health())
        .anySatisfy(
            check -> {
              assertThat(check.name()).isEqualTo("duration");
              assertThat(check.status()).isEqualTo(Status.WARNING);
            });
  }

  @Test
  void minimumDays_thatAreNoWholeWeeks_areRefused() {
    assertThatThrownBy(() -> new Design(10, 0.5, false, 0)).hasMessageContaining("whole weeks");
  }

  @Test
  void plausibility_aClearLiftAboveIt_asksForACheckBeforeShipping() {
    var large =
        report(data(14, Stage.RUNNING, 14, 100, 60, 95), Looking.ALWAYS, 20_000L, TWO_WEEKS);
    var usual =
        report(data(14, Stage.RUNNING, 14, 100, 60, 85), Looking.ALWAYS, 20_000L, TWO_WEEKS);

    assertThat(large.banner().verdict()).isEqualTo(Verdict.IMPLAUSIBLE);
    assertThat(large.banner().variation()).isEqualTo("v1");
    assertThat(keys(large)).containsExactly("banner.better", "banner.implausible");
    assertThat(large.warnings(Locale.ENGLISH))
        .anySatisfy(warning -> assertThat(warning).contains("larger than plausible"));
    assertThat(usual.banner().verdict()).isEqualTo(Verdict.SHIP);
  }

  /** 50 % up is undone by a third down, so -40 % is as implausible as +67 %. */
  @Test
  void plausibility_ofADrop_isThatOfTheLiftWhichUndoesIt() {
    var report =
        report(data(14, Stage.RUNNING, 14, 100, 60, 36), Looking.ALWAYS, 20_000L, TWO_WEEKS);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.STOP);
    assertThat(report.health())
        .anySatisfy(check -> assertThat(check.name()).isEqualTo("plausibility"));
  }

  /** z = 1.838 by hand: one-sided p 0.0330, two-sided 0.0661. */
  @Test
  void oneSided_atOneLook_halvesPAndKeepsTheOtherSideAtAlpha() {
    var oneSided = new Design(0, 0.5, true, 0);
    var data = data(1, Stage.ENDED, 30, 100, 100, 126);
    var report = report(data, Looking.ONCE, null, oneSided);
    var both = report(data, Looking.ONCE, null, Design.DEFAULT);

    double z = 0.026 / Math.sqrt((0.1 * 0.9 + 0.126 * 0.874) / 1_000);
    assertThat(z).isCloseTo(1.838, within(0.001));
    assertThat(report.deciding().rows().get(1).p()).isCloseTo(0.0330, within(0.0003));
    assertThat(report.deciding().rows().get(1).outcome()).isEqualTo(Outcome.BETTER);
    assertThat(report.deciding().rows().get(1).difference().low()).isPositive();
    assertThat(both.deciding().rows().get(1).p()).isCloseTo(0.0661, within(0.0006));
    assertThat(both.deciding().rows().get(1).outcome()).isEqualTo(Outcome.OPEN);
  }

  /** Bonferroni by hand: two comparisons, so the quantile of 0.0125 in place of 0.025. */
  @Test
  void simultaneousIntervals_areThoseOfAlphaOverTheFamily() {
    var report =
        report(data(10, Stage.ENDED, 30, 100, 100, 110, 115), Looking.ONCE, null, Design.DEFAULT);
    var row = report.deciding().rows().get(1);

    double error = Math.sqrt((0.1 * 0.9 + 0.11 * 0.89) / 10_000);
    assertThat(row.difference().low()).isCloseTo(0.01 - 1.95996 * error, within(1e-6));
    assertThat(row.simultaneous().low()).isCloseTo(0.01 - 2.24140 * error, within(1e-6));
    assertThat(report.method()).extracting(Sentence::key).contains("method.simultaneous");
  }

  @Test
  void variations_areComparedWithEachOther_correctedAmongThemselves() {
    var report =
        report(
            data(10, Stage.ENDED, 30, 100, 100, 120, 121, 90), Looking.ONCE, null, Design.DEFAULT);
    var pairs = report.details().pairs();

    assertThat(pairs).extracting(PairRow::against).containsExactly("v1", "v1", "v2");
    assertThat(pairs).extracting(pair -> pair.row().variation()).containsExactly("v2", "v3", "v3");
    assertThat(pairs)
        .extracting(pair -> pair.row().outcome())
        .containsExactly(Outcome.OPEN, Outcome.WORSE, Outcome.WORSE);
    assertThat(pairs.get(0).row().difference().value()).isCloseTo(0.001, within(1e-12));
    // z of 121 against 120 of 1,000 each day, 10 days: 0.2174, so p = 0.828 (normal tables)
    assertThat(pairs.get(0).row().p()).isCloseTo(0.828, within(0.001));
    assertThat(ReportWriter.write(report, ReportFormat.CSV, Locale.ENGLISH)).contains("against=v1");
  }

  @Test
  void grouped_betweenLooks_saysWhenTheNextIs() {
    var grouped = new Design(0, 0.5, false, 4);
    var none = report(data(4, Stage.RUNNING, 4, 100, 60, 64), Looking.GROUPED, 40_000L, grouped);
    var first = report(data(5, Stage.RUNNING, 5, 100, 60, 64), Looking.GROUPED, 40_000L, grouped);
    var last = report(data(20, Stage.RUNNING, 20, 100, 60, 70), Looking.GROUPED, 40_000L, grouped);

    assertThat(keys(none)).contains("banner.nextLook");
    assertThat(none.withheld()).isTrue();
    assertThat(first.banner().verdict()).isEqualTo(Verdict.KEEP_RUNNING);
    assertThat(first.banner().reasons().get(1).values()).containsExactly(2, 4, 20_000L);
    assertThat(last.banner().verdict()).isEqualTo(Verdict.SHIP);
    // Lan and DeMets at the last of four even looks: 2.0242 standard errors
    var row = last.deciding().rows().get(1);
    double error = Math.sqrt((0.06 * 0.94 + 0.07 * 0.93) / 20_000);
    assertThat((row.difference().value() - row.difference().low()) / error)
        .isGreaterThan(1.96)
        .isLessThan(2.5);
  }

  @Test
  void looks_fallOnTheDayOnWhichTheirShareIsIn_butNotBeforeTheMinimumRunTime() {
    var visitors = new TreeMap<LocalDate, Long>();
    for (int i = 0; i < 10; i++) {
      visitors.put(FIRST.plusDays(i), 100L);
    }
    assertThat(Looks.days(visitors, 1_000, 4, 0))
        .containsExactly(
            FIRST.plusDays(2), FIRST.plusDays(4), FIRST.plusDays(7), FIRST.plusDays(9));
    assertThat(Looks.days(visitors, 500, 1, 7)).containsExactly(FIRST.plusDays(6));
    assertThat(Looks.days(visitors, 2_000, 1, 0)).isEmpty();
  }
}
