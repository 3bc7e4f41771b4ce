package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.SegmentReaders;
import io.knowfirst.rules.engine.RuleEngine;
import java.util.ArrayDeque;
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
  /** Stands for a failure that cannot be laid at one rule's door: nothing can be trusted. */
  static final String ANY_RULE = RuleEngine.ANY_RULE;

  /** Works out the answer for the failures of some rules. */
  static Affected by(Set<String> failed, Map<String, RuleCard> byName, SegmentReaders readers) {
    var rules = new HashSet<>(failed);
    if (failed.contains(ANY_RULE)) {
      rules.addAll(byName.keySet());
    }
    var open = new ArrayDeque<>(rules);
    var segments = new HashSet<String>();
    var campaigns = new HashSet<String>();
    while (!open.isEmpty()) {
      var rule = byName.get(open.remove());
      if (rule == null) {
        continue;
      }
      campaigns.addAll(rule.campaigns());
      for (var segment : rule.segments()) {
        if (segments.add(segment)) {
          readers.of(segment).stream().map(RuleCard::name).filter(rules::add).forEach(open::add);
        }
      }
    }
    return new Affected(Set.copyOf(rules), Set.copyOf(campaigns), Set.copyOf(segments));
  }
}
