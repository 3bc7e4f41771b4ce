package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.RuleTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules made ready one by one, of which one engine can then be built. */
public final class RulePlan {
  private final List<RuleTree> rules = new ArrayList<>();
  private final List<List<Planner>> planned = new ArrayList<>();
  private final Map<List<Object>, Alpha> alphas = new LinkedHashMap<>();

  /**
   * Plans one rule more.
   *
   * @throws NotInLanguage for conditions or conclusions that make no sense of the facts
   */
  public void add(RuleTree rule) {
    var ways = new ArrayList<Planner>();
    for (var way : Way.all(rule)) {
      ways.add(new Planner(way, rule, this::alpha));
    }
    rules.add(rule);
    planned.add(ways);
  }

  private Alpha alpha(Class<?> type, List<Expression> constraints, Admission admission) {
    return alphas.computeIfAbsent(
        List.of(type, constraints, admission), key -> new Alpha(type, constraints, admission));
  }

  /** In the order in which they were added. */
  public List<RuleTree> rules() {
    return rules;
  }

  List<Planner> planned(int rule) {
    return planned.get(rule);
  }

  Iterable<Alpha> alphas() {
    return alphas.values();
  }
}
