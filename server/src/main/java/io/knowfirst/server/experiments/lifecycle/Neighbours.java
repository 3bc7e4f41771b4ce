package io.knowfirst.server.experiments.lifecycle;

import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.State;
import io.knowfirst.server.experiments.lifecycle.ExperimentStore.Kept;
import java.util.List;

/** That no two experiments of a group have the same visitors. */
final class Neighbours {
  private Neighbours() {}

  /**
   * @throws Refusal naming both
   */
  static void check(Registered next, List<Kept> all) {
    var place = next.definition().split().exclusion();
    if (place == null || over(next)) {
      return;
    }
    for (var kept : all) {
      var other = kept.experiment();
      var others = other.definition().split().exclusion();
      if (others != null
          && !over(other)
          && !other.id().equals(next.id())
          && place.overlaps(others)) {
        throw new Refusal(
            List.of(
                "In group %s, %d to %d of experiment %s overlaps %d to %d of experiment %s, expected buckets of its own. Maybe archive one of them first."
                    .formatted(
                        place.group(),
                        place.from(),
                        place.to(),
                        next.id(),
                        others.from(),
                        others.to(),
                        other.id())),
            List.of(
                new Refusal.Field(
                    "/exclusion",
                    "buckets of its own: %d to %d are those of experiment %s"
                        .formatted(others.from(), others.to(), other.id()),
                    "archive one of them first.")));
      }
    }
  }

  private static boolean over(Registered experiment) {
    return experiment.state() == State.DECIDED || experiment.state() == State.ARCHIVED;
  }
}
