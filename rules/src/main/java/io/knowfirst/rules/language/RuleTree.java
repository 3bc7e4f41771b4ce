package io.knowfirst.rules.language;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule.
 *
 * @param conditions all of which are to be satisfied
 * @param maxAge of its facts: an older one counts as unknown; null for any
 */
public record RuleTree(
    String name,
    List<Condition> conditions,
    List<Conclusion> conclusions,
    int at,
    @Nullable Duration maxAge) {
  public RuleTree {
    conditions = List.copyOf(conditions);
    conclusions = List.copyOf(conclusions);
  }

  /** Of facts of any age. */
  public RuleTree(String name, List<Condition> conditions, List<Conclusion> conclusions, int at) {
    this(name, conditions, conclusions, at, null);
  }

  /** The same of facts that are at most so old. */
  public RuleTree within(@Nullable Duration most) {
    return new RuleTree(name, conditions, conclusions, at, most);
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
