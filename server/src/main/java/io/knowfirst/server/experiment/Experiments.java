package io.knowfirst.server.experiment;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.experiments.assignment.Experiment;
import io.knowfirst.experiments.assignment.HashVersion;
import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The running experiments of a rule base, by placement. */
public final class Experiments {
  private final Map<String, List<Running>> byPlacement;

  private record Running(Experiment experiment, Map<String, String> contents) {}

  private Experiments(Map<String, List<Running>> byPlacement) {
    this.byPlacement = byPlacement;
  }

  /**
   * Those whose file says that they run; several on one placement are asked in the order of their
   * ids.
   */
  public static Experiments of(RuleFolder folder) {
    var byPlacement = new HashMap<String, List<Running>>();
    folder.experiments().values().stream()
        .filter(ExperimentFile::running)
        .sorted(Comparator.comparing(ExperimentFile::id))
        .forEach(
            file ->
                byPlacement
                    .computeIfAbsent(file.placement(), p -> new ArrayList<>())
                    .add(running(file)));
    return new Experiments(byPlacement);
  }

  /** The visitor's variation in the first experiment of the placement that they take part in. */
  public Optional<Trial> assign(String placement, String visitor) {
    for (var running : byPlacement.getOrDefault(placement, List.of())) {
      if (running.experiment.assign(visitor, null) instanceof Assignment assignment) {
        var content = running.contents.get(assignment.variation());
        if (content != null) {
          return Optional.of(new Trial(assignment, content));
        }
      }
    }
    return Optional.empty();
  }

  private static Running running(ExperimentFile file) {
    var variations =
        file.variations().stream().map(v -> new Variation(v.id(), v.weight())).toList();
    var experiment =
        Experiment.of(
            file.id(), file.phase(), file.seed(), HashVersion.V2, variations, file.coverage());
    var contents =
        file.variations().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    ExperimentFile.Variation::id, ExperimentFile.Variation::content));
    return new Running(experiment, contents);
  }
}
