package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.Simulated;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.RareEvents;
import io.knowfirst.experiments.statistics.SampleRatio;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How often reports say what is not so, in worlds whose truth is known. */
class ReportSimulationTest {

  private static final int RUNS = Simulated.RUNS;
  private static final double CHANCE = Simulated.chance(0.05, RUNS);

  private interface Run {
    boolean happens(World world);
  }

  private static double share(String what, String nominal, long seed, Run run) {
    return Simulated.share(what, nominal, seed, one -> run.happens(new World(one)));
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
                "at most 5 %",
                1,
                world -> reweighed(world, new double[] {0.5, 0.02}, new double[] {0.02, 0.04})))
        .isLessThan(0.05 + CHANCE);
  }

  @Test
  void weightsThatChangeTwiceOverWeekends_raiseNoFalseAlarmsUnderDailyLooks() {
    assertThat(
            share(
                "equal, 50/50, 90/10, 50/50, better weekends, 28 daily looks",
                "at most 5 %",
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
                "at most 5 %",
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
                "at most 5 %",
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
  void fixedIntervals_missTheTruthInAtMostFivePercent() {
    missing(
        "equal, 3 % convert, 9,000 against 1,000, one look",
        5, MetricKind.BINARY, world -> List.of(world.rate(9_000, 0.03), world.rate(1_000, 0.03)));
    missing(
        "equal, 3 % convert, 98,000 against 2,000, one look",
        12, MetricKind.BINARY, world -> List.of(world.rate(98_000, 0.03), world.rate(2_000, 0.03)));
  }

  @Test
  void fixedIntervalsOfHeavyTails_missTheTruthInAtMostFivePercent() {
    for (double sigma : new double[] {1, 1.5}) {
      var world = "equal, revenue (5 % buy, log-normal sigma " + sigma + "), ";
      missing(world + "20,000 against 2,222, one look", 6, sigma, 20_000, 2_222);
      missing(world + "98/2 of 200,000, one look", 13, sigma, 196_000, 4_000);
      missing(world + "20,000 against 20,000, one look", 14, sigma, 20_000, 20_000);
    }
  }

  private static void missing(String what, long seed, double sigma, long control, long variation) {
    missing(
        what,
        seed,
        MetricKind.MEAN,
        world ->
            List.of(world.revenue(control, 0.05, sigma), world.revenue(variation, 0.05, sigma)));
  }

  /** Of the intervals that are shown at all, those of the difference and of the lift. */
  private static void missing(
      String what, long seed, MetricKind kind, Function<World, List<Moments>> draw) {
    int[] shown = new int[2];
    int[] missed = new int[2];
    for (int i = 0; i < 5 * RUNS; i++) {
      var sums = draw.apply(new World(seed * 1_000_003 + i));
      var row = World.once(World.goal(kind, sums.get(0), sums.get(1))).deciding().rows().get(1);
      count(row.difference(), 0, shown, missed);
      count(row.lift(), 1, shown, missed);
    }
    String[] names = {": the difference's interval misses", ": the lift's interval misses"};
    for (int i = 0; i < 2; i++) {
      var told = " (shown in %d %%)".formatted(20 * shown[i] / RUNS);
      double share = Simulated.told(what + names[i] + told, "5 %", missed[i], shown[i]);
      if (shown[i] > 0) {
        assertThat(share).isLessThan(0.055 + Simulated.chance(0.05, shown[i]));
      }
    }
  }

  private static void count(Report.Estimate estimate, int which, int[] shown, int[] missed) {
    if (estimate != null) {
      shown[which]++;
      missed[which] += estimate.low() > 0 || estimate.high() < 0 ? 1 : 0;
    }
  }

  /** Daily looks until all are in, then the one look at what is known by then. */
  @Test
  void fixedTests_raiseNoMoreFalseAlarmsThanTheyPromiseThoughHarmIsWatched() {
    assertThat(
            share(
                "equal, once at 14,000, conversions a week late, daily looks before: better or worse",
                "at most 5 %",
                15,
                world -> {
                  long[] converted = new long[2];
                  for (int day = 0; day < 28; day++) {
                    int visitors = Math.min(day + 1, 14) * 500;
                    for (int arm = 0; arm < 2 && day >= 7 && day < 21; arm++) {
                      converted[arm] += world.binomial(500, 0.05);
                    }
                    var sums =
                        World.goal(
                            MetricKind.BINARY,
                            Moments.ofConversions(visitors, converted[0]),
                            Moments.ofConversions(visitors, converted[1]));
                    if (says(World.judgedOn(day, 21, 14_000, sums))) {
                      return true;
                    }
                  }
                  return false;
                }))
        .isLessThan(0.05 + CHANCE);
  }

  @Test
  void rareEventsUnderDailyLooks_areHardlyEverCalledHarm() {
    assertThat(
            share(
                "equal, one event a day, 90/10, 28 daily looks: harm",
                "at most 5 %",
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
                "at most 5 %", 8, world -> verdict(world, 1, 0.9, 0.02) == Verdict.SHIP))
        .isLessThan(0.05 + CHANCE);
    assertThat(
            share(
                "ten unharmed guardrails, goal wins: stops",
                "at most 5 %",
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
    assertThat(
            share(
                "sound split, 50/50 then 98/2, 28 daily looks: broken",
                "at most 1 %",
                10,
                w -> broken(w, 0)))
        .isLessThan(0.01 + CHANCE);
    assertThat(
            share(
                "6 % of the variation lost, 50/50 then 98/2, 28 daily looks: broken",
                "–", 11, w -> broken(w, 0.06)))
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
