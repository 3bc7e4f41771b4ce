package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.SegmentReaders;
import io.knowfirst.rules.engine.RuleEngine;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What can no longer be trusted when a rule failed: its own conclusions, and those of every rule
 * that reads a segment it might have derived, also where it asks that the segment be absent.
 *
 * @param rules whose conclusions count for nothing
 * @param campaigns that such rules make offers for
 * @param segments that such rules derive: whether the visitor is in them is not known
 */
record Affected(Set<String> rules, Set<String> campaigns, Set<String> segments) {
  /** Works out the answer for the failures of some rules. */
  static Affected by(Set<String> failed, Map<String, RuleCard> byName, SegmentReaders readers) {
    var rules = new HashSet<>(failed);
    if (failed.contains(RuleEngine.ANY_RULE)) {
      rules.addAll(byName.keySet());
    }
    var segments = new HashSet<String>();
    var campaigns = new HashSet<String>();
    var known = byName.values().stream().filter(rule -> rules.contains(rule.name())).toList();
    for (var rule : readers.following(known)) {
      rules.add(rule.name());
      campaigns.addAll(rule.campaigns());
      segments.addAll(rule.segments());
    }
    return new Affected(Set.copyOf(rules), Set.copyOf(campaigns), Set.copyOf(segments));
  }
}
