package io.knowfirst.server.rulesets.liveness;

import java.util.OptionalDouble;

/**
 * Whether a rule that used to fire fell silent. Fires that come by chance stay away for a while
 * with probability exp(-expected), where expected is how many there should have been: the rule's
 * share of decisions in the same hours of the seven days before, times the decisions that were made
 * since. What repeats weekly is kept quiet by a second look: the same hours a week before must give
 * reason to expect as much; the smaller of the two counts.
 */
final class Silence {
  /** How likely a false alarm may be at each look, for all rules together. */
  static final double CHANCE = 0.001;

  private static final int DAY = 24;
  private static final int DAYS = 7;
  private static final int WEEK = DAYS * DAY;

  private final Hours decisions;
  private final double chance;

  /**
   * @param decisions of all rules
   * @param rules how many rules are looked at, which share the chance of a false alarm
   */
  Silence(Hours decisions, int rules) {
    this.decisions = decisions;
    this.chance = CHANCE / Math.max(1, rules);
  }

  /**
   * How many fires are missed since the last one; empty where that can be chance. The hour of the
   * last one does not count, and of a long silence the first week does.
   *
   * @param now the hour that it is
   */
  OptionalDouble missed(Hours fires, long now) {
    var last = fires.last();
    if (last.isEmpty() || last.getAsLong() >= now) {
      return OptionalDouble.empty();
    }
    long from = last.getAsLong() + 1;
    long until = Math.min(now, from + WEEK - 1);
    long daysBack = (until - from) / DAY + 1;
    double usual = 0;
    double weekAgo = 0;
    for (long hour = from; hour <= until; hour++) {
      long made = decisions.at(hour);
      if (made > 0) {
        usual += made * share(fires, hour - daysBack * DAY, DAYS);
        weekAgo += made * share(fires, hour - WEEK, 1);
      }
    }
    double expected = Math.min(usual, weekAgo);
    return Math.exp(-expected) < chance ? OptionalDouble.of(expected) : OptionalDouble.empty();
  }

  /** Of decisions in the same hour of so many days, the newest given. */
  private double share(Hours fires, long newest, int days) {
    long fired = 0;
    long made = 0;
    for (int day = 0; day < days; day++) {
      fired += fires.at(newest - (long) day * DAY);
      made += decisions.at(newest - (long) day * DAY);
    }
    return made == 0 ? 0 : (double) fired / made;
  }
}
