package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.folder.Whereabouts.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** KF164: a category that the catalogue has not; nothing where the catalogue is not known. */
final class CategoryKnown implements Advice {
  private static final Set<String> PROPERTIES = Set.of("category", "exactly", "favouriteCategory");

  @Override
  public List<Finding> about(Survey survey) {
    var findings = new ArrayList<Finding>();
    var known = withParents(survey.outside().categories());
    if (known.isEmpty()) {
      return findings;
    }
    for (var rule : survey.whole()) {
      for (var patterns : List.of(rule.found(), rule.absent())) {
        for (var pattern : patterns) {
          pattern.parts().stream()
              .flatMap(part -> part.comparisons().stream())
              .filter(comparison -> PROPERTIES.contains(comparison.property()))
              .forEach(comparison -> check(rule, comparison, known, findings));
        }
      }
    }
    for (var content : survey.folder().contents().values()) {
      var products = content.products();
      if (products != null
          && !products.category().contains("{")
          && !known.contains(products.category())) {
        findings.add(
            survey.warning(
                Part.CONTENT,
                content.id(),
                "products.category",
                "KF164",
                words(products.category(), known)));
      }
    }
    return findings;
  }

  private static void check(
      RuleLogic rule, LiteralComparison comparison, Set<String> known, List<Finding> findings) {
    for (var value : comparison.values()) {
      var category = value.text();
      if (category != null && !category.isEmpty() && !known.contains(category)) {
        findings.add(rule.rule().warning(comparison.at(), "KF164", words(category, known)));
      }
    }
  }

  private static String words(String category, Set<String> known) {
    return "The catalogue has no category \"%s\". %s"
        .formatted(category, Suggestion.of(category, known));
  }

  private static Set<String> withParents(Set<String> categories) {
    var known = new HashSet<String>();
    for (var category : categories) {
      var path = category;
      while (!path.isEmpty()) {
        known.add(path);
        path = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
      }
    }
    return known;
  }
}
