package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.folder.Finding;
import java.util.List;

/**
 * KF222: facts of which there may be several are asked whether they are another: {@code !=}, {@code
 * not in}, {@code not matches}, or a negation of the opposite in any spelling. It holds as soon as
 * one of them is another, and never where there is none: seldom what is meant.
 */
final class AnotherOfMany implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    for (var rule : survey.all()) {
      for (var fact : rule.facts()) {
        if (!fact.absent() && !fact.summed() && !fact.isOfTheMoment()) {
          new Negations(fact.pattern())
              .all().stream()
                  .filter(one -> isOneOfMany(fact, one.property()))
                  .forEach(one -> findings.add(found(rule.rule(), fact, one)));
        }
      }
    }
  }

  /** Whether the fact is not already told from the others of its type. */
  private static boolean isOneOfMany(AskedFact fact, String property) {
    return fact.key() == null || (fact.type() == Trait.class && !property.equals("number"));
  }

  private static Finding found(
      ParsedRule rule, AskedFact fact, Negations.NegatedProperty negation) {
    var key = Vocabulary.key(fact.type());
    return rule.warning(
        negation.at(),
        "KF222",
        "Holds as soon as one %1$s has another %2$s, whatever the others have, and not where there is none. Maybe not %1$s(%3$s%4$s).",
        fact.name(),
        negation.property(),
        fact.key() == null ? "" : "%s == \"%s\", ".formatted(key, fact.key()),
        negation.positive());
  }
}
