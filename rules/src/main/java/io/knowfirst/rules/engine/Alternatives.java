package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.NotInLanguage;
import java.util.ArrayList;
import java.util.List;

/** The ways to satisfy conditions, none of which holds an {@code or}. */
final class Alternatives {
  private static final int MOST = 4_096;

  private Alternatives() {}

  static List<List<Condition>> of(List<Condition> all) {
    var ways = List.of(List.<Condition>of());
    for (var condition : all) {
      var next = new ArrayList<List<Condition>>();
      for (var more : of(condition)) {
        for (var way : ways) {
          var both = new ArrayList<>(way);
          both.addAll(more);
          next.add(both);
        }
      }
      if (next.size() > MOST) {
        throw new NotInLanguage(
            condition.at(), "The conditions have more than %d alternatives.".formatted(MOST));
      }
      ways = next;
    }
    return ways;
  }

  private static List<List<Condition>> of(Condition condition) {
    if (condition instanceof Condition.And and) {
      return of(and.parts());
    } else if (condition instanceof Condition.Or or) {
      return or.parts().stream().flatMap(one -> of(one).stream()).toList();
    } else if (condition instanceof Condition.Not not) {
      return List.of(
          of(not.of()).stream()
              .<Condition>map(way -> new Condition.Not(new Condition.And(way, not.at()), not.at()))
              .toList());
    } else if (condition instanceof Condition.Exists exists) {
      return of(exists.of()).stream()
          .map(
              way ->
                  List.<Condition>of(
                      new Condition.Exists(new Condition.And(way, exists.at()), exists.at())))
          .toList();
    } else if (condition instanceof Condition.Accumulate sum) {
      var over = of(sum.over());
      if (over.size() > 1) {
        throw new NotInLanguage(
            sum.at(), "An accumulate may not hold \"or\". Maybe write a rule for each.");
      }
      return List.of(
          List.of(
              new Condition.Accumulate(
                  new Condition.And(over.get(0), sum.at()),
                  sum.functions(),
                  sum.variable(),
                  sum.constraints(),
                  sum.at())));
    }
    return List.of(List.of(condition));
  }
}
