package io.knowfirst.server.web;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The placements that no campaign and no experiment has: they show their default to everybody. */
final class StaticPlacements {
  private final Services services;
  private volatile @Nullable Found found;

  private record Found(String ruleset, Experiments experiments, Set<String> placements) {}

  StaticPlacements(Services services) {
    this.services = services;
  }

  @SuppressWarnings("ReferenceEquality") // What decides now is the same object, or another.
  Set<String> now() {
    var base = services.rules().rulesets().get().get().base();
    var experiments = services.experiments().now().get();
    var last = found;
    if (last == null
        || !last.ruleset.equals(base.hash())
        || !last.experiments.equals(experiments)) {
      last = new Found(base.hash(), experiments, of(base.folder(), experiments));
      found = last;
    }
    return last.placements;
  }

  private static Set<String> of(RuleFolder rules, Experiments experiments) {
    var fixed = new HashSet<>(rules.placements().keySet());
    rules.campaigns().values().forEach(campaign -> fixed.removeAll(campaign.placements()));
    experiments.all().forEach(one -> fixed.remove(one.definition().placement()));
    return Set.copyOf(fixed);
  }
}
