package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ExperimentData.Day;
import io.knowfirst.experiments.report.ExperimentData.Integrity;
import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.ExperimentData.Segment;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** An invented shop with a known truth, for reports. */
final class Shop {

  private static final int PER_DAY = 1_000;
  private static final int DAYS = 14;

  private Shop() {}

  /** Two weeks of a checkout test: 6 % order in the control, the given share in the variation. */
  static ExperimentData running(double rate, boolean broken) {
    var random = new SplittableRandom(7);
    List<Day> days = new ArrayList<>();
    Moments[] orders = {Moments.NONE, Moments.NONE};
    for (int day = 0; day < DAYS; day++) {
      var control = Moments.ofConversions(PER_DAY, orders(random, 0.06));
      var variation = Moments.ofConversions(PER_DAY, orders(random, rate));
      orders[0] = orders[0].plus(control);
      orders[1] = orders[1].plus(variation);
      days.add(new Day(LocalDate.of(2026, 3, 2).plusDays(day), List.of(control, variation)));
    }
    long n = (long) DAYS * PER_DAY;
    return new ExperimentData(
        "Checkout <b> & basket",
        List.of("long", "short"),
        List.of(new Period(List.of(n, broken ? n - 900 : n), List.of(0.5, 0.5))),
        List.of(
            new MetricSums(Metric.goal("order", MetricKind.BINARY), List.of(orders)),
            new MetricSums(
                new Metric(
                    "returns",
                    MetricKind.BINARY,
                    Direction.LOWER_IS_BETTER,
                    Metric.Role.GUARDRAIL,
                    false),
                List.of(Moments.ofConversions(n, 3_000), Moments.ofConversions(n, 3_010))),
            new MetricSums(
                Metric.goal("revenue/orders", MetricKind.RATIO),
                List.of(
                    new Moments(n, 42_000, 2_600_000, 840, 900, 46_000),
                    new Moments(n, 44_100, 2_800_000, 910, 980, 48_000))),
            new MetricSums(
                Metric.goal("vouchers", MetricKind.BINARY),
                List.of(Moments.ofConversions(n, 0), Moments.ofConversions(n, 12)))),
        List.of(
            new Segment("device", "mobile", List.of(orders)),
            new Segment(
                "device",
                "desktop",
                List.of(Moments.ofConversions(400, 30), Moments.ofConversions(380, 41)))),
        days,
        new Integrity(12, List.of(700L, 720L), 351),
        List.of(new Provenance("phase", "1"), new Provenance("file", "invented")));
  }

  private static long orders(SplittableRandom random, double rate) {
    return random.doubles(PER_DAY).filter(number -> number < rate).count();
  }

  /** The same experiment with other sums of the deciding metric and no days. */
  static ExperimentData decided(Moments control, Moments variation, Moments harm) {
    return new ExperimentData(
        "Teaser",
        List.of("control", "new"),
        List.of(new Period(List.of(control.n(), variation.n()), List.of(1.0, 1.0))),
        List.of(
            new MetricSums(
                new Metric(
                    "complaints",
                    MetricKind.BINARY,
                    Direction.LOWER_IS_BETTER,
                    Metric.Role.GUARDRAIL,
                    false),
                List.of(Moments.ofConversions(10_000, 4_000), harm)),
            new MetricSums(Metric.goal("click", MetricKind.BINARY), List.of(control, variation))),
        List.of(),
        List.of(),
        null,
        List.of());
  }

  static Moments clicks(long conversions) {
    return Moments.ofConversions(10_000, conversions);
  }

  static Stream<Report> everyVerdict() {
    var calm = Moments.ofConversions(10_000, 4_000);
    var harm = Moments.ofConversions(10_000, 4_400);
    var finished = ReportSettings.finished();
    return Stream.of(
        Analysis.report(decided(clicks(500), clicks(700), calm), finished),
        Analysis.report(decided(clicks(500), clicks(300), calm), finished),
        Analysis.report(decided(clicks(500), clicks(510), calm), finished),
        Analysis.report(decided(clicks(0), clicks(0), calm), finished),
        Analysis.report(decided(clicks(500), clicks(700), harm), finished),
        Analysis.report(running(0.065, false), ReportSettings.sequential(40_000)),
        Analysis.report(running(0.065, true), ReportSettings.sequential(40_000)),
        Analysis.report(
            running(0.065, false),
            new ReportSettings(Looking.BANDIT, 0.05, Correction.NONE, null, 0.8)));
  }
}
