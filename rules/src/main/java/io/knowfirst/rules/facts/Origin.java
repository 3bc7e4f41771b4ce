package io.knowfirst.rules.facts;

import java.time.Instant;

/**
 * Where a fact came from.
 *
 * @param event the id of the event, or {@link #REQUEST} for what the request itself said
 * @param at when it happened
 */
public record Origin(String event, Instant at) {
  public static final String REQUEST = "request";
}
