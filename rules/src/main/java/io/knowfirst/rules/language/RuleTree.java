package io.knowfirst.rules.language;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** Its conditions and all that they are made of, in reading order. */
  public Stream<Condition> all() {
    return conditions.stream().flatMap(Condition::all);
  }

  /** The names that its conditions give, in reading order. */
  public Set<String> variables() {
    return all()
        .flatMap(condition -> condition.variables().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
