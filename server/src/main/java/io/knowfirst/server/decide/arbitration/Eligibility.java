package io.knowfirst.server.decide.arbitration;

import io.knowfirst.rules.facts.History;
import java.time.Instant;
import java.util.Set;

/**
 * How the visitor stands towards campaigns at the decision's clock.
 *
 * @param granted the purposes that the visitor granted
 * @param history what was shown to them so far
 */
public record Eligibility(Set<String> granted, History history, Instant now) {
  public Eligibility {
    granted = Set.copyOf(granted);
  }
}
