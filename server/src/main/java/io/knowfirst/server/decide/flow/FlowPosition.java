package io.knowfirst.server.decide.flow;

import java.time.Instant;
import java.util.List;

/**
 * Where a visitor is in a campaign.
 *
 * @param number how many moves of the entry led here
 * @param step the id; empty before the first
 * @param at when they came there; of something sent, when it was
 * @param told the last step that showed or sent something
 * @param next the steps that could follow when they came there, in the order of the file
 */
public record FlowPosition(
    FlowEntry entry, int number, String step, Instant at, Told told, List<String> next) {
  public FlowPosition {
    next = List.copyOf(next);
  }

  /**
   * A step that showed or sent something.
   *
   * @param step the id; empty where there was none yet
   * @param since when it began; when the visitor entered where there was none yet
   */
  public record Told(String step, Instant since) {}
}
