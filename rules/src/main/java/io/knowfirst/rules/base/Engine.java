package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.SegmentReaders;
import io.knowfirst.rules.engine.RuleEngine;
import io.knowfirst.rules.engine.RuleEngine.RunResult;
import io.knowfirst.rules.engine.RulePlan;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.RuleTree;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rules as they run, with what each is about. Thread-safe. */
final class Engine {
  private static final int MOST_REMEMBERED = 500;

  private final List<RuleCard> cards;
  private final List<RuleTree> trees;
  private final Map<String, RuleCard> rules;
  private final AskedKeys keys;
  private final SegmentReaders readers;
  private final Map<Set<String>, Affected> affected = new ConcurrentHashMap<>();
  private final RuleEngine engine;

  /**
   * @param plan of the rules, in the order of the cards
   */
  Engine(List<RuleCard> cards, RulePlan plan) {
    this.cards = List.copyOf(cards);
    this.trees = List.copyOf(plan.rules());
    this.rules = cards.stream().collect(Collectors.toMap(RuleCard::name, Function.identity()));
    this.keys = new AskedKeys(cards, trees);
    this.readers = new SegmentReaders(cards);
    this.engine = new RuleEngine(plan);
  }

  AskedKeys keys() {
    return keys;
  }

  Set<String> segments() {
    return cards.stream()
        .flatMap(rule -> rule.segments().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What else can no longer be trusted when rules failed. */
  Affected affected(Set<String> failed) {
    var answer = affected.get(failed);
    if (answer == null) {
      answer = Affected.by(failed, rules, readers);
      if (affected.size() < MOST_REMEMBERED) {
        affected.put(Set.copyOf(failed), answer);
      }
    }
    return answer;
  }

  Map<String, RuleCard> rules() {
    return rules;
  }

  /** In the order of the rules' positions. */
  List<RuleTree> trees() {
    return trees;
  }

  /** The rule that derived something. */
  RuleCard card(RuleEngine.Derived derived) {
    return cards.get(derived.rule());
  }

  /**
   * Runs all rules but those suspended.
   *
   * @param budget in nanoseconds
   */
  RunResult run(Collection<? extends Fact> facts, long budget, Set<String> suspended) {
    return engine.run(facts, budget, suspended);
  }
}
