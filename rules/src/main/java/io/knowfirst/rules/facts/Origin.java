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

  /** Of what was computed from the whole of a profile, or is counted there with others. */
  public static final String PROFILE = "profile";

  /** Of what all visitors are counted to do. */
  public static final String TRENDS = "trends";

  private static final String FEED = "feed:";

  /**
   * The system that said so: {@link #REQUEST}, {@link #PROFILE}, {@link #TRENDS}, {@code feed:} and
   * the name of the system that a feed came from, else {@code event}.
   */
  public String source() {
    if (event.equals(REQUEST) || event.equals(PROFILE) || event.equals(TRENDS)) {
      return event;
    }
    int end = isOfFeed(event) ? event.indexOf(':', FEED.length()) : -1;
    return end < 0 ? "event" : event.substring(0, end);
  }

  /** Whether the id of an event names a feed. */
  public static boolean isOfFeed(String event) {
    return event.startsWith(FEED);
  }
}
