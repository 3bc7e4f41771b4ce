package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Deadline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One way to satisfy conditions of a fact.
 *
 * @param asked what each property must be, all of it
 * @param opaque conditions of which only the text is understood
 */
record Clause(Map<String, Ranges> asked, Set<String> opaque) {
  private static final int MOST_WAYS = 64;
  static final List<Clause> ANYTHING = List.of(new Clause(Map.of(), Set.of()));

  Clause {
    asked = Map.copyOf(asked);
    opaque = Set.copyOf(opaque);
  }

  static List<Clause> of(String property, Ranges ranges) {
    return List.of(new Clause(Map.of(property, ranges), Set.of()));
  }

  static List<Clause> text(String text) {
    return List.of(new Clause(Map.of(), Set.of(text)));
  }

  Clause and(Clause other) {
    Deadline.look();
    var both = new LinkedHashMap<>(asked);
    other.asked.forEach((property, ranges) -> both.merge(property, ranges, Ranges::and));
    var texts = new LinkedHashSet<>(opaque);
    texts.addAll(other.opaque);
    return new Clause(both, texts);
  }

  boolean isImpossible() {
    return asked.values().stream().anyMatch(Ranges::isNone);
  }

  /** Whether every fact that satisfies it satisfies the other as well, as far as can be told. */
  boolean within(Clause other) {
    Deadline.look();
    return opaque.containsAll(other.opaque)
        && other.asked.entrySet().stream()
            .allMatch(
                entry -> asked.getOrDefault(entry.getKey(), Ranges.all()).within(entry.getValue()));
  }

  /** Both lists of ways at once; the first alone when together they would be too many. */
  static List<Clause> both(List<Clause> some, List<Clause> others) {
    if (some.size() * others.size() > MOST_WAYS) {
      return some;
    }
    var ways = new ArrayList<Clause>();
    for (var one : some) {
      for (var other : others) {
        ways.add(one.and(other));
      }
    }
    return ways;
  }

  static boolean areImpossible(List<Clause> ways) {
    return ways.stream().allMatch(Clause::isImpossible);
  }

  /** Whether each possible way among some is within one of the others. */
  static boolean within(List<Clause> some, List<Clause> others) {
    return some.stream()
        .filter(way -> !way.isImpossible())
        .allMatch(way -> others.stream().anyMatch(way::within));
  }
}
