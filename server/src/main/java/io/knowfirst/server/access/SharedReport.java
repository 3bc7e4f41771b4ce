package io.knowfirst.server.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A report that its link shows to whoever has it.
 *
 * @param experiment its id
 * @param phase from 1
 * @param until when the link ends
 */
public record SharedReport(String experiment, int phase, Instant until) {
  private static final int PARTS = 3;

  String text() {
    return until.getEpochSecond() + " " + phase + " " + experiment;
  }

  /** Reads what {@link #text} wrote. */
  static Optional<SharedReport> of(String text) {
    var parts = text.split(" ", PARTS);
    try {
      return parts.length < PARTS
          ? Optional.empty()
          : Optional.of(
              new SharedReport(
                  parts[2],
                  Integer.parseInt(parts[1]),
                  Instant.ofEpochSecond(Long.parseLong(parts[0]))));
    } catch (NumberFormatException noneOfOurs) {
      return Optional.empty();
    }
  }
}
