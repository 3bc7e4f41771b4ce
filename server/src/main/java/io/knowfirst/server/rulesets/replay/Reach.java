package io.knowfirst.server.rulesets.replay;

import io.knowfirst.experiments.statistics.Interval;
import io.knowfirst.experiments.statistics.Level;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.rules.base.Membership;
import io.knowfirst.server.decide.ActiveRules;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How many recorded decisions were made for members of a segment, and how many visitors they are.
 *
 * @param from the earliest second
 * @param recorded decisions recorded in that time; those beyond the maximum were not looked at
 * @param decisions looked at
 * @param reached of them for a member
 * @param visitors of the decisions
 * @param members of the visitors, those who were it at any of their decisions
 */
public record Reach(
    String segment,
    Instant from,
    Instant until,
    long recorded,
    long decisions,
    long reached,
    long visitors,
    long members) {
  private static final double ALPHA = 0.05;
  private static final Interval ANYTHING = new Interval(0, 1, 1 - ALPHA);

  /** Share of the decisions, 0 to 1; 0 without any. */
  public double share() {
    return decisions == 0 ? 0 : (double) reached / decisions;
  }

  /** Where the share lies with 95 % confidence (Wilson), as far as decisions are independent. */
  public Interval interval() {
    return decisions == 0
        ? ANYTHING
        : Level.of(MetricKind.BINARY, Moments.ofConversions(decisions, reached), ALPHA)
            .found()
            .map(Level::interval)
            .orElse(ANYTHING);
  }

  /** In a sentence. */
  public String summary() {
    if (decisions == 0) {
      return "No decision was recorded in this time.";
    }
    return String.format(
        Locale.ROOT,
        "about %.1f %% of the decisions (%,d of %,d recorded), %.1f to %.1f %%",
        100 * share(),
        reached,
        decisions,
        100 * interval().low(),
        100 * interval().high());
  }

  /** Counts on one thread. */
  static final class ReachCount implements RecordedScan.Reader {
    private final Redecision again;
    private final ActiveRules rules;
    private final String segment;
    private final Set<String> visitors = new HashSet<>();
    private final Set<String> members = new HashSet<>();
    private long decisions;
    private long reached;

    ReachCount(Redecision again, ActiveRules rules, String segment) {
      this.again = again;
      this.rules = rules;
      this.segment = segment;
    }

    @Override
    public void read(Recorded recorded) {
      decisions++;
      visitors.add(recorded.visitor());
      boolean is =
          again.decideNow(recorded, rules).evaluation().segments().stream()
              .map(Membership::segment)
              .anyMatch(segment::equals);
      if (is) {
        reached++;
        members.add(recorded.visitor());
      }
    }

    @Override
    public void unreadable(String id) {
      // It tells nothing of whom it was for.
    }

    ReachCount plus(ReachCount other) {
      decisions += other.decisions;
      reached += other.reached;
      visitors.addAll(other.visitors);
      members.addAll(other.members);
      return this;
    }

    Reach reach(Instant from, Instant until, long recorded) {
      return new Reach(
          segment, from, until, recorded, decisions, reached, visitors.size(), members.size());
    }
  }
}
