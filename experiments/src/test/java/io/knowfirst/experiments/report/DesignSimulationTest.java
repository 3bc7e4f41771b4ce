package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.Simulated;
import io.knowfirst.experiments.report.ExperimentData.Day;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What planned looks, one-sided tests, comparisons of challengers and simultaneous intervals say in
 * worlds whose truth is known; 28 days of 1,000 visitors, of whom 5 % convert in truth.
 */
class DesignSimulationTest {

  private static final int DAYS = 28;
  private static final double CHANCE = 3 * Math.sqrt(0.05 * 0.95 / Simulated.RUNS);

  /** The days of one run, to be reported up to any of them. */
  private static List<Day> days(long seed, double... rates) {
    var world = new World(seed);
    List<Day> days = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      List<Moments> sums = new ArrayList<>();
      for (double rate : rates) {
        sums.add(world.rate(1_000 / rates.length, rate));
      }
      days.add(new Day(LocalDate.of(2026, 3, 2).plusDays(day), sums));
    }
    return days;
  }

  private static Report report(List<Day> days, ReportSettings settings) {
    int size = days.get(0).sums().size();
    List<Moments> sums = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int index = i;
      ids.add("v" + i);
      sums.add(days.stream().map(day -> day.sums().get(index)).reduce(Moments::plus).orElseThrow());
    }
    return Analysis.report(
        new ExperimentData(
            "world",
            ids,
            List.of(
                new Period(
                    sums.stream().map(Moments::n).toList(), ids.stream().map(id -> 1.0).toList())),
            List.of(new MetricSums(Metric.goal("goal", MetricKind.BINARY), sums)),
            List.of(),
            days,
            null,
            List.of()),
        settings);
  }

  private static double share(
      String what, String nominal, long seed, Predicate<List<Day>> happens, double... rates) {
    return Simulated.share(what, nominal, seed, run -> happens.test(days(run, rates)));
  }

  private static ReportSettings settings(Looking looking, Design design) {
    return new ReportSettings(
        looking, 0.05, Correction.HOLM, (long) DAYS * 1_000, 0.8, null, design);
  }

  private static boolean ever(List<Day> days, ReportSettings settings, Outcome outcome) {
    for (int day = 1; day <= DAYS; day++) {
      if (report(days.subList(0, day), settings).deciding().rows().get(1).outcome() == outcome) {
        return true;
      }
    }
    return false;
  }

  @Test
  void plannedLooks_raiseFalseAlarmsInAlphaOfTheRuns() {
    var settings = settings(Looking.GROUPED, new Design(0, 0.5, false, 4));
    assertThat(
            share(
                "equal, grouped, 4 looks: better or worse",
                "5 %",
                21,
                days -> {
                  for (int look = 7; look <= DAYS; look += 7) {
                    var row = report(days.subList(0, look), settings).deciding().rows().get(1);
                    if (row.outcome() == Outcome.BETTER || row.outcome() == Outcome.WORSE) {
                      return true;
                    }
                  }
                  return false;
                },
                0.05,
                0.05))
        .isBetween(0.05 - CHANCE - 0.01, 0.05 + CHANCE);
  }

  @Test
  void oneSided_eachSideRaisesFalseAlarmsInAlphaOfTheRunsAtMost() {
    var once = settings(Looking.ONCE, new Design(0, 0.5, true, 0));
    var always = settings(Looking.ALWAYS, new Design(0, 0.5, true, 0));
    assertThat(
            share(
                "equal, one-sided, one look: better",
                "5 %",
                22,
                days -> report(days, once).deciding().rows().get(1).outcome() == Outcome.BETTER,
                0.05,
                0.05))
        .isBetween(0.05 - CHANCE, 0.05 + CHANCE);
    assertThat(
            share(
                "equal, one-sided, 28 daily looks: better",
                "at most 5 %",
                23,
                days -> ever(days, always, Outcome.BETTER),
                0.05,
                0.05))
        .isLessThan(0.05 + CHANCE);
  }

  @Test
  void challengersOfOneTruth_areFoundUnlikeInAlphaOfTheRunsAtMost() {
    var once = settings(Looking.ONCE, Design.DEFAULT);
    assertThat(
            share(
                "four variations, the three challengers equal and 20 % up, one look: any pair"
                    + " differs",
                "at most 5 %",
                24,
                days ->
                    report(days, once).details().pairs().stream()
                        .anyMatch(pair -> pair.row().outcome() != Outcome.OPEN),
                0.05,
                0.06,
                0.06,
                0.06))
        .isLessThan(0.05 + CHANCE);
  }

  @Test
  void simultaneousIntervals_missAnyTruthInAlphaOfTheRunsAtMost() {
    var once = settings(Looking.ONCE, Design.DEFAULT);
    assertThat(
            share(
                "four variations, 10 to 30 % up, one look: any simultaneous interval misses",
                "at most 5 %",
                25,
                days -> {
                  var rows = report(days, once).deciding().rows();
                  for (int i = 1; i < rows.size(); i++) {
                    var interval = rows.get(i).simultaneous();
                    double truth = 0.005 * i;
                    if (interval.low() > truth || interval.high() < truth) {
                      return true;
                    }
                  }
                  return false;
                },
                0.05,
                0.055,
                0.06,
                0.065))
        .isLessThan(0.05 + CHANCE);
  }
}
