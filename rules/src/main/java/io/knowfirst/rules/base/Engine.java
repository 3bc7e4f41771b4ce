package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.engine.RuleEngine;
import io.knowfirst.rules.engine.RulePlan;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.RuleTree;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rules as they run, with what each is about. Thread-safe. */
final class Engine {
  private final List<RuleCard> cards;
  private final List<RuleTree> trees;
  private final Map<String, RuleCard> rules;
  private final AskedKeys keys;
  private final Affected.Known affected;
  private final RuleEngine engine;

  /**
   * @param plan of the rules, in the order of the cards
   */
  Engine(List<RuleCard> cards, RulePlan plan) {
    this.cards = List.copyOf(cards);
    this.trees = List.copyOf(plan.rules());
    this.rules = cards.stream().collect(Collectors.toMap(RuleCard::name, Function.identity()));
    this.keys = new AskedKeys(cards);
    this.affected = new Affected.Known(cards);
    this.engine = new RuleEngine(plan);
  }

  AskedKeys keys() {
    return keys;
  }

  /** The segments that its rules derive. */
  Set<String> segments() {
    return cards.stream()
        .flatMap(rule -> rule.segments().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What else can no longer be trusted when rules failed. */
  Affected affected(Set<String> failed) {
    return affected.by(failed);
  }

  /** By name. */
  Map<String, RuleCard> rules() {
    return rules;
  }

  /** In the order of the rules' positions. */
  List<RuleTree> trees() {
    return trees;
  }

  /**
   * What came of a run.
   *
   * @param thrown rules that threw, with messages
   * @param overran rules that kept it from ending; empty when it ended
   */
  record Result(List<Derived> derived, Map<String, String> thrown, List<String> overran) {}

  /**
   * Runs all rules but those suspended.
   *
   * @param budget in nanoseconds
   */
  Result run(Collection<? extends Fact> facts, long budget, Set<String> suspended) {
    var outcome = engine.run(facts, budget, suspended);
    var derived =
        outcome.fired().stream()
            .map(one -> new Derived(cards.get(one.rule()), one.fact(), one.matched()))
            .toList();
    return new Result(derived, outcome.thrown(), outcome.overran());
  }
}
