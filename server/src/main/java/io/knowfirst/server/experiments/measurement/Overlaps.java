package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.Overlap;
import io.knowfirst.experiments.report.VariationDescription;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.State;
import io.knowfirst.server.experiments.measurement.SumTable.Paired;
import java.util.ArrayList;
import java.util.List;

/** The visitors whom an experiment shares with others that run now. */
final class Overlaps {
  private final RuleFolder folder;
  private final Experiments experiments;

  Overlaps(RuleFolder folder, Experiments experiments) {
    this.folder = folder;
    this.experiments = experiments;
  }

  /**
   * Those in the phase that runs; a bandit's shares change, so its visitors are not compared.
   *
   * @param variations of the experiment, its control first
   */
  List<Overlap> of(List<Paired> pairs, List<String> variations) {
    var overlaps = new ArrayList<Overlap>();
    for (var other : experiments.all()) {
      var shared =
          pairs.stream()
              .filter(
                  pair -> pair.other().equals(other.id()) && pair.phase() == other.split().phase())
              .toList();
      if (!shared.isEmpty()
          && other.state() == State.RUNNING
          && other.definition().bandit() == null) {
        overlaps.add(overlap(other, shared, variations));
      }
    }
    return overlaps;
  }

  private Overlap overlap(Registered other, List<Paired> shared, List<String> variations) {
    List<VariationDescription> theirs =
        other.definition().variations().stream()
            .map(variation -> ShownContent.of(variation, folder))
            .toList();
    return new Overlap(
        other.id(),
        other.definition().name(),
        theirs,
        variations.stream()
            .map(
                variation ->
                    theirs.stream().map(one -> sums(shared, variation, one.variation())).toList())
            .toList());
  }

  private static Moments sums(List<Paired> shared, String variation, String other) {
    return shared.stream()
        .filter(pair -> pair.variation().equals(variation) && pair.otherVariation().equals(other))
        .map(Paired::sums)
        .reduce(Moments.NONE, Moments::plus);
  }
}
