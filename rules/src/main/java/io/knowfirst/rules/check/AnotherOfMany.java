package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Email;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Visit;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Condition.Pattern;
import io.knowfirst.rules.language.NotInLanguage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * KF222: facts of which there may be several are asked whether they are another: {@code !=}, {@code
 * not in}, {@code not matches}, or a negation of the opposite in any spelling. It holds as soon as
 * one of them is another, and never where there is none: seldom what is meant.
 */
final class AnotherOfMany implements Advice {
  private static final Set<Class<? extends Fact>> ONE_FOR_EACH_DECISION =
      Set.of(
          Arrival.class,
          Device.class,
          Email.class,
          Moment.class,
          Page.class,
          Place.class,
          Visit.class,
          Visitor.class,
          Weather.class);

  @Override
  public List<Finding> about(Survey survey) {
    var findings = new ArrayList<Finding>();
    for (var rule : survey.all()) {
      conditions(rule.rule()).forEach(one -> check(rule.rule(), one, findings));
    }
    return findings;
  }

  /** None where the tree cannot carry them, of which an error tells. */
  private static List<Condition> conditions(ParsedRule rule) {
    try {
      return rule.tree().conditions();
    } catch (NotInLanguage told) {
      return List.of();
    }
  }

  /** Looks at the facts that there must be; what sums facts up may well leave some out. */
  private static void check(ParsedRule rule, Condition condition, List<Finding> findings) {
    if (condition instanceof Pattern pattern) {
      check(rule, pattern, findings);
    } else if (condition instanceof Condition.And and) {
      and.of().forEach(one -> check(rule, one, findings));
    } else if (condition instanceof Condition.Or or) {
      or.of().forEach(one -> check(rule, one, findings));
    } else if (condition instanceof Condition.Exists exists) {
      check(rule, exists.of(), findings);
    } else if (condition instanceof Condition.Not not && not.of() instanceof Condition.Not notNot) {
      check(rule, notNot.of(), findings);
    }
  }

  private static void check(ParsedRule rule, Pattern pattern, List<Finding> findings) {
    if (ONE_FOR_EACH_DECISION.contains(pattern.type())) {
      return;
    }
    var negations = new Negations(pattern);
    for (var negation : negations.all()) {
      if (isOneOfMany(pattern, negations.key() != null, negation.property())) {
        findings.add(found(rule, pattern, negations.key(), negation));
      }
    }
  }

  /** Whether the fact is not already told from the others of its type. */
  private static boolean isOneOfMany(Pattern pattern, boolean told, String property) {
    return !told || (pattern.type() == Trait.class && !property.equals("number"));
  }

  private static Finding found(
      ParsedRule rule, Pattern pattern, @Nullable String key, Negations.Negation negation) {
    var name = pattern.type().getSimpleName();
    var others = key == null ? "" : "%s == \"%s\", ".formatted(Vocabulary.key(pattern.type()), key);
    return rule.source()
        .warning(
            negation.at(),
            "KF222",
            "Holds as soon as one %s has another %s, whatever the others have, and not where there is none. Maybe not %s(%s%s)."
                .formatted(name, negation.property(), name, others, negation.positive()));
  }
}
