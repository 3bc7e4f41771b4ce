package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The orders that came soon after a campaign was shown or followed. */
final class Conversions {
  static final int DAYS = 7;
  private static final long MILLIS = DAYS * 86_400_000L;

  private Conversions() {}

  /**
   * One touch of each order that was placed at most {@link #DAYS} times 24 hours after one of the
   * causes, newest first.
   *
   * @param bought newest first
   * @param causes in any order
   */
  static List<Touch> of(List<Touch> bought, List<Touch> causes) {
    var orders = new ArrayList<Touch>();
    var known = new HashSet<String>();
    for (var touch : bought) {
      boolean soon =
          causes.stream()
              .anyMatch(cause -> cause.at() <= touch.at() && touch.at() - cause.at() <= MILLIS);
      if (soon && known.add(touch.event())) {
        orders.add(touch);
      }
    }
    return orders;
  }
}
