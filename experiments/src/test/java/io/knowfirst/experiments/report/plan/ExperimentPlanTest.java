package io.knowfirst.experiments.report.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.report.plan.ExperimentPlan.Need;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.NotEnoughData;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExperimentPlanTest {

  static PlanQuestion question(List<Double> weights, Double effect, int goals, int guardrails) {
    return new PlanQuestion(
        Metric.goal("order", MetricKind.BINARY),
        Moments.ofConversions(100_000, 5_000),
        2_500,
        weights,
        effect,
        0.05,
        0.8,
        goals,
        guardrails,
        4,
        List.of(new Provenance("base", "invented")));
  }

  static Need need(ExperimentPlan plan, Looking looking) {
    return plan.needs().stream()
        .filter(need -> need.looking() == looking)
        .findFirst()
        .orElseThrow();
  }

  /** (1.95996 + 0.84162)^2 (0.05 * 0.95 + 0.055 * 0.945) / 0.005^2 = 31,231 in each variation. */
  @Test
  void once_aRate_needsWhatTheTextbookSays() {
    var once = need(ExperimentPlan.of(question(List.of(1.0, 1.0), 0.1, 1, 0)), Looking.ONCE);

    assertThat(once.visitors()).isCloseTo(62_462L, within(4L));
    assertThat(once.days()).isEqualTo(25);
    assertThat(once.wholeWeeks()).isEqualTo(28);
    assertThat(once.evenVisitors()).isEqualTo(once.visitors());
  }

  /**
   * Four looks of the O'Brien-Fleming type cost 1 to 3 % (Jennison and Turnbull 2000, table 2.4).
   */
  @Test
  void grouped_costsLittleMoreThanOneLook_andAnyDayCostsMore() {
    var plan = ExperimentPlan.of(question(List.of(1.0, 1.0), 0.1, 1, 0));
    double once = need(plan, Looking.ONCE).visitors();

    assertThat(need(plan, Looking.GROUPED).visitors() / once).isBetween(1.005, 1.03);
    assertThat(need(plan, Looking.ALWAYS).visitors() / once).isBetween(1.5, 2.2);
  }

  @Test
  void moreComparisonsAndGuardrails_askForMore() {
    var plain = ExperimentPlan.of(question(List.of(1.0, 1.0), 0.1, 1, 0));
    var several = ExperimentPlan.of(question(List.of(1.0, 1.0), 0.1, 2, 3));

    assertThat(several.strictestAlpha()).isEqualTo(0.025);
    assertThat(several.raisedPower()).isCloseTo(0.95, within(1e-12));
    assertThat(need(several, Looking.ONCE).visitors())
        .isGreaterThan(need(plain, Looking.ONCE).visitors());
  }

  @Test
  void horizons_andNeeds_agree() {
    var plan = ExperimentPlan.of(question(List.of(1.0, 1.0), null, 1, 0));
    var month = plan.horizons().get(3);

    assertThat(plan.needs()).isEmpty();
    assertThat(month.weeks()).isEqualTo(4);
    assertThat(month.visitors()).isEqualTo(70_000);
    double effect = month.effects().get(0);
    assertThat(
            need(ExperimentPlan.of(question(List.of(1.0, 1.0), effect, 1, 0)), Looking.ONCE)
                .visitors())
        .isCloseTo(70_000L, within(2L));
    assertThat(month.effects().get(1)).isBetween(effect, effect * 1.02);
    assertThat(month.effects().get(2)).isGreaterThan(effect * 1.2);
  }

  @Test
  void aMetricThatNobodyReached_isSaidToBeUnplannable() throws Exception {
    var question =
        new PlanQuestion(
            Metric.goal("order", MetricKind.BINARY),
            Moments.ofConversions(100, 0),
            10,
            List.of(1.0, 1.0),
            0.1,
            0.05,
            0.8,
            1,
            0,
            4,
            List.of());
    var plan = ExperimentPlan.of(question);

    assertThat(plan.missing()).isEqualTo(NotEnoughData.Reason.NO_VARIANCE);
    assertThat(plan.needs()).isEmpty();
    for (var format : ReportFormat.values()) {
      assertThat(PlanWriter.write(plan, format, Locale.GERMAN)).doesNotContain("NaN");
    }
  }

  @Test
  void everyFormat_holdsTheSameNumbers_inBothLanguages() throws Exception {
    var plan = ExperimentPlan.of(question(List.of(1.0, 1.0), 0.1, 1, 0));
    var json =
        new ObjectMapper().readTree(PlanWriter.write(plan, ReportFormat.JSON, Locale.ENGLISH));
    var folder = Files.createDirectories(Path.of("target", "reports"));
    for (var locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      var page = PlanWriter.write(plan, ReportFormat.HTML, locale);
      Files.writeString(folder.resolve("plan_" + locale.getLanguage() + ".html"), page);
      assertThat(page).doesNotContain("{0", "NaN", "null");
    }
    long visitors = need(plan, Looking.ONCE).visitors();

    assertThat(json.at("/needs/0/visitors").asLong()).isEqualTo(visitors);
    assertThat(PlanWriter.write(plan, ReportFormat.CSV, Locale.ENGLISH))
        .contains("need,ONCE,," + visitors);
    assertThat(PlanWriter.write(plan, ReportFormat.HTML, Locale.GERMAN))
        .contains("62.4", "Auswertung", "1 Woche", "2 Wochen", "+10,0\u00a0%");
    assertThat(keys("texts_de.properties")).isEqualTo(keys("texts.properties"));
  }

  @Test
  void questions_unsound_areRefused() {
    assertThatThrownBy(() -> question(List.of(1.0), 0.1, 1, 0)).hasMessageContaining("two weights");
    assertThatThrownBy(() -> question(List.of(1.0, 1.0), 0.0, 1, 0))
        .hasMessageContaining("a lift above 0");
  }

  private static Set<String> keys(String name) throws Exception {
    try (var stream = PlanWriter.class.getResourceAsStream(name)) {
      return new PropertyResourceBundle(stream).keySet();
    }
  }
}
