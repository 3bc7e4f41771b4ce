package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import java.util.List;
import java.util.Set;

/** KF239: a rule asks for an event that has not come for a month. */
final class EventSeen implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var seen = survey.outside().seen().events();
    if (seen.isEmpty()) {
      return;
    }
    for (var rule : survey.all()) {
      for (var fact : rule.facts()) {
        if (fact.type() == Did.class) {
          fact.parts().stream()
              .flatMap(part -> part.comparisons().stream())
              .filter(one -> one.property().equals("event"))
              .filter(one -> one.operator().equals("==") || one.operator().equals("in"))
              .forEach(one -> check(rule.rule(), one, seen, findings));
        }
      }
    }
  }

  private static void check(
      ParsedRule rule, LiteralComparison asked, Set<String> seen, List<Finding> findings) {
    for (var value : asked.values()) {
      var event = value.text();
      if (event != null && !seen.contains(event)) {
        findings.add(
            rule.warning(
                asked.at(),
                "KF239",
                "No event \"%s\" has come within 30 days. %s",
                event,
                Suggestion.nearest(event, seen)
                    .map(near -> "Maybe it is now \"%s\".".formatted(near))
                    .orElse("Maybe the shop does not send it yet.")));
      }
    }
  }
}
