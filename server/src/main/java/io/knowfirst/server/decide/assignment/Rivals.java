package io.knowfirst.server.decide.assignment;

import io.knowfirst.rules.folder.ExperimentFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Experiments that run on the placement of another one, and what they leave of its visitors. */
public final class Rivals {
  private Rivals() {}

  /** What whoever runs it should know: who takes visitors of whom. */
  public static List<String> warnings(Registered one, Collection<Registered> all, Instant now) {
    var warnings = new ArrayList<String>();
    for (var other : all) {
      if (meet(one, other, now)) {
        boolean after = Experiments.ASKED.compare(other, one) < 0;
        warnings.add(after ? taken(other, one) : taken(one, other));
      }
    }
    return warnings;
  }

  private static boolean meet(Registered one, Registered other, Instant now) {
    return !one.id().equals(other.id())
        && one.state() == State.RUNNING
        && other.state() == State.RUNNING
        && one.definition().meets(other.definition())
        && start(one.definition(), now).isBefore(end(other.definition()))
        && start(other.definition(), now).isBefore(end(one.definition()));
  }

  private static boolean leavesNobody(Registered first, Registered later) {
    return first.definition().leavesNobodyTo(later.definition());
  }

  private static String taken(Registered first, Registered later) {
    var definition = first.definition();
    var audience = definition.audience();
    return leavesNobody(first, later)
        ? "Experiment %s gets no new visitors on %s: experiment %s is asked before it and takes all of them. Maybe give each a part of an exclusion group (exclusion: {group, from, to}), or an order."
            .formatted(later.id(), definition.placement(), first.id())
        : "Experiment %s gets only the visitors on %s that experiment %s leaves, which is asked before it: its coverage is %d of 10000%s."
            .formatted(
                later.id(),
                definition.placement(),
                first.id(),
                first.split().coverage(),
                audience == null ? "" : ", its audience " + audience.conditions());
  }

  private static Instant start(ExperimentFile experiment, Instant now) {
    var from = experiment.from();
    return from == null || from.isBefore(now) ? now : from;
  }

  private static Instant end(ExperimentFile experiment) {
    var until = experiment.until();
    return until == null ? Instant.MAX : until;
  }
}
