package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.ViewedProduct;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Expression.Name;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ways of writing that ask more than they seem to, or that belong elsewhere. KF170: no key asked.
 * KF173: a search within the key. KF174: every fact with every other. KF175: placements in a rule.
 * KF177: a product's id in a rule.
 */
final class SlowShapes implements Advice {
  private static final String PRODUCT = "product";
  private static final Set<String> SEARCHING = Set.of("contains", "startsWith", "endsWith");

  @Override
  public void about(Survey survey, List<Finding> findings) {
    for (var rule : survey.whole()) {
      new ShapeSearch(rule, findings).look();
    }
  }

  /** One rule. */
  private record ShapeSearch(RuleLogic rule, List<Finding> findings) {
    void look() {
      if (!product()) {
        rule.found().forEach(this::keys);
        rule.absent().forEach(this::keys);
      }
      rule.found().forEach(this::ids);
    }

    private void keys(AskedFact fact) {
      if (fact.type() == Placement.class) {
        add(
            fact.at(),
            "KF175",
            "A rule asks for a placement. Maybe name it in the campaign's placements.");
      }
      var key = Vocabulary.key(fact.type());
      if (key == null) {
        return;
      }
      var search = searching(fact, key);
      if (search != null) {
        add(
            search.start(),
            "KF173",
            "%s is searched in every %s. Maybe %1$s == \"…\": a category also stands for all below it, a term for each word.",
            key,
            fact.name());
      } else if (!fact.asksFor(key) && !isJoined(fact)) {
        add(
            fact.at(),
            "KF170",
            "%s asks for no %s, so any will do. Maybe %1$s(%2$s == \"…\", …).",
            fact.name(),
            key);
      }
    }

    private static @Nullable Expression searching(AskedFact fact, String key) {
      return fact.pattern().constraints().stream()
          .filter(constraint -> constraint.all().anyMatch(one -> searches(one, key)))
          .findFirst()
          .orElse(null);
    }

    private static boolean searches(Expression one, String key) {
      var owner =
          one instanceof Expression.TextTest test
              ? test.left().unnamed()
              : one instanceof Expression.Property call && SEARCHING.contains(call.name())
                  ? call.owner()
                  : null;
      return owner instanceof Name name && name.word().equals(key);
    }

    /** Whether a variable of another fact stands in it. */
    private boolean isJoined(AskedFact fact) {
      var own = fact.pattern().variables();
      return fact.pattern().constraints().stream()
          .flatMap(Expression::all)
          .anyMatch(
              one ->
                  one instanceof Name name
                      && rule.rule().bound().contains(name.word())
                      && !own.contains(name.word()));
    }

    /** Whether two kinds of facts that there may be many of are tried with each other. */
    private boolean product() {
      var many = rule.found().stream().filter(this::isMany).toList();
      if (many.size() < 2) {
        return false;
      }
      add(
          many.get(1).at(),
          "KF174",
          "Every %s is tried with every %s. Maybe ask each for its key, or join them by a variable.",
          many.get(1).name(),
          many.get(0).name());
      return true;
    }

    private boolean isMany(AskedFact fact) {
      var key = Vocabulary.key(fact.type());
      var property = key == null ? PRODUCT : key;
      return (key != null || fact.type() == ViewedProduct.class)
          && fact.ways().stream().noneMatch(way -> way.asked().containsKey(property))
          && !isJoined(fact);
    }

    private void ids(AskedFact fact) {
      fact.parts().stream()
          .flatMap(part -> part.comparisons().stream())
          .filter(one -> one.property().equals(PRODUCT))
          .filter(one -> one.values().stream().anyMatch(value -> value.text() != null))
          .findFirst()
          .ifPresent(
              one ->
                  add(
                      one.at(),
                      "KF177",
                      "A rule names a product. Maybe ask for its category or brand: products come and go."));
    }

    private void add(int at, String code, String message, Object... values) {
      findings.add(rule.rule().warning(at, code, message, values));
    }
  }
}
