package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A seeded world of one control and one variation that are equal unless said otherwise. */
final class World {

  final SplittableRandom random;

  World(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** How many of n happen: by waiting times where few are expected, else by a rounded normal. */
  long binomial(long n, double p) {
    if (n * p * (1 - p) > 200) {
      double value = n * p + Math.sqrt(n * p * (1 - p)) * random.nextGaussian();
      return Math.max(0, Math.min(n, Math.round(value)));
    }
    long events = 0;
    double at = 0;
    while (p > 0) {
      at += 1 + Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-p));
      if (at > n) {
        return events;
      }
      events++;
    }
    return events;
  }

  Moments rate(long n, double p) {
    return Moments.ofConversions(n, binomial(n, p));
  }

  /**
   * Orders of the given share, whose values are log-normal: with sigma 1.5 one is worth hundreds.
   */
  Moments revenue(long n, double share, double sigma) {
    long orders = binomial(n, share);
    double sum = 0;
    double squares = 0;
    for (long i = 0; i < orders; i++) {
      double value = Math.exp(3 + sigma * random.nextGaussian());
      sum += value;
      squares += value * value;
    }
    return Moments.of(n, sum, squares);
  }

  static Report once(MetricSums... metrics) {
    return Analysis.report(data(List.of(), Map.of(), metrics), ReportSettings.finished());
  }

  static Report always(long planned, MetricSums... metrics) {
    return Analysis.report(data(List.of(), Map.of(), metrics), ReportSettings.sequential(planned));
  }

  /** A fixed test on a day, whose result is due on another. */
  static Report judgedOn(int day, int due, long planned, MetricSums... metrics) {
    var start = LocalDate.of(2026, 11, 1);
    var course =
        new Course(Course.Stage.RUNNING, start, start.plusDays(day), null, start.plusDays(due));
    var settings =
        new ReportSettings(ReportSettings.Looking.ONCE, 0.05, Correction.HOLM, planned, 0.8);
    return Analysis.report(data(List.of(), Map.of(), course, metrics), settings);
  }

  static MetricSums goal(MetricKind kind, Moments control, Moments variation) {
    return new MetricSums(Metric.goal("goal", kind), List.of(control, variation));
  }

  private static ExperimentData data(
      List<String> cuts, Map<String, List<Period>> split, MetricSums... metrics) {
    return data(cuts, split, null, metrics);
  }

  private static ExperimentData data(
      List<String> cuts,
      Map<String, List<Period>> split,
      @Nullable Course course,
      MetricSums... metrics) {
    var sums = metrics[0].sums();
    var even =
        List.of(
            new Period(
                List.of(sums.get(0).n(), sums.get(1).n()),
                List.of((double) sums.get(0).n(), (double) sums.get(1).n())));
    return new ExperimentData(
        "world",
        List.of("control", "new"),
        split.getOrDefault("", even),
        List.of(metrics),
        List.of(),
        List.of(),
        cuts,
        null,
        course,
        List.of());
  }

  /** Periods of unlike weights and rates, as the server cuts them, growing day by day. */
  final class Reweighed {
    private final Map<String, List<Moments>> strata = new TreeMap<>();
    private final List<Period> split = new ArrayList<>();

    void day(int period, long visitors, double weight, double rate) {
      long here = binomial(visitors, weight);
      var more = List.of(rate(visitors - here, rate), rate(here, rate));
      strata.merge(
          (period + 1) + " all",
          more,
          (a, b) -> List.of(a.get(0).plus(b.get(0)), a.get(1).plus(b.get(1))));
      var sums = strata.get((period + 1) + " all");
      var now = new Period(List.of(sums.get(0).n(), sums.get(1).n()), List.of(1 - weight, weight));
      if (split.size() > period) {
        split.set(period, now);
      } else {
        split.add(now);
      }
    }

    Report report(long planned) {
      var control = Moments.NONE;
      var variation = Moments.NONE;
      for (var sums : strata.values()) {
        control = control.plus(sums.get(0));
        variation = variation.plus(sums.get(1));
      }
      var metric =
          new MetricSums(
              Metric.goal("goal", MetricKind.BINARY), List.of(control, variation), strata);
      return Analysis.report(
          data(List.of(ExperimentData.WEIGHTS), Map.of("", split), metric),
          ReportSettings.sequential(planned));
    }
  }
}
