package io.knowfirst.server.model;

import io.knowfirst.rules.facts.Placement;
import java.time.Instant;
import java.util.List;

/**
 * What do I show this visitor, here, now?
 *
 * @param visitor whose profile to use; already proven to be the caller's to ask for
 * @param placements 1 to 50, decided together, none twice
 * @param events folded in before deciding
 * @param now the decision's clock
 */
public record DecisionRequest(
    String visitor,
    String channel,
    List<Placement> placements,
    Context context,
    List<Event> events,
    Instant now) {
  public DecisionRequest {
    placements = List.copyOf(placements);
    events = List.copyOf(events);
  }
}
