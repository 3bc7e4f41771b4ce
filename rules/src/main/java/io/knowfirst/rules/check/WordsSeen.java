package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import java.util.List;
import java.util.Set;

/**
 * What a rule asks for that has not come for a month. KF301: a property of an event. KF302: a
 * trait. KF303: a city.
 */
final class WordsSeen implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var seen = survey.outside().seen();
    for (var rule : survey.all()) {
      for (var fact : rule.facts()) {
        if (fact.type() == Did.class) {
          properties(rule.rule(), fact, seen, findings);
        } else if (fact.type() == Trait.class) {
          words(rule.rule(), fact, "name", seen.traits(), "KF302", "No trait", findings);
        } else if (fact.type() == Place.class) {
          words(rule.rule(), fact, "city", seen.cities(), "KF303", "Nobody in the city", findings);
        }
      }
    }
  }

  private static void properties(
      ParsedRule rule, AskedFact fact, Seen seen, List<Finding> findings) {
    var event = fact.key();
    var known = event == null ? null : seen.properties().get(event);
    if (event == null || known == null) {
      return;
    }
    for (var name : fact.pattern().properties()) {
      if (!known.contains(name)) {
        findings.add(
            rule.warning(
                fact.at(),
                "KF301",
                "No \"%s\" with the property \"%s\" has come within 30 days. %s",
                event,
                name,
                advice(name, known)));
      }
    }
  }

  private static void words(
      ParsedRule rule,
      AskedFact fact,
      String property,
      Set<String> known,
      String code,
      String what,
      List<Finding> findings) {
    if (known.isEmpty()) {
      return;
    }
    fact.parts().stream()
        .flatMap(part -> part.comparisons().stream())
        .filter(one -> one.property().equals(property))
        .filter(one -> one.operator().equals("==") || one.operator().equals("in"))
        .forEach(
            one -> {
              for (var value : one.values()) {
                var word = value.text();
                if (word != null && !known.contains(word)) {
                  findings.add(
                      rule.warning(
                          one.at(),
                          code,
                          "%s \"%s\" has come within 30 days. %s",
                          what,
                          word,
                          advice(word, known)));
                }
              }
            });
  }

  private static String advice(String word, Set<String> known) {
    return Suggestion.nearest(word, known)
        .map("Maybe it is now \"%s\"."::formatted)
        .orElse("Maybe the shop does not send it yet.");
  }
}
