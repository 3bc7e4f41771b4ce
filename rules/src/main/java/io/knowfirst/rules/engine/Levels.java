package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.RuleTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Segments first: how many derivations of segments come before each rule. */
final class Levels {
  private static final int OPEN = -1;
  private static final int UNKNOWN = -2;

  private final List<RuleTree> rules;
  private final Map<String, List<Integer>> deriving = new HashMap<>();
  private final int[] levels;

  Levels(List<RuleTree> rules) {
    this.rules = rules;
    this.levels = new int[rules.size()];
    Arrays.fill(levels, UNKNOWN);
    for (int i = 0; i < rules.size(); i++) {
      for (var conclusion : rules.get(i).conclusions()) {
        if (conclusion.type().equals("Member")) {
          deriving.computeIfAbsent(conclusion.id(), id -> new ArrayList<>()).add(i);
        }
      }
    }
  }

  /** The level of a rule; segments that derive each other share one. */
  int of(int rule) {
    if (levels[rule] == UNKNOWN) {
      levels[rule] = OPEN;
      int level = 0;
      for (int before : before(rule)) {
        level = Math.max(level, of(before) + 1);
      }
      levels[rule] = level;
    }
    return levels[rule];
  }

  private Set<Integer> before(int rule) {
    var before = new TreeSet<Integer>();
    rules
        .get(rule)
        .all()
        .filter(one -> one instanceof Condition.Pattern pattern && pattern.type() == Member.class)
        .forEach(member -> read(member.constraints(), before));
    return before;
  }

  private void read(List<Expression> constraints, Set<Integer> before) {
    var segments = KeyLiterals.of(Member.class, "segment", constraints);
    (segments.isEmpty() ? deriving.keySet() : segments)
        .forEach(id -> before.addAll(deriving.getOrDefault(id, List.of())));
  }
}
