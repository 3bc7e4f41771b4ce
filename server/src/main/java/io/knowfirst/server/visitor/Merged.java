package io.knowfirst.server.visitor;

import java.time.Instant;
import java.util.List;

/**
 * Two known visitors who are one now.
 *
 * @param visitor under whose id they are known
 * @param ids the other visitor's, which lead there now, the one that was known first
 * @param undoUntil until when they can be parted again
 */
public record Merged(String visitor, List<String> ids, Instant undoUntil) {
  public Merged {
    ids = List.copyOf(ids);
  }
}
