package io.knowfirst.server.experiments.lifecycle;

import io.knowfirst.experiments.assignment.BucketTable;
import io.knowfirst.experiments.assignment.Experiment;
import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.decide.assignment.Registered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Who sees what, as it is stored. */
final class StoredSplit {
  private static final int RANGE = 3;

  private StoredSplit() {}

  static Experiment of(
      ExperimentFile definition,
      int phase,
      String seed,
      int coverage,
      Integer[] weights,
      Integer[] buckets) {
    var variations = new ArrayList<Variation>();
    for (int i = 0; i < weights.length; i++) {
      variations.add(new Variation(definition.variations().get(i).id(), weights[i]));
    }
    var ranges = new ArrayList<BucketTable.Range>();
    for (int i = 0; i + 2 < buckets.length; i += RANGE) {
      ranges.add(new BucketTable.Range(buckets[i], buckets[i + 1], buckets[i + 2]));
    }
    return new Experiment(
        definition.id(),
        phase,
        seed,
        Registered.hashVersion(definition),
        variations,
        coverage,
        BucketTable.of(variations.size(), ranges),
        Registered.exclusion(definition),
        definition.split().forced());
  }

  static List<Integer> weights(Experiment split) {
    return split.variations().stream().map(Variation::weight).toList();
  }

  static Integer[] buckets(Experiment split) {
    return split.buckets().ranges().stream()
        .flatMap(range -> java.util.stream.Stream.of(range.variation(), range.from(), range.to()))
        .toArray(Integer[]::new);
  }

  /** The period that begins with it. */
  static Period period(Experiment split, Instant since) {
    return new Period(
        split.phase(),
        since,
        split.variations().stream().map(Variation::id).toList(),
        weights(split),
        split.coverage(),
        IntStream.range(0, split.variations().size()).mapToObj(split.buckets()::share).toList());
  }
}
