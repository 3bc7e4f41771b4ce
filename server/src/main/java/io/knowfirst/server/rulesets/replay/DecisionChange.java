package io.knowfirst.server.rulesets.replay;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Decisions that would change in the same way.
 *
 * @param before in a few words
 * @param reason why, in the words of the first example
 * @param examples ids of decisions, at most {@value #EXAMPLES}
 */
public record DecisionChange(
    String placement,
    String before,
    String after,
    long decisions,
    String reason,
    SortedSet<String> examples) {
  private static final int EXAMPLES = 3;

  /** What makes two changes the same. */
  record Key(String placement, String before, String after) {}

  DecisionChange(Key key, String reason, String decision) {
    this(key.placement(), key.before(), key.after(), 1, reason, single(decision));
  }

  /** The same whatever the order in which they are added. */
  DecisionChange plus(DecisionChange other) {
    var all = new TreeSet<>(examples);
    all.addAll(other.examples);
    var first = all.first().equals(examples.first()) ? reason : other.reason;
    while (all.size() > EXAMPLES) {
      all.remove(all.last());
    }
    return new DecisionChange(placement, before, after, decisions + other.decisions, first, all);
  }

  private static SortedSet<String> single(String decision) {
    return new TreeSet<>(Set.of(decision));
  }
}
