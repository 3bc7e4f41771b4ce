package io.knowfirst.rules.language;

import java.util.List;

/**
 * A rule.
 *
 * @param conditions all of which are to be satisfied
 */
public record RuleTree(
    String name, List<Condition> conditions, List<Conclusion> conclusions, int at) {
  public RuleTree {
    conditions = List.copyOf(conditions);
    conclusions = List.copyOf(conclusions);
  }
}
