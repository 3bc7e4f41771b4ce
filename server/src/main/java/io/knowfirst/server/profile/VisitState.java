package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Origin;
import org.jspecify.annotations.Nullable;

/**
 * A span of activity without an idle half hour.
 *
 * @param start milliseconds since the epoch
 * @param last the last activity
 * @param came the last one of the visit that says where it came from
 * @param devices that it was made with, as {@link io.knowfirst.rules.facts.Habits.PastVisit} has it
 */
record VisitState(long start, long last, @Nullable Came came, int devices) {
  /** A visit ends after this many milliseconds without activity. */
  static final long IDLE = 30 * 60_000L;

  /** Whether an activity at {@code at}, not before the start, belongs to this visit. */
  boolean holds(long at) {
    return at - last < IDLE;
  }

  /** This visit and another that belongs to it. */
  VisitState and(VisitState other) {
    return new VisitState(
        Math.min(start, other.start),
        Math.max(last, other.last),
        later(came, other.came) ? other.came : came,
        devices | other.devices);
  }

  private static boolean later(@Nullable Came one, @Nullable Came other) {
    if (one == null || other == null) {
      return one == null;
    }
    return one.precedes(other);
  }

  /** The order in which what happened at the same time counts: by the id of the event. */
  static boolean precedes(Origin one, Origin other) {
    int order = one.at().compareTo(other.at());
    return order < 0 || (order == 0 && one.event().compareTo(other.event()) < 0);
  }
}
