package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** KF113: segments that derive each other in a circle, so that their rules would never end. */
final class SegmentCircle implements Lint {
  @Override
  public List<Finding> check(List<ParsedFile> files, RuleFolder folder) {
    var rules =
        files.stream()
            .flatMap(file -> file.rules().stream())
            .filter(ParsedRule::derivesSegments)
            .toList();
    var cards =
        rules.stream()
            .map(rule -> rule.card(0))
            .filter(card -> card.reads().containsKey("Member"))
            .toList();
    var findings = new ArrayList<Finding>();
    for (var rule : rules) {
      var card = rule.card(0);
      var reached = reachable(new HashSet<>(card.segments()), cards);
      if (card.readsAnyOf(reached)) {
        findings.add(
            rule.source()
                .error(
                    rule.at(),
                    "KF113",
                    "Rule \"%s\" reads a segment that follows from its own: %s."
                        .formatted(rule.name(), String.join(", ", card.segments()))));
      }
    }
    return findings;
  }

  private static Set<String> reachable(Set<String> segments, List<RuleCard> rules) {
    boolean grew = true;
    while (grew) {
      grew = false;
      for (var rule : rules) {
        if (rule.readsAnyOf(segments)) {
          grew |= segments.addAll(rule.segments());
        }
      }
    }
    return segments;
  }
}
