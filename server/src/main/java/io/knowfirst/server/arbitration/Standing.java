package io.knowfirst.server.arbitration;

import io.knowfirst.rules.facts.History;
import java.time.Instant;
import java.util.Set;

/**
 * How the visitor stands towards campaigns at the decision's clock.
 *
 * @param granted the purposes that the visitor granted
 * @param history what was shown to them so far
 */
public record Standing(Set<String> granted, History history, Instant now) {
  public Standing {
    granted = Set.copyOf(granted);
  }
}
