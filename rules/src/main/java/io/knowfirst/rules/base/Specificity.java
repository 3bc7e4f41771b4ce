package io.knowfirst.rules.base;

import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.RuleTree;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much the rules asked of a visitor before they made an offer: the conditions of the rule that
 * made it, and of the rules by which the visitor is in the segments that it rests on, each rule
 * once. Every fact that is asked for counts, and every comparison of it; of alternatives counts the
 * one that asks least.
 */
public final class Specificity {
  /** Of offers that no rule made. */
  public static final Specificity NONE = new Specificity(List.of());

  private final Map<String, Integer> conditions = new HashMap<>();

  Specificity(List<RuleTree> rules) {
    for (var rule : rules) {
      conditions.merge(rule.name(), sum(rule.conditions()), Math::max);
    }
  }

  /** What an offer's firing took, at least 0. */
  public int of(Firing firing) {
    if (firing.segments().isEmpty()) {
      return conditions.getOrDefault(firing.rule(), 0);
    }
    return sum(firing, new HashSet<>());
  }

  private int sum(Firing firing, Set<String> counted) {
    if (!counted.add(firing.rule())) {
      return 0;
    }
    int sum = conditions.getOrDefault(firing.rule(), 0);
    for (var segment : firing.segments()) {
      sum += sum(segment.firing(), counted);
    }
    return sum;
  }

  private static int sum(List<Condition> all) {
    return all.stream().mapToInt(Specificity::asked).sum();
  }

  private static int asked(Condition condition) {
    if (condition instanceof Condition.Or or) {
      return or.parts().stream().mapToInt(Specificity::asked).min().orElse(0);
    }
    int own = condition instanceof Condition.Pattern ? 1 : 0;
    return own
        + condition.constraints().stream().mapToInt(Specificity::compared).sum()
        + sum(condition.parts());
  }

  private static int compared(Expression constraint) {
    var test = constraint.unnamed();
    if (test instanceof Expression.Conjunction and) {
      return and.parts().stream().mapToInt(Specificity::compared).sum();
    }
    if (test instanceof Expression.Disjunction or) {
      return or.parts().stream().mapToInt(Specificity::compared).min().orElse(0);
    }
    return test.isTest() ? 1 : 0;
  }
}
