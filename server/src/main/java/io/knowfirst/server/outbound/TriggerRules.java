package io.knowfirst.server.outbound;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What rules of a trigger are about: their triggers, campaigns and placements. */
final class TriggerRules {
  private TriggerRules() {}

  static Map<String, Trigger> of(RuleBase base) {
    var triggers = new HashMap<String, Trigger>();
    for (var rule : base.rules()) {
      var trigger = rule.trigger();
      if (trigger != null) {
        triggers.put(rule.name(), trigger);
      }
    }
    return triggers;
  }

  static List<String> campaigns(RuleBase base, String rule) {
    return base.rules().stream()
        .filter(card -> card.name().equals(rule))
        .flatMap(card -> card.campaigns().stream())
        .toList();
  }

  static List<Placement> placements(RuleBase base, List<String> campaigns) {
    var folder = base.folder();
    return campaigns.stream()
        .map(folder.campaigns()::get)
        .filter(Objects::nonNull)
        .flatMap(campaign -> campaign.placements().stream())
        .distinct()
        .map(folder.placements()::get)
        .filter(Objects::nonNull)
        .toList();
  }

  /** What the rule offers, or what a visitor who is held out from it gets instead. */
  static boolean isMeant(Placed placed, String rule, List<String> campaigns) {
    var firing = placed.reason().firing();
    var held = placed.holdout();
    return (placed.outcome() == Outcome.KNOWN && firing != null && firing.rule().equals(rule))
        || (held != null && held.out() && campaigns.contains(held.campaign()));
  }
}
