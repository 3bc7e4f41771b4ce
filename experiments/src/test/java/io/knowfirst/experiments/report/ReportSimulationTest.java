package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.RareEvents;
import io.knowfirst.experiments.statistics.SampleRatio;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How often reports say what is not so, in worlds whose truth is known. The table of
 * docs/statistics.md is what {@code -Dsimulation.runs=2000} prints.
 */
class ReportSimulationTest {

  private static final int RUNS = Integer.getInteger("simulation.runs", 150);

  /** What chance adds to a share of 5 % in so many runs, three standard deviations. */
  private static final double CHANCE = 3 * Math.sqrt(0.05 * 0.95 / RUNS);

  private interface Run {
    boolean happens(World world);
  }

  private static double share(String what, long seed, Run run) {
    int times = 0;
    for (int i = 0; i < RUNS; i++) {
      times += run.happens(new World(seed * 1_000_003 + i)) ? 1 : 0;
    }
    double share = (double) times / RUNS;
    System.out.printf(Locale.ROOT, "| %s | %.1f %% |%n", what, 100 * share);
    return share;
  }

  private static boolean says(Report report) {
    var outcome = report.deciding().rows().get(1).outcome();
    return outcome == Outcome.BETTER || outcome == Outcome.WORSE;
  }

  @Test
  void weightsThatChangeOnceToASmallShare_raiseNoFalseAlarmsUnderDailyLooks() {
    assertThat(
            share(
                "equal, 50/50 then 98/2 in better days, 28 daily looks",
                1,
                world -> reweighed(world, new double[] {0.5, 0.02}, new double[] {0.02, 0.04})))
        .isLessThan(0.05 + CHANCE);
  }

  @Test
  void weightsThatChangeTwiceOverWeekends_raiseNoFalseAlarmsUnderDailyLooks() {
    assertThat(
            share(
                "equal, 50/50, 90/10, 50/50, better weekends, 28 daily looks",
                2,
                world ->
                    reweighed(
                        world, new double[] {0.5, 0.1, 0.5}, new double[] {0.03, 0.05, 0.03})))
        .isLessThan(0.05 + CHANCE);
  }

  private static boolean reweighed(World world, double[] weights, double[] rates) {
    var reweighed = world.new Reweighed();
    int days = 28;
    for (int day = 0; day < days; day++) {
      int period = day * weights.length / days;
      double weekend = day % 7 > 4 ? 1.5 : 1;
      reweighed.day(period, 1_000, weights[period], rates[period] * weekend);
      if (says(reweighed.report(28_000))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void heavyTailsInASmallVariation_raiseNoFalseAlarmsUnderDailyLooks() {
    assertThat(
            share(
                "equal, revenue (5 % buy, log-normal sigma 1.5), 90/10, 28 daily looks",
                3,
                world -> {
                  var control = Moments.NONE;
                  var variation = Moments.NONE;
                  for (int day = 0; day < 28; day++) {
                    control = control.plus(world.revenue(900, 0.05, 1.5));
                    variation = variation.plus(world.revenue(100, 0.05, 1.5));
                    if (says(
                        World.always(28_000, World.goal(MetricKind.MEAN, control, variation)))) {
                      return true;
                    }
                  }
                  return false;
                }))
        .isLessThan(0.05 + CHANCE);
  }

  @Test
  void conversionsAWeekLate_raiseNoFalseAlarmsUnderDailyLooks() {
    assertThat(
            share(
                "equal, conversions a week late, 28 daily looks",
                4,
                world -> {
                  long[] late = new long[2];
                  for (int day = 0; day < 28; day++) {
                    for (int arm = 0; arm < 2 && day >= 7; arm++) {
                      late[arm] += world.binomial(500, 0.03);
                    }
                    long n = 500L * (day + 1);
                    var sums =
                        World.goal(
                            MetricKind.BINARY,
                            Moments.ofConversions(n, late[0]),
                            Moments.ofConversions(n, late[1]));
                    if (says(World.always(28_000, sums))) {
                      return true;
                    }
                  }
                  return false;
                }))
        .isLessThan(0.05 + CHANCE);
  }

  @Test
  void fixedIntervals_missTheTruthInAboutFivePercent() {
    int shown = 0;
    int missed = 0;
    int lifts = 0;
    int missedLifts = 0;
    for (int i = 0; i < 20 * RUNS; i++) {
      var world = new World(5_000_000L + i);
      Row row =
          World.once(
                  World.goal(MetricKind.BINARY, world.rate(9_000, 0.03), world.rate(1_000, 0.03)))
              .deciding()
              .rows()
              .get(1);
      if (row.difference() != null) {
        shown++;
        missed += row.difference().low() > 0 || row.difference().high() < 0 ? 1 : 0;
      }
      if (row.lift() != null) {
        lifts++;
        missedLifts += row.lift().low() > 0 || row.lift().high() < 0 ? 1 : 0;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "| equal, 3 %% convert, 9,000 against 1,000, one look: difference misses | %.1f %% |%n"
            + "| the same: lift misses | %.1f %% |%n",
        100.0 * missed / shown,
        100.0 * missedLifts / lifts);
    double chance = 3 * Math.sqrt(0.05 * 0.95 / shown);
    assertThat((double) missed / shown).isLessThan(0.06 + chance);
    assertThat((double) missedLifts / lifts).isLessThan(0.06 + chance);
  }

  @Test
  void fixedIntervalsOfHeavyTails_missTheTruthHardlyMoreOftenThanTheySay() {
    int shown = 0;
    int missed = 0;
    for (int i = 0; i < 10 * RUNS; i++) {
      var world = new World(6_000_000L + i);
      Row row =
          World.once(
                  World.goal(
                      MetricKind.MEAN,
                      world.revenue(20_000, 0.05, 1),
                      world.revenue(2_222, 0.05, 1)))
              .deciding()
              .rows()
              .get(1);
      if (row.difference() != null) {
        shown++;
        missed += row.difference().low() > 0 || row.difference().high() < 0 ? 1 : 0;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "| equal, revenue (5 %% buy, log-normal sigma 1), 20,000 against 2,222, one look: difference misses | %.1f %% |%n",
        100.0 * missed / Math.max(1, shown));
    assertThat((double) missed / Math.max(1, shown))
        .isLessThan(0.07 + 3 * Math.sqrt(0.05 * 0.95 / Math.max(1, shown)));
  }

  @Test
  void rareEventsUnderDailyLooks_areHardlyEverCalledHarm() {
    assertThat(
            share(
                "equal, one event a day, 90/10, 28 daily looks: harm",
                7,
                world -> {
                  var control = Moments.NONE;
                  var variation = Moments.NONE;
                  for (int day = 0; day < 28; day++) {
                    control = control.plus(world.rate(900, 0.001));
                    variation = variation.plus(world.rate(100, 0.001));
                    if (new RareEvents(control, variation).sequentialP() < 0.05) {
                      return true;
                    }
                  }
                  return false;
                }))
        .isLessThan(0.05 + CHANCE);
  }

  @Test
  void guardrailsThatAreUnharmedOrHarmed_areToldApart() {
    assertThat(
            share(
                "guardrail 10 % worse in truth, margin 2 %, goal wins: ships",
                8, world -> verdict(world, 1, 0.9, 0.02) == Verdict.SHIP))
        .isLessThan(0.05 + CHANCE);
    assertThat(
            share(
                "ten unharmed guardrails, goal wins: stops",
                9,
                world -> verdict(world, 10, 1, null) == Verdict.STOP))
        .isLessThan(0.05 + CHANCE);
  }

  private static Verdict verdict(World world, int guardrails, double times, Double margin) {
    var metrics = new ArrayList<MetricSums>();
    metrics.add(
        World.goal(
            MetricKind.BINARY,
            Moments.ofConversions(10_000, 1_000),
            Moments.ofConversions(10_000, 1_300)));
    for (int i = 0; i < guardrails; i++) {
      var metric =
          new Metric(
              "g" + i,
              MetricKind.BINARY,
              Direction.HIGHER_IS_BETTER,
              Metric.Role.GUARDRAIL,
              false,
              margin);
      metrics.add(
          new MetricSums(
              metric, List.of(world.rate(10_000, 0.2), world.rate(10_000, 0.2 * times))));
    }
    return World.once(metrics.toArray(MetricSums[]::new)).banner().verdict();
  }

  @Test
  void splitsUnderDailyLooks_areCalledBrokenWhenTheyAre() {
    assertThat(share("sound split, 50/50 then 98/2, 28 daily looks: broken", 10, w -> broken(w, 0)))
        .isLessThan(0.01 + CHANCE);
    assertThat(
            share(
                "6 % of the variation lost, 50/50 then 98/2, 28 daily looks: broken",
                11, w -> broken(w, 0.06)))
        .isGreaterThan(0.8);
  }

  private static boolean broken(World world, double lost) {
    long[][] visitors = new long[2][2];
    for (int day = 0; day < 28; day++) {
      int period = day < 14 ? 0 : 1;
      double weight = period == 0 ? 0.5 : 0.02;
      long here = world.binomial(2_000, weight);
      visitors[period][0] += 2_000 - here;
      visitors[period][1] += here - world.binomial(here, lost);
      var split =
          List.of(
              new Period(List.of(visitors[0][0], visitors[0][1]), List.of(0.5, 0.5)),
              new Period(List.of(visitors[1][0], visitors[1][1]), List.of(0.98, 0.02)));
      if (SampleRatio.check(split).found().filter(SampleRatio::mismatchAtAnyLook).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
