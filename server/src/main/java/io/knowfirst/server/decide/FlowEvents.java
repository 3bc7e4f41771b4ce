package io.knowfirst.server.decide;

import io.knowfirst.server.decide.assignment.HoldoutAssigner;
import io.knowfirst.server.decide.assignment.Participant;
import io.knowfirst.server.decide.flow.FlowMove;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.HoldoutAssignment;
import io.knowfirst.server.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves in campaigns of steps as events; who is held out of a campaign is drawn on entering it. */
public final class FlowEvents {
  private FlowEvents() {}

  /**
   * As they are stored.
   *
   * @param visitor whose id draws
   */
  public static List<Event> of(
      ActiveRules rules, String visitor, Profile profile, List<FlowMove> moves, Instant now) {
    var events = new ArrayList<Event>(moves.size());
    for (var move : moves) {
      var drawn =
          move.kind() == FlowMove.Kind.ENTERED
              ? draw(rules, visitor, profile, move.to().entry().campaign(), now)
              : null;
      var draws =
          drawn == null
              ? List.<String>of()
              : drawn.draws().stream().map(HoldoutAssignment.Draw::text).toList();
      events.add(move.event(now, draws));
    }
    return events;
  }

  /** What the visitor is drawn for, or was; null where nobody is held out. */
  static @Nullable HoldoutAssignment draw(
      ActiveRules rules, String visitor, Profile profile, String campaign, Instant now) {
    var who =
        new Participant(
            visitor,
            profile.assignments(),
            now,
            () -> {
              throw new IllegalStateException("A holdout has no audience");
            });
    return HoldoutAssigner.draw(rules.holdouts(), campaign, who);
  }
}
