package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Interaction.Beside;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.P;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Difference;
import io.knowfirst.experiments.statistics.Effect;
import io.knowfirst.experiments.statistics.SampleGate;
import io.knowfirst.experiments.statistics.Scale;
import io.knowfirst.experiments.statistics.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the variations' effects depend on those of other experiments: the difference of
 * differences over the four cells of two variations each. Looked at again and again, so it is a
 * confidence sequence; p is corrected for all pairs (Holm).
 */
final class Interactions {

  static final double ALPHA = 0.05;
  private static final int MOST_TOLD = 3;

  private final ExperimentData data;
  private final ReportSettings settings;
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * Two variations with the differences that one makes beside the other's control, and beside it.
   */
  private record Pair(
      Overlap overlap, int variation, int other, Difference without, Difference with) {

    Difference difference() {
      return new Difference(
          Scale.ABSOLUTE,
          with.estimate() - without.estimate(),
          Math.hypot(with.standardError(), without.standardError()),
          Math.min(with.degreesOfFreedom(), without.degreesOfFreedom()),
          with.visitors() + without.visitors(),
          without.baseline());
    }
  }

  /** None of a bandit, and where weights changed: cells would be of unlike days. */
  Interactions(ExperimentData data, ReportSettings settings) {
    this.data = data;
    this.settings = settings;
    boolean still =
        settings.looking() != Looking.BANDIT
            && !data.stratifiedBy().contains(ExperimentData.WEIGHTS);
    for (Overlap overlap : still ? data.background().overlaps() : List.<Overlap>of()) {
      for (int i = 1; i < data.variations().size(); i++) {
        for (int j = 1; j < overlap.variations().size(); j++) {
          int other = j;
          int variation = i;
          difference(overlap, i, 0)
              .flatMap(
                  without ->
                      difference(overlap, variation, other)
                          .map(with -> new Pair(overlap, variation, other, without, with)))
              .ifPresent(pairs::add);
        }
      }
    }
  }

  private Optional<Difference> difference(Overlap overlap, int variation, int other) {
    var contrast =
        new Contrast(
            data.deciding().metric().kind(),
            overlap.cells().get(0).get(other),
            overlap.cells().get(variation).get(other));
    return SampleGate.DEFAULT.opened(contrast).then(open -> open.on(Scale.ABSOLUTE)).found();
  }

  private Sequential sequence() {
    long tightest = Math.max(1, settings.tightest() * 2 / data.variations().size());
    return Sequential.planned(ALPHA, tightest);
  }

  List<Interaction> rows() {
    var effects = pairs.stream().map(pair -> sequence().effect(pair.difference())).toList();
    var adjusted = Correction.HOLM.adjust(effects.stream().map(effect -> effect.p()).toList());
    List<Interaction> rows = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      var pair = pairs.get(i);
      var effect = effects.get(i);
      var theirs = pair.overlap().variations();
      rows.add(
          new Interaction(
              pair.overlap().experiment(),
              data.variations().get(pair.variation()),
              theirs.get(pair.other()).variation(),
              pair.difference().visitors(),
              estimate(effect),
              effect.p(),
              adjusted.get(i),
              new Beside(
                  pair.overlap().title(),
                  theirs.get(0).title(),
                  theirs.get(pair.other()).title(),
                  estimate(sequence().effect(pair.without())),
                  estimate(sequence().effect(pair.with())))));
    }
    return rows;
  }

  private static Estimate estimate(Effect effect) {
    return new Estimate(effect.estimate(), effect.interval().low(), effect.interval().high());
  }

  /** One for each pair that interacts, else one that says that none does; none without pairs. */
  List<Check> checks() {
    var rows = rows();
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Check> checks = new ArrayList<>();
    double least = 1;
    for (int i = 0; i < rows.size(); i++) {
      double p = rows.get(i).adjustedP();
      least = Math.min(least, p);
      if (p < ALPHA && checks.size() < MOST_TOLD) {
        checks.add(
            new Check("interaction", Status.WARNING, sentence(pairs.get(i), p))
                .with("experiment", rows.get(i).experiment())
                .with("variation", rows.get(i).variation())
                .with("other", rows.get(i).other())
                .with("p", p));
      }
    }
    return checks.isEmpty()
        ? List.of(
            new Check(
                    "interaction",
                    Status.GOOD,
                    Sentence.of(
                        "health.interaction.none",
                        data.background().overlaps().size(),
                        new P(least)))
                .with("p", least))
        : checks;
  }

  private Sentence sentence(Pair pair, double p) {
    var metric = data.deciding().metric();
    double size = Math.max(Math.abs(pair.with().estimate()), Math.abs(pair.without().estimate()));
    return Sentence.of(
        "health.interaction.found",
        data.shown().get(pair.variation()).title(),
        metric.title(),
        pair.overlap().title(),
        new UnitDifference(metric.kind(), metric.label().unit(), pair.without().estimate(), size),
        pair.overlap().variations().get(0).title(),
        new UnitDifference(metric.kind(), metric.label().unit(), pair.with().estimate(), size),
        pair.overlap().variations().get(pair.other()).title(),
        new P(p));
  }
}
