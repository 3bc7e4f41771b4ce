package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.Fact;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.drools.core.SessionConfiguration;
import org.drools.core.common.InternalWorkingMemory;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieServices;
import org.kie.api.definition.KiePackage;
import org.kie.api.event.rule.AgendaEventListener;
import org.kie.api.event.rule.RuleRuntimeEventListener;
import org.kie.api.runtime.Environment;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.conf.ThreadSafeOption;
import org.kie.api.runtime.rule.AgendaFilter;

/** Runs the rules over facts, once for each call; a session of the engine never outlives a call. */
final class Engine {
  /** How often rules may fire in one run: far more than any visitor's facts give reason for. */
  static final int MOST_FIRINGS = 5_000;

  private static final int MOST_BREAKDOWNS = 20;

  private final Map<String, RuleCard> rules;
  private final AskedKeys keys;
  private final Affected.Answers affected;
  private final Guard guard = new Guard();
  private final LightBase base;
  private final boolean written;
  private final Reach reach;
  private final SessionConfiguration settings;
  private final Environment environment = KieServices.get().newEnvironment();

  Engine(List<RuleCard> rules, Collection<KiePackage> packages) {
    this.rules = rules.stream().collect(Collectors.toMap(RuleCard::name, Function.identity()));
    this.keys = new AskedKeys(rules);
    this.affected = new Affected.Answers(rules);
    this.base = Network.of(packages);
    this.reach = new Reach(Network.rules(base), this.rules);
    this.written = Network.conclude(base, reach, this.rules);
    Network.secure(base, reach, guard);
    var settings = KieServices.get().newKieSessionConfiguration();
    settings.setOption(ThreadSafeOption.NO);
    this.settings = settings.as(SessionConfiguration.KEY);
  }

  AskedKeys keys() {
    return keys;
  }

  /** The segments that its rules derive. */
  Set<String> segments() {
    return rules.values().stream()
        .flatMap(rule -> rule.segments().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What else can no longer be trusted when rules failed. */
  Affected affected(Set<String> failed) {
    return affected.by(failed);
  }

  /**
   * What came of a run.
   *
   * @param thrown rules that threw, with messages
   * @param overran rules that kept it from ending; empty when it ended
   */
  record Result(List<Derived> derived, Map<String, String> thrown, List<String> overran) {}

  /** Looks at a run that has ended. */
  @FunctionalInterface
  interface Onlooker {
    void ran(InternalKnowledgeBase base, KieSession session, List<Derived> derived);
  }

  /** By name. */
  Map<String, RuleCard> rules() {
    return rules;
  }

  /**
   * Runs all rules but those suspended.
   *
   * @param budget in nanoseconds
   */
  Result run(Collection<? extends Fact> facts, long budget, Set<String> suspended) {
    return run(facts, budget, suspended, null);
  }

  /** The same run, with somebody who looks at it before its session is let go. */
  Result run(
      Collection<? extends Fact> facts,
      long budget,
      Set<String> suspended,
      @Nullable Onlooker onlooker) {
    guard.suspend(suspended);
    var run = new Run(rules);
    var session = base.open(settings, environment, run);
    var watch = Watchdog.watch();
    watch.begin(budget, run::late);
    boolean barked;
    List<String> culprits = List.of();
    try {
      culprits = fire(session, facts, run, suspended, onlooker != null);
    } finally {
      barked = watch.end();
      if (onlooker != null) {
        onlooker.ran(base, session, run.derived());
      }
      session.dispose();
    }
    guard.take().forEach((rule, message) -> run.thrown().putIfAbsent(rule, message));
    if (barked && (culprits.isEmpty() || run.caught())) {
      culprits = run.suspects();
    }
    culprits.forEach(run.thrown()::remove);
    return new Result(run.derived(), run.thrown(), culprits);
  }

  /**
   * @param everywhere whether facts are to come also to rules that cannot fire
   */
  private List<String> fire(
      Session session,
      Collection<? extends Fact> facts,
      Run run,
      Set<String> suspended,
      boolean everywhere) {
    try {
      if (everywhere) {
        facts.stream().filter(keys::asked).forEach(session::insert);
      } else {
        var within = reach.of(facts);
        session.limit(within);
        int place = 0;
        for (var fact : facts) {
          if (within.wants(place++)) {
            session.insert(fact);
          }
        }
      }
    } catch (RuntimeException | StackOverflowError e) {
      run.threw(Affected.ANY_RULE, e);
      return List.of();
    }
    session.addEventListener((AgendaEventListener) run);
    if (written) {
      session.addEventListener((RuleRuntimeEventListener) run);
    }
    var filter = filter(suspended);
    for (int breakdowns = 0; breakdowns <= MOST_BREAKDOWNS; breakdowns++) {
      try {
        return session.fireAllRules(filter, MOST_FIRINGS) < MOST_FIRINGS
            ? List.of()
            : List.of(run.busiest());
      } catch (Overrun e) {
        return e.rules();
      } catch (RuntimeException | StackOverflowError e) {
        leaveOut(session, run, e);
      }
    }
    return List.of();
  }

  private static @Nullable AgendaFilter filter(Set<String> suspended) {
    return suspended.isEmpty() ? null : match -> !suspended.contains(match.getRule().getName());
  }

  /** Takes the rule that was being evaluated off the agenda, so that the others can go on. */
  private void leaveOut(Session session, Run run, Throwable problem) {
    var item = ((InternalWorkingMemory) session).getAgenda().peekNextRule();
    if (item == null) {
      run.threw(Affected.ANY_RULE, problem);
      return;
    }
    Network.entangled(item.getRuleExecutor().getPathMemory().getPathEndNode())
        .forEach(rule -> run.threw(rule, problem));
    item.remove();
  }
}
