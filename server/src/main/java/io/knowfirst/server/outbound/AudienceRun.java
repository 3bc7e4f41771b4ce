package io.knowfirst.server.outbound;

import java.time.Instant;
import java.util.List;

/**
 * Decisions for a segment, as they were asked for.
 *
 * @param placements where something is to be shown
 * @param ruleset hash of the rules that decide
 * @param at the clock of all its decisions
 */
public record AudienceRun(
    String id, String segment, List<String> placements, String ruleset, Instant at) {
  public AudienceRun {
    placements = List.copyOf(placements);
  }
}
