package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.ScenarioMentions.Mention;
import io.knowfirst.rules.folder.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What stands beside a rule. KF160: nobody owns it. KF161: no scenario in which it fires. KF162: no
 * scenario in which it just does not. KF163: a scenario for a rule that there is not.
 */
final class Documented implements Advice {
  @Override
  public List<Finding> about(Survey survey) {
    var findings = new ArrayList<Finding>();
    Map<String, ParsedRule> rules = new HashMap<>();
    survey.rules().forEach(rule -> rules.putIfAbsent(rule.rule().name(), rule.rule()));
    var firing = named(survey, true);
    var still = named(survey, false);
    for (var logic : survey.rules()) {
      var rule = logic.rule();
      if (rule.note("owner").isEmpty()) {
        add(rule, "KF160", "Rule \"%s\" has no @owner(\"…\").", findings);
      }
      if (!firing.containsKey(rule.name())) {
        add(rule, "KF161", "No scenario says that rule \"%s\" fires.", findings);
      } else if (!still.containsKey(rule.name())) {
        add(rule, "KF162", "No scenario says when rule \"%s\" just does not fire.", findings);
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
    return findings;
  }

  private static void add(ParsedRule rule, String code, String message, List<Finding> findings) {
    var words = message.formatted(rule.name());
    findings.add(
        code.equals("KF160")
            ? rule.source().warning(rule.at(), code, words)
            : rule.source().info(rule.at(), code, words));
  }

  private static Map<String, Boolean> named(Survey survey, boolean fires) {
    return survey.scenarios().stream()
        .filter(mention -> mention.fires() == fires)
        .map(Mention::rule)
        .distinct()
        .collect(Collectors.toMap(name -> name, name -> true));
  }
}
