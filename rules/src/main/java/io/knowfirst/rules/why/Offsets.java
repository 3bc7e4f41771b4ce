package io.knowfirst.rules.why;

import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.RuleTree;
import java.util.ArrayList;
import java.util.List;

/** Where the facts and accumulates of a rule stand in its text, outer before inner. */
final class Offsets {
  private Offsets() {}

  static List<Integer> of(RuleTree rule) {
    var offsets = new ArrayList<Integer>();
    rule.conditions().forEach(condition -> collect(condition, offsets));
    return offsets;
  }

  private static void collect(Condition condition, List<Integer> offsets) {
    if (condition instanceof Condition.And and) {
      and.of().forEach(one -> collect(one, offsets));
    } else if (condition instanceof Condition.Or or) {
      or.of().forEach(one -> collect(one, offsets));
    } else if (condition instanceof Condition.Not not) {
      collect(not.of(), offsets);
    } else if (condition instanceof Condition.Exists exists) {
      collect(exists.of(), offsets);
    } else {
      offsets.add(condition.at());
      if (condition instanceof Condition.Accumulate sum) {
        collect(sum.over(), offsets);
      }
    }
  }
}
