package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.report.Course.Stage;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.Sequential;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CourseTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 16);
  private static final LocalDate START = LocalDate.of(2026, 3, 2);
  private static final ReportSettings UNPLANNED =
      new ReportSettings(Looking.ALWAYS, 0.05, Correction.HOLM, null, 0.8);

  private static ExperimentData at(
      ExperimentData data, Stage stage, @Nullable LocalDate started, @Nullable String decision) {
    return new ExperimentData(
        data.name(),
        data.variations(),
        data.split(),
        data.metrics(),
        data.segments(),
        data.days(),
        data.stratifiedBy(),
        data.integrity(),
        new Course(stage, started, TODAY, decision),
        data.provenance());
  }

  private static ExperimentData nobody() {
    return Shop.decided(Moments.NONE, Moments.NONE, Moments.NONE);
  }

  private static List<String> reasons(Report report) {
    return report.banner().reasons().stream().map(Sentence::key).toList();
  }

  private static Report.Check flow(Report report) {
    return report.health().stream().filter(c -> c.name().equals("flow")).findFirst().orElseThrow();
  }

  @Test
  void a_sequential_test_that_nobody_planned_never_says_that_all_data_are_in() {
    var report =
        Analysis.report(at(Shop.running(0.065, false), Stage.RUNNING, START, null), UNPLANNED);

    assertThat(report.visitors()).isEqualTo(28_000);
    assertThat(report.banner().verdict()).isEqualTo(Verdict.KEEP_RUNNING);
    assertThat(report.banner().daysLeft()).isNull();
    assertThat(reasons(report))
        .containsExactly("banner.open", "banner.smallestSoFar", "banner.unplanned");
  }

  @Test
  void the_smallest_effect_worth_having_gives_the_days_left() {
    var settings = new ReportSettings(Looking.ALWAYS, 0.05, Correction.HOLM, null, 0.8, 0.1);
    var data = at(Shop.running(0.0605, false), Stage.RUNNING, START, null);
    var report = Analysis.report(data, settings);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.KEEP_RUNNING);
    // 2,000 visitors come each day. With 0.06 and 0.066 the difference has, at n in each half, a
    // standard error of
    // sqrt((0.0564 + 0.0616) / n); it is seen with 80 % when 0.006 is the boundary + 0.8416 of
    // them; the strictest of three goals has a third of alpha, and one guardrail halves the misses.
    var boundary = Sequential.planned(0.05 / 3, 10_000).boundary(2 * 25_000L);
    double n = Math.pow((boundary + 1.2816) / 0.006, 2) * (0.0564 + 0.0616);
    assertThat(report.banner().daysLeft() * 2_000.0 + 28_000).isBetween(0.85 * 2 * n, 1.15 * 2 * n);
  }

  @Test
  void enough_visitors_for_that_effect_end_the_wait() {
    var settings = new ReportSettings(Looking.ALWAYS, 0.05, Correction.HOLM, null, 0.8, 0.5);
    var report =
        Analysis.report(at(Shop.running(0.0605, false), Stage.RUNNING, START, null), settings);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
    assertThat(reasons(report)).containsExactly("banner.enough", "banner.smallest");
  }

  @Test
  void a_draft_is_told_as_not_started() {
    var report = Analysis.report(at(nobody(), Stage.WAITING, null, null), UNPLANNED);

    assertThat(report.banner().verdict()).isEqualTo(Verdict.NOT_STARTED);
    assertThat(flow(report).result().key()).isEqualTo("health.flow.waiting");
  }

  @ParameterizedTest
  @CsvSource({"PAUSED, PAUSED, banner.paused", "ENDED, ENDED, banner.ended"})
  void where_nobody_is_assigned_no_days_are_left_and_silence_is_no_warning(
      Stage stage, Verdict verdict, String why) {
    var data = at(Shop.running(0.065, false), stage, START, null);
    var report = Analysis.report(data, ReportSettings.sequential(40_000));

    assertThat(report.banner().verdict()).isEqualTo(verdict);
    assertThat(report.banner().daysLeft()).isNull();
    assertThat(reasons(report)).containsExactly(why, "banner.open", "banner.visitorsLeft");
    assertThat(flow(report).status()).isEqualTo(Status.UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAUSED", "ENDED"})
  void a_winner_stands_also_where_nobody_is_assigned(Stage stage) {
    var data = at(Shop.running(0.09, false), stage, START, null);

    assertThat(Analysis.report(data, ReportSettings.sequential(40_000)).banner().verdict())
        .isEqualTo(Verdict.SHIP);
  }

  @ParameterizedTest
  @EnumSource(names = {"DECIDED", "ARCHIVED"})
  void what_is_over_tells_the_decision_and_what_the_data_say(Stage stage) {
    var data = at(Shop.running(0.09, false), stage, START, "short");
    var banner = Analysis.report(data, ReportSettings.sequential(40_000)).banner();

    assertThat(banner.verdict()).isEqualTo(Verdict.DECIDED);
    assertThat(banner.variation()).isEqualTo("short");
    assertThat(banner.reasons()).extracting(Sentence::key).contains("banner.better");
  }

  @Test
  void silence_says_nothing_on_the_first_day_and_warns_from_the_third() {
    var young = Analysis.report(at(nobody(), Stage.RUNNING, TODAY.minusDays(1), null), UNPLANNED);
    var old = Analysis.report(at(nobody(), Stage.RUNNING, TODAY.minusDays(2), null), UNPLANNED);

    assertThat(flow(young).status()).isEqualTo(Status.UNKNOWN);
    assertThat(flow(old).status()).isEqualTo(Status.WARNING);
    assertThat(flow(old).result().key()).isEqualTo("health.flow.never");
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void every_stage_has_its_words_in_both_languages(Stage stage) {
    var report = Analysis.report(at(nobody(), stage, START, null), UNPLANNED);

    for (var locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      assertThat(ReportWriter.write(report, ReportFormat.HTML, locale))
          .contains("</html>")
          .doesNotContain("{0");
    }
  }
}
