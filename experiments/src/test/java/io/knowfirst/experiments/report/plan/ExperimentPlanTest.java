package io.knowfirst.experiments.report.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.report.plan.ExperimentPlan.Need;
import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.GroupSequential;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.NotEnoughData;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.Sequential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExperimentPlanTest {

  private static final int RUNS = Integer.getInteger("simulation.runs", 400);

  private static PlanQuestion question(
      List<Double> weights, Double effect, int goals, int guardrails) {
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

  private static Need need(ExperimentPlan plan, Looking looking) {
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

  /** At 90/10 each method finds the effect in as many runs as the plan promises. */
  @Test
  void visitors_atUnevenWeights_giveThePowerPromised() {
    var plan = ExperimentPlan.of(question(List.of(9.0, 1.0), 0.15, 1, 0));
    var random = new SplittableRandom(5);
    long once = need(plan, Looking.ONCE).visitors();
    long grouped = need(plan, Looking.GROUPED).visitors();
    long always = need(plan, Looking.ALWAYS).visitors();
    var looks = GroupSequential.evenly(0.05, 4).boundaries();
    var sequence = Sequential.planned(0.05, always);
    int[] found = new int[3];
    for (int run = 0; run < RUNS; run++) {
      found[0] += score(random, once, 1)[0] > 1.96 ? 1 : 0;
      double[] scores = score(random, grouped, 4);
      boolean seen = false;
      for (int look = 0; look < 4; look++) {
        seen |= scores[look] > looks.get(look);
      }
      found[1] += seen ? 1 : 0;
      found[2] += score(random, always, 1)[0] > sequence.boundary(always) ? 1 : 0;
    }
    double chance = 3 * Math.sqrt(0.16 / RUNS);
    for (int method = 0; method < 3; method++) {
      double power = (double) found[method] / RUNS;
      System.out.printf(
          Locale.ROOT,
          "| plan at 90/10, power 80 %%, method %d | %.1f %% |%n",
          method,
          100 * power);
      assertThat(power).isCloseTo(0.8, within(chance + 0.01));
    }
  }

  /** Scores of a lift of 15 % on 5 % at so many even looks, by drawing conversions. */
  private static double[] score(SplittableRandom random, long visitors, int looks) {
    double[] scores = new double[looks];
    var control = Moments.NONE;
    var variation = Moments.NONE;
    for (int look = 0; look < looks; look++) {
      control = control.plus(drawn(random, (long) (visitors * 0.9 / looks), 0.05));
      variation = variation.plus(drawn(random, (long) (visitors * 0.1 / looks), 0.0575));
      scores[look] =
          new Contrast(MetricKind.BINARY, control, variation)
              .on(Scale.ABSOLUTE)
              .found()
              .orElseThrow()
              .score();
    }
    return scores;
  }

  private static Moments drawn(SplittableRandom random, long n, double rate) {
    double drawn = n * rate + Math.sqrt(n * rate * (1 - rate)) * random.nextGaussian();
    return Moments.ofConversions(n, Math.round(drawn));
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
    for (var format : PlanFormat.values()) {
      assertThat(format.render(plan, Locale.GERMAN)).doesNotContain("NaN");
    }
  }

  @Test
  void everyFormat_holdsTheSameNumbers_inBothLanguages() throws Exception {
    var plan = ExperimentPlan.of(question(List.of(1.0, 1.0), 0.1, 1, 0));
    var json = new ObjectMapper().readTree(PlanFormat.JSON.render(plan, Locale.ENGLISH));
    var folder = Files.createDirectories(Path.of("target", "reports"));
    for (var locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      var page = PlanFormat.HTML.render(plan, locale);
      Files.writeString(folder.resolve("plan_" + locale.getLanguage() + ".html"), page);
      assertThat(page).doesNotContain("{0", "NaN", "null");
    }
    long visitors = need(plan, Looking.ONCE).visitors();

    assertThat(json.at("/needs/0/visitors").asLong()).isEqualTo(visitors);
    assertThat(PlanFormat.CSV.render(plan, Locale.ENGLISH)).contains("need,ONCE,," + visitors);
    assertThat(PlanFormat.HTML.render(plan, Locale.GERMAN))
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
    try (var stream = PlanFormat.class.getResourceAsStream(name)) {
      return new PropertyResourceBundle(stream).keySet();
    }
  }
}
