package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.P;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio;
import io.knowfirst.experiments.statistics.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What must be in order before an uplift may be believed. */
final class HealthChecks {

  /** GrowthBook's alarm: this share of visitors saw several variations. */
  private static final double MUCH_DOUBLE_EXPOSURE = 0.01;

  private static final double BECAME_KNOWN_ALPHA = 0.01;

  /** A visitor with half of the sum makes up at least a quarter of it by this bound. */
  private static final double MUCH_OF_ONE = 0.25;

  private static final long MANY_VISITORS = 20;

  /** How the name of a period ends that is a day of two. */
  private static final String OF_BOTH = "c";

  private final ExperimentData data;
  private final boolean bandit;

  HealthChecks(ExperimentData data, boolean bandit) {
    this.data = data;
    this.bandit = bandit;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(sampleRatio());
    if (!bandit && data.split().stream().map(HealthChecks::shares).distinct().count() > 1) {
      checks.addAll(weights());
    }
    if (!data.days().isEmpty() || data.course() != null) {
      checks.add(flow());
    }
    var integrity = data.integrity();
    if (integrity != null) {
      checks.add(doubleExposure(integrity.exposedTwice()));
      checks.add(becameKnown(integrity.becameKnown()));
      checks.add(
          new Check("bots", Status.GOOD, Sentence.of("health.bots", integrity.bots()))
              .with("visitors", integrity.bots()));
    }
    checks.addAll(new Covariates(data).checks());
    outliers().ifPresent(checks::add);
    checks.addAll(data.checks());
    return checks;
  }

  /**
   * Ratios are of the largest period; all else is compared within each period's days. On a day of
   * two periods visitors of both are compared with each other.
   */
  private List<Check> weights() {
    if (!data.stratifiedBy().contains(ExperimentData.WEIGHTS)) {
      return List.of(new Check("weights", Status.WARNING, Sentence.of("health.weights")));
    }
    long mixed =
        data.deciding().strata().entrySet().stream()
            .filter(stratum -> Stratified.period(stratum.getKey()).endsWith(OF_BOTH))
            .flatMap(stratum -> stratum.getValue().stream())
            .mapToLong(Moments::n)
            .sum();
    var days =
        mixed > 0
            ? new Check("weights", Status.WARNING, Sentence.of("health.weights.mixed", mixed))
                .with("mixedDays", mixed)
            : new Check("weights", Status.GOOD, Sentence.of("health.weights.strata"));
    boolean ratios =
        data.metrics().stream().anyMatch(sums -> sums.metric().kind() == MetricKind.RATIO);
    return ratios
        ? List.of(days, new Check("ratios", Status.WARNING, Sentence.of("health.weights.ratios")))
        : List.of(days);
  }

  private Check sampleRatio() {
    var found = SampleRatio.check(data.split()).found();
    if (found.isEmpty()) {
      var course = data.course();
      boolean holdout = course != null && course.stage() == Course.Stage.HOLDOUT;
      return new Check(
          "sampleRatio",
          Status.UNKNOWN,
          Sentence.of(holdout ? "health.srm.holdout" : "health.srm.unknown"));
    }
    SampleRatio ratio = found.get();
    boolean broken = data.course() == null ? ratio.mismatch() : ratio.mismatchAtAnyLook();
    var check =
        broken
            ? new Check(
                "sampleRatio",
                Status.BAD,
                Sentence.of("health.srm.bad", new P(ratio.p()), widest(ratio)))
            : new Check(
                "sampleRatio", Status.GOOD, Sentence.of("health.srm.good", new P(ratio.p())));
    return check
        .with("p", ratio.p())
        .with("sequentialP", ratio.sequentialP())
        .with("chiSquare", ratio.chiSquare())
        .with("observed", ratio.observed())
        .with("expected", ratio.expected());
  }

  /** In millionths, so that 1 to 1 is as 50 to 50. */
  private static List<Long> shares(SampleRatio.Period period) {
    double all = period.weights().stream().mapToDouble(Double::doubleValue).sum();
    return period.weights().stream().map(weight -> Math.round(1e6 * weight / all)).toList();
  }

  /** The variation whose share is furthest from its plan. */
  private String widest(SampleRatio ratio) {
    int widest = 0;
    double gap = -1;
    for (int i = 0; i < ratio.expected().size(); i++) {
      double expected = ratio.expected().get(i);
      double here = expected > 0 ? Math.abs(ratio.observed().get(i) - expected) / expected : 0;
      if (here > gap) {
        gap = here;
        widest = i;
      }
    }
    return data.shown().get(widest).title();
  }

  private Check flow() {
    var days = data.days();
    var last = days.isEmpty() ? null : days.get(days.size() - 1);
    long newest = last == null ? 0 : last.sums().stream().mapToLong(Moments::n).sum();
    var course = data.course();
    if (course != null && !course.stage().assigns()) {
      var waiting = course.stage() == Course.Stage.WAITING;
      return new Check(
          "flow",
          Status.UNKNOWN,
          Sentence.of(waiting ? "health.flow.waiting" : "health.flow.still"));
    }
    if (last != null && newest > 0) {
      return new Check("flow", Status.GOOD, Sentence.of("health.flow.good", newest, last.date()))
          .with("visitors", newest)
          .with("day", last.date().toString());
    }
    if (course != null && course.young()) {
      return new Check("flow", Status.UNKNOWN, Sentence.of("health.flow.young"));
    }
    return new Check(
        "flow",
        Status.WARNING,
        last == null
            ? Sentence.of("health.flow.never")
            : Sentence.of("health.flow.none", last.date()));
  }

  /**
   * The most that one visitor is known to make up of a variation's sum: with Q the sum of squares
   * and S the sum, none below 0, the largest value is at least Q / S.
   */
  private Optional<Check> outliers() {
    double most = 0;
    String metric = "";
    String variation = "";
    for (MetricSums sums : data.metrics()) {
      for (int i = 0; i < data.variations().size(); i++) {
        var of = sums.sums().get(i);
        double share = of.sum() > 0 ? of.sumSquares() / of.sum() / of.sum() : 0;
        var kind = sums.metric().kind();
        boolean mean =
            (kind == MetricKind.MEAN || kind == MetricKind.RATIO) && of.n() >= MANY_VISITORS;
        if (mean && share <= 1 && share > most) {
          most = share;
          metric = sums.metric().title();
          variation = data.shown().get(i).title();
        }
      }
    }
    return most < MUCH_OF_ONE
        ? Optional.empty()
        : Optional.of(
            new Check(
                    "outliers",
                    Status.WARNING,
                    Sentence.of("health.outliers", metric, variation, most))
                .with("metric", metric)
                .with("variation", variation)
                .with("shareOfLargestAtLeast", most));
  }

  private Check doubleExposure(long visitors) {
    double share = data.visitors() == 0 ? 0 : (double) visitors / data.visitors();
    return new Check(
            "doubleExposure",
            share < MUCH_DOUBLE_EXPOSURE ? Status.GOOD : Status.WARNING,
            Sentence.of("health.double", share, visitors))
        .with("visitors", visitors)
        .with("share", share);
  }

  /** Tests every variation's share of visitors who became known against the control's. */
  private Check becameKnown(List<Long> known) {
    List<Moments> sums = data.deciding().sums();
    double least = 1;
    double share = sums.get(0).n() == 0 ? 0 : (double) known.get(0) / sums.get(0).n();
    for (int i = 1; i < known.size(); i++) {
      var contrast =
          new Contrast(
              MetricKind.BINARY,
              Moments.ofConversions(sums.get(0).n(), known.get(0)),
              Moments.ofConversions(sums.get(i).n(), known.get(i)));
      double p =
          contrast.on(Scale.ABSOLUTE).map(d -> d.z(BECAME_KNOWN_ALPHA).p()).found().orElse(1.0);
      least = Math.min(least, p * (known.size() - 1));
    }
    var check =
        least < BECAME_KNOWN_ALPHA
            ? new Check(
                "becameKnown",
                Status.WARNING,
                Sentence.of("health.becameKnown.uneven", new P(least)))
            : new Check("becameKnown", Status.GOOD, Sentence.of("health.becameKnown.even", share));
    return check.with("p", least).with("becameKnown", known);
  }
}
