package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import java.util.List;

/**
 * Interests that there cannot be as {@code shop.yaml} has it. KF261: a price band that is none.
 * KF262: a rank beyond the values that become facts.
 */
final class InterestKnown implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var weights = survey.folder().interests();
    for (var rule : survey.all()) {
      for (var fact : rule.facts()) {
        if (fact.type() == Interest.class) {
          if (InterestWeights.PRICE.equals(fact.key())) {
            bands(rule.rule(), fact, weights.bands(), findings);
          }
          ranks(rule.rule(), fact, weights.top(), findings);
        }
      }
    }
  }

  private static void bands(
      ParsedRule rule, AskedFact fact, List<String> bands, List<Finding> findings) {
    for (var one : comparisons(fact, "value")) {
      for (var value : one.values()) {
        var band = value.text();
        if (band != null && !bands.contains(band)) {
          findings.add(
              rule.warning(
                  one.at(),
                  "KF261",
                  "shop.yaml has no price band \"%s\". %s",
                  band,
                  Suggestion.of(band, bands)));
        }
      }
    }
  }

  private static void ranks(ParsedRule rule, AskedFact fact, int top, List<Finding> findings) {
    var first = Ranges.from(Scalar.of(1), true).and(Ranges.upTo(Scalar.of(top + 1), false));
    for (var one : comparisons(fact, "rank")) {
      if (one.ranges().and(first).isNone()) {
        findings.add(
            rule.warning(
                one.at(),
                "KF262",
                "No Interest has the rank %s: only the first %d of a kind are facts. Maybe a higher top in interests of shop.yaml.",
                one.inWords(),
                top));
      }
    }
  }

  private static List<LiteralComparison> comparisons(AskedFact fact, String property) {
    return fact.parts().stream()
        .flatMap(part -> part.comparisons().stream())
        .filter(one -> one.property().equals(property))
        .toList();
  }
}
