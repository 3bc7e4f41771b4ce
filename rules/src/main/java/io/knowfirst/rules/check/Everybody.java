package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Campaigns that everybody is eligible for. KF152: on a placement where an experiment runs, which
 * nobody then reaches. KF178: elsewhere, in place of the placement's default.
 */
final class Everybody implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var all = segments(survey);
    Set<String> tested = new HashSet<>();
    for (var experiment : survey.folder().experiments().values()) {
      if (experiment.running()) {
        covering(survey, experiment.placement(), all)
            .forEach(
                campaign -> {
                  tested.add(campaign);
                  findings.add(
                      survey.warning(
                          FolderPart.EXPERIMENT,
                          experiment.id(),
                          "placement",
                          "KF152",
                          "Nobody reaches experiment \"%s\": everybody is eligible for campaign \"%s\" on %s.",
                          experiment.id(),
                          campaign,
                          experiment.placement()));
                });
      }
    }
    survey
        .offering()
        .forEach(
            (campaign, rules) -> {
              if (!tested.contains(campaign) && cover(rules, all)) {
                findings.add(
                    rules
                        .get(0)
                        .rule()
                        .warning(
                            rules.get(0).rule().at(),
                            "KF178",
                            "Everybody is eligible for campaign \"%s\". Maybe it is the placement's default.",
                            campaign));
              }
            });
  }

  /** Segments that everybody is in. */
  private static Set<String> segments(Survey survey) {
    var all = new HashSet<String>();
    boolean grew = true;
    while (grew) {
      grew = false;
      for (var entry : survey.derived().entrySet()) {
        grew |= cover(entry.getValue(), all) && all.add(entry.getKey());
      }
    }
    return all;
  }

  private static List<String> covering(Survey survey, String placement, Set<String> segments) {
    return survey.folder().campaigns().values().stream()
        .filter(campaign -> campaign.placements().contains(placement) && isOpen(campaign))
        .filter(c -> cover(survey.offering().getOrDefault(c.id(), List.of()), segments))
        .map(Campaign::id)
        .toList();
  }

  private static boolean isOpen(Campaign campaign) {
    return campaign.purpose() == null
        && campaign.cap() == null
        && campaign.from() == null
        && campaign.until() == null;
  }

  /** Whether at every moment one of the rules fires for everybody. */
  private static boolean cover(List<RuleLogic> rules, Set<String> segments) {
    Map<String, Ranges> together = new HashMap<>();
    for (var rule : rules) {
      if (!rule.isPlain() || !rule.absent().isEmpty() || rule.found().isEmpty()) {
        continue;
      }
      var asked = rule.found().stream().filter(one -> !isSure(one, segments)).toList();
      if (asked.isEmpty()) {
        return true;
      }
      if (asked.size() == 1 && asked.get(0).type() == Moment.class) {
        asked.get(0).ways().stream()
            .filter(way -> way.opaque().isEmpty() && way.asked().size() == 1)
            .forEach(way -> way.asked().forEach((p, r) -> together.merge(p, r, Ranges::or)));
      }
    }
    return together.entrySet().stream()
        .anyMatch(entry -> Bounds.of(Moment.class, entry.getKey()).within(entry.getValue()));
  }

  private static boolean isSure(AskedFact pattern, Set<String> segments) {
    var key = pattern.key();
    boolean member = pattern.type() == Member.class && key != null && segments.contains(key);
    return member
        || (pattern.type() == Moment.class
            && pattern.parts().stream()
                .allMatch(
                    part ->
                        part.ways().equals(Clause.ANYTHING)
                            || (part.comparisons().size() == 1
                                && part.comparisons().get(0).isNeedless())));
  }
}
