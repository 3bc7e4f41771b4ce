package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Nearby;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import java.util.List;
import java.util.Set;

/** KF238: a rule asks how far it is to a place that shop.yaml does not have. */
final class PlaceKnown implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var places = survey.folder().dates().places().keySet();
    for (var rule : survey.all()) {
      for (var fact : rule.facts()) {
        if (fact.type() == Nearby.class) {
          fact.parts().stream()
              .flatMap(part -> part.comparisons().stream())
              .filter(one -> one.property().equals("place"))
              .forEach(one -> check(rule.rule(), one, places, findings));
        }
      }
    }
  }

  private static void check(
      ParsedRule rule, LiteralComparison asked, Set<String> places, List<Finding> findings) {
    for (var value : asked.values()) {
      var name = value.text();
      if (name != null && !places.contains(name)) {
        findings.add(
            rule.warning(
                asked.at(),
                "KF238",
                "shop.yaml has no place \"%s\", so no distance to it is known. %s",
                name,
                places.isEmpty()
                    ? "Maybe add places: {%s: {latitude: 51.34, longitude: 12.37}} to shop.yaml."
                        .formatted(name)
                    : Suggestion.of(name, places)));
      }
    }
  }
}
