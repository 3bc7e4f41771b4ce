package io.knowfirst.rules.why;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.RulePlaces;
import io.knowfirst.rules.check.SourcePlace;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.engine.Element;
import io.knowfirst.rules.engine.KeyLiterals;
import io.knowfirst.rules.engine.Way;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.TreeText;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One alternative of a rule, and where its parts stand. */
record AskedRule(RuleCard card, Way way, RulePlaces places) {
  /** What a constraint asks, in the rule language. */
  static String text(Element.Constraint constraint) {
    return TreeText.of(constraint.written().unnamed());
  }

  static String text(Element.Positioned placed) {
    return TreeText.of(condition(placed));
  }

  private static Condition condition(Element.Positioned placed) {
    return placed instanceof Element.One one ? one.pattern() : ((Element.Sum) placed).accumulate();
  }

  SourcePlace place(Element.Constraint constraint) {
    return places.of(card, constraint.written().unnamed().start());
  }

  SourcePlace place(Element.Positioned placed) {
    return places.of(card, placed.at());
  }

  /** The keys that a constraint lets a fact have; empty where it does not tell. */
  static Set<String> keys(Element.One one, Element.Constraint constraint) {
    var key = Vocabulary.key(one.pattern().type());
    return key == null
        ? Set.of()
        : KeyLiterals.of(one.pattern().type(), key, List.of(constraint.written()));
  }

  /** The constraint that says by their key which facts there must be; null for none. */
  static Element.@Nullable Constraint key(Element.One one) {
    return one.constraints().stream()
        .filter(constraint -> !keys(one, constraint).isEmpty())
        .findFirst()
        .orElse(null);
  }
}
