package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.Fact;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.kie.api.KieServices;
import org.kie.api.definition.KiePackage;
import org.kie.api.runtime.Environment;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ThreadSafeOption;

/** Runs the rules over facts, once for each call; a session of the engine never outlives a call. */
final class Engine {
  /** How often rules may fire in one run: far more than any visitor's facts give reason for. */
  static final int MOST_FIRINGS = 5_000;

  private final Map<String, RuleCard> rules;
  private final AskedKeys keys;
  private final Guard guard = new Guard();
  private final InternalKnowledgeBase base;
  private final KieSessionConfiguration settings = KieServices.get().newKieSessionConfiguration();
  private final Environment environment = KieServices.get().newEnvironment();

  Engine(List<RuleCard> rules, Collection<KiePackage> packages) {
    this.rules = rules.stream().collect(Collectors.toMap(RuleCard::name, Function.identity()));
    this.keys = new AskedKeys(rules);
    this.base = Network.of(packages, guard);
    settings.setOption(ThreadSafeOption.NO);
  }

  AskedKeys keys() {
    return keys;
  }

  Collection<RuleCard> rules() {
    return rules.values();
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
    guard.suspend(suspended);
    var run = new Run(rules);
    var session = base.newKieSession(settings, environment);
    var watch = Watchdog.watch();
    watch.begin(budget, run::late);
    boolean barked;
    List<String> culprits = List.of();
    try {
      culprits = fire(session, facts, run, suspended);
    } finally {
      barked = watch.end();
      session.dispose();
    }
    guard.take().forEach((rule, message) -> run.thrown().putIfAbsent(rule, message));
    if (barked && (culprits.isEmpty() || run.caught())) {
      culprits = run.suspects();
    }
    culprits.forEach(run.thrown()::remove);
    return new Result(run.derived(), run.thrown(), culprits);
  }

  private List<String> fire(
      KieSession session, Collection<? extends Fact> facts, Run run, Set<String> suspended) {
    for (var fact : facts) {
      if (keys.asked(fact)) {
        session.insert(fact);
      }
    }
    session.addEventListener((org.kie.api.event.rule.AgendaEventListener) run);
    session.addEventListener((org.kie.api.event.rule.RuleRuntimeEventListener) run);
    try {
      int fired =
          suspended.isEmpty()
              ? session.fireAllRules(MOST_FIRINGS)
              : session.fireAllRules(
                  match -> !suspended.contains(match.getRule().getName()), MOST_FIRINGS);
      return fired >= MOST_FIRINGS ? List.of(run.busiest()) : List.of();
    } catch (Overrun e) {
      return e.rules();
    }
  }
}
