package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.ScenarioMentions.Mention;
import io.knowfirst.rules.folder.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands beside a rule. KF160: nobody owns it. KF161: no scenario in which it fires. KF162: no
 * scenario in which it just does not. KF163: a scenario for a rule that there is not.
 */
final class Documented implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    Map<String, ParsedRule> rules = new HashMap<>();
    survey.rules().forEach(rule -> rules.putIfAbsent(rule.rule().name(), rule.rule()));
    var firing = named(survey, true);
    var still = named(survey, false);
    for (var logic : survey.rules()) {
      var rule = logic.rule();
      if (rule.note("owner").isEmpty()) {
        findings.add(
            rule.warning(rule.at(), "KF160", "Rule \"%s\" has no @owner(\"…\").", rule.name()));
      }
      if (!firing.contains(rule.name())) {
        findings.add(
            rule.info(rule.at(), "KF161", "No scenario says that rule \"%s\" fires.", rule.name()));
      } else if (!still.contains(rule.name())) {
        findings.add(
            rule.info(
                rule.at(),
                "KF162",
                "No scenario says when rule \"%s\" just does not fire.",
                rule.name()));
      }
    }
    for (var mention : survey.scenarios()) {
      if (!rules.containsKey(mention.rule()) && !survey.mentioned().contains(mention.rule())) {
        findings.add(
            Finding.warning(
                mention.file(),
                mention.line(),
                mention.column(),
                "KF163",
                "There is no rule \"%s\". %s"
                    .formatted(mention.rule(), Suggestion.of(mention.rule(), rules.keySet()))));
      }
    }
  }

  private static Set<String> named(Survey survey, boolean fires) {
    return survey.scenarios().stream()
        .filter(mention -> mention.fires() == fires)
        .map(Mention::rule)
        .collect(Collectors.toSet());
  }
}
