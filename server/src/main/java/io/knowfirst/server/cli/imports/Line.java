package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A line of a file of events. */
sealed interface Line {
  /** Its number in the file, from 1. */
  long number();

  /**
   * An event to send.
   *
   * @param visitor whom it counts for
   * @param body as {@code POST /v1/events} takes it
   * @param view what was looked at, when the page then asks for decisions; else null
   */
  record Happened(long number, String visitor, ObjectNode body, @Nullable View view)
      implements Line {
    String timestamp() {
      return body.path("timestamp").asText();
    }
  }

  /** A line that is no event, and why. */
  record Bad(long number, String reason) implements Line {}

  /** The product page of a view. */
  record View(String product, @Nullable String category) {}
}
