package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can no longer be trusted when a rule failed: its own conclusions, and those of every rule
 * that reads a segment it might have derived.
 */
record Affected(Set<String> rules, Set<String> campaigns) {
  /** Stands for a failure that cannot be laid at one rule's door: nothing can be trusted. */
  static final String ANY_RULE = "";

  private static final int MOST_REMEMBERED = 500;

  /** Answers for the failures of one rule base, each worked out once. */
  static final class Answers {
    private final Collection<RuleCard> all;
    private final Map<Set<String>, Affected> known = new ConcurrentHashMap<>();

    Answers(Collection<RuleCard> all) {
      this.all = all;
    }

    Affected by(Set<String> failed) {
      var answer = known.get(failed);
      if (answer == null) {
        answer = Affected.by(failed, all);
        if (known.size() < MOST_REMEMBERED) {
          known.put(Set.copyOf(failed), answer);
        }
      }
      return answer;
    }
  }

  static Affected by(Collection<String> failed, Collection<RuleCard> all) {
    var rules = new HashSet<>(failed);
    if (failed.contains(ANY_RULE)) {
      all.forEach(rule -> rules.add(rule.name()));
    }
    var segments = new HashSet<String>();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (var rule : all) {
        if (rules.contains(rule.name()) || rule.readsAnyOf(segments)) {
          grew |= rules.add(rule.name());
          grew |= segments.addAll(rule.segments());
        }
      }
    }
    var campaigns = new HashSet<String>();
    all.stream()
        .filter(rule -> rules.contains(rule.name()))
        .forEach(rule -> campaigns.addAll(rule.campaigns()));
    return new Affected(Set.copyOf(rules), Set.copyOf(campaigns));
  }
}
