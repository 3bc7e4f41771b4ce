package io.knowfirst.rules.facts;

import java.time.Instant;
import java.time.ZoneId;

/**
 * What a zone's clock was ahead of UTC, for the many moments of a visitor's past: the last changes
 * are at hand, where the rules of the zone would be searched each time.
 */
final class ZoneOffsets {
  private static final int CHANGES = 8;

  /** That of the last decision: decisions at about the same time in the same zone share it. */
  private static volatile ZoneOffsets last = new ZoneOffsets(ZoneId.of("UTC"), 0);

  private final ZoneId zone;

  /** Of the changes up to now, newest first: when, in milliseconds since the epoch, and to what. */
  private final long[] since = new long[CHANGES];

  private final int[] seconds = new int[CHANGES];
  private final long until;

  private ZoneOffsets(ZoneId zone, long now) {
    this.zone = zone;
    var rules = zone.getRules();
    var next = rules.nextTransition(Instant.ofEpochMilli(now));
    this.until = next == null ? Long.MAX_VALUE : next.toEpochSecond() * 1_000;
    var change = rules.previousTransition(Instant.ofEpochMilli(now + 1));
    for (int i = 0, before = slow(now); i < CHANGES; i++) {
      since[i] = change == null ? Long.MIN_VALUE : change.toEpochSecond() * 1_000;
      seconds[i] = before;
      if (change != null) {
        before = change.getOffsetBefore().getTotalSeconds();
        change = rules.previousTransition(change.getInstant());
      }
    }
  }

  /**
   * @param now milliseconds since the epoch; later moments than its next change take longer
   */
  static ZoneOffsets of(ZoneId zone, long now) {
    var known = last;
    if (now >= known.until || !known.zone.equals(zone)) {
      known = new ZoneOffsets(zone, now);
      last = known;
    }
    return known;
  }

  /**
   * Of the zone's clock since the epoch.
   *
   * @param at milliseconds since the epoch
   */
  long seconds(long at) {
    return Math.floorDiv(at, 1_000L) + offset(at);
  }

  private int offset(long at) {
    if (at < until) {
      for (int i = 0; i < CHANGES; i++) {
        if (at >= since[i]) {
          return seconds[i];
        }
      }
    }
    return slow(at);
  }

  private int slow(long at) {
    return zone.getRules().getOffset(Instant.ofEpochMilli(at)).getTotalSeconds();
  }
}
