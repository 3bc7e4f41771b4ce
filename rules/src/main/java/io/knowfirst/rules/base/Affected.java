package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What can no longer be trusted when a rule failed: its own conclusions, and those of every rule
 * that reads a segment it might have derived.
 */
record Affected(Set<String> rules, Set<String> campaigns) {

  static Affected by(Collection<String> failed, Collection<RuleCard> all) {
    var rules = new HashSet<>(failed);
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
