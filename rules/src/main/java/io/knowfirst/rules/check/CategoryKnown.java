package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** KF164: a category that the catalogue has not; nothing where the catalogue is not known. */
final class CategoryKnown implements Advice {
  private static final Set<String> PROPERTIES = Set.of("category", "exactly", "favouriteCategory");

  @Override
  public void about(Survey survey, List<Finding> findings) {
    var known =
        survey.outside().categories().stream()
            .flatMap(category -> Categories.lineage(category).stream())
            .collect(Collectors.toSet());
    if (known.isEmpty()) {
      return;
    }
    for (var rule : survey.whole()) {
      for (var patterns : List.of(rule.found(), rule.absent())) {
        for (var pattern : patterns) {
          pattern.parts().stream()
              .flatMap(part -> part.comparisons().stream())
              .filter(comparison -> isCategory(pattern, comparison.property()))
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
                FolderPart.CONTENT,
                content.id(),
                "products.category",
                "KF164",
                words(products.category(), known)));
      }
    }
  }

  private static boolean isCategory(AskedFact fact, String property) {
    return PROPERTIES.contains(property)
        || (fact.type() == Interest.class
            && property.equals("value")
            && InterestWeights.CATEGORY.equals(fact.key()));
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
}
