package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that add nothing. KF145: another rule concludes the same from less. KF146: another rule
 * concludes the same from the same.
 */
final class Redundant implements Advice {
  private static final int MOST_COMPARED = 200;

  @Override
  public void about(Survey survey, List<Finding> findings) {
    Map<String, List<RuleLogic>> alike = new LinkedHashMap<>();
    for (var rule : survey.whole()) {
      if (!rule.conclusion().isEmpty() && rule.contradiction().isEmpty()) {
        alike.computeIfAbsent(rule.conclusion(), text -> new ArrayList<>()).add(rule);
      }
    }
    for (var group : alike.values()) {
      for (int i = 0; i < group.size(); i++) {
        compare(i, group, findings);
      }
    }
  }

  private static void compare(int i, List<RuleLogic> group, List<Finding> findings) {
    var rule = group.get(i);
    for (int j = 0; j < Math.min(group.size(), MOST_COMPARED); j++) {
      var other = group.get(j);
      if (i == j || !rule.within(other)) {
        continue;
      }
      boolean equal = other.within(rule);
      if (!equal || j < i) {
        findings.add(found(rule, other, equal));
        return;
      }
    }
  }

  private static Finding found(RuleLogic rule, RuleLogic other, boolean equal) {
    return rule.rule()
        .warning(
            rule.rule().at(),
            equal ? "KF146" : "KF145",
            "Rule \"%s\" adds nothing: \"%s\" (%s:%d) concludes the same from %s.",
            rule.rule().name(),
            other.rule().name(),
            other.rule().source().name(),
            other.rule().line(),
            equal ? "the same" : "less");
  }
}
