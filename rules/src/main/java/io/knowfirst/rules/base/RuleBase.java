package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.RulePlaces;
import io.knowfirst.rules.engine.RuleEngine;
import io.knowfirst.rules.engine.RuleEngine.RunResult;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules ready to run, and the folder they came from. Thread-safe. */
public final class RuleBase {
  private static final int ATTEMPTS = 3;
  private static final int REHEARSALS = 400;
  private static final Duration REHEARSAL_BUDGET = Duration.ofSeconds(2);

  private final RuleFolder folder;
  private final Engine engine;
  private final Breaker breaker;
  private final RulePlaces places;
  private final Specificity specificity;
  private final List<Campaign> flows;

  private RuleBase(RuleFolder folder, Engine engine, Breaker breaker, RulePlaces places) {
    this.folder = folder;
    this.flows =
        folder.campaigns().values().stream().filter(campaign -> campaign.flow() != null).toList();
    this.engine = engine;
    this.breaker = breaker;
    this.places = places;
    this.specificity = new Specificity(engine.trees());
  }

  /**
   * Checks the folder's rules and makes them ready to run.
   *
   * @param clock by which a rule that overran is let in again
   * @throws RuleFolderException with everything that is wrong in them
   */
  public static RuleBase of(RuleFolder folder, InstantSource clock) {
    var checked = Checked.of(folder);
    if (checked.findings().stream().anyMatch(Finding::isError)) {
      throw new RuleFolderException(checked.findings());
    }
    return of(checked, folder, clock);
  }

  public static RuleBase of(RuleFolder folder) {
    return of(folder, InstantSource.system());
  }

  /** Of what was checked and found to be without errors. */
  static RuleBase of(Checked checked, RuleFolder folder, InstantSource clock) {
    Audiences.of(folder.experiments().values());
    var engine = new Engine(checked.rules(), checked.plan());
    return new RuleBase(folder, engine, new Breaker(clock), new RulePlaces(folder));
  }

  /**
   * The same rules, for use beside those that decide: what overruns here is suspended here alone,
   * and what is suspended there runs here.
   */
  public RuleBase aside() {
    return new RuleBase(folder, engine, breaker.another(), places);
  }

  /** The folder's hash, which names this version in every decision. */
  public String hash() {
    return folder.hash();
  }

  public RuleFolder folder() {
    return folder;
  }

  /** How much its rules ask of visitors. */
  public Specificity specificity() {
    return specificity;
  }

  /** The campaigns of steps. */
  public List<Campaign> flows() {
    return flows;
  }

  public Set<String> segments() {
    return engine.segments();
  }

  /** What each rule is about, in the order of the files. */
  public List<RuleCard> rules() {
    return engine.rules().values().stream()
        .sorted(Comparator.comparingInt(RuleCard::position))
        .toList();
  }

  public Keys keys() {
    return engine.keys();
  }

  /**
   * Decides for made-up visitors, so that the first real one is not kept waiting. Takes as long as
   * it is given at most, and a few hundred milliseconds for a small rule base; what it finds counts
   * nowhere.
   */
  public void rehearse(Duration atMost) {
    var rehearsal = new Rehearsal(engine.keys());
    int parts = rehearsal.parts();
    long began = System.nanoTime();
    for (int round = 0; round < REHEARSALS; round++) {
      if (System.nanoTime() - began > atMost.toNanos()) {
        return;
      }
      var facts = rehearsal.facts(round % parts, parts);
      var result = engine.run(facts, REHEARSAL_BUDGET.toNanos(), Set.of());
      new Provenance(engine, facts, result.derived()).offers();
    }
  }

  /**
   * Lets the rules decide. Never throws: a rule that fails costs its own conclusions and those of
   * the rules that rest on them, and stands in the failures.
   *
   * @param facts what is known, in an order that is the same for the same visitor and moment
   * @param budget how long one run may take; an evaluation that overran runs again, twice at most,
   *     without the rules that kept it from ending; when that is in vain, all rules failed
   */
  public Evaluation evaluate(Collection<? extends Fact> facts, Duration budget) {
    return evaluate(facts, budget, null);
  }

  /**
   * The same evaluation by the same engine, and a look at what it did: costs many times as much. A
   * rule that overruns here is not suspended for other decisions.
   *
   * @param questions what to say beside what happened
   */
  public Trace trace(Collection<? extends Fact> facts, Duration budget, Trace.Questions questions) {
    var trace = new TraceBuilder(places, engine, questions, facts);
    var evaluation = evaluate(facts, budget, trace);
    return trace.trace(evaluation, engine::affected);
  }

  private Evaluation evaluate(
      Collection<? extends Fact> facts, Duration budget, @Nullable TraceBuilder trace) {
    var failures = new LinkedHashMap<String, RuleFailure>();
    var overran = new HashSet<String>();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var suspended = overran.isEmpty() ? breaker.suspended() : Set.copyOf(overran);
      suspended.forEach(
          rule ->
              fail(rule, RuleFailure.FailureKind.OVERRAN, "suspended after an overrun", failures));
      var result = engine.run(facts, budget.toNanos(), suspended);
      if (trace != null) {
        trace.ran(result.derived());
      }
      result
          .thrown()
          .forEach((rule, message) -> fail(rule, RuleFailure.FailureKind.THREW, message, failures));
      if (result.overran().isEmpty()) {
        return evaluation(facts, result, failures);
      }
      overran.addAll(suspended);
      overran.addAll(result.overran());
      if (trace == null) {
        breaker.overran(result.overran());
      }
      var message = "did not end within " + budget.toMillis() + " ms";
      result
          .overran()
          .forEach(rule -> fail(rule, RuleFailure.FailureKind.OVERRAN, message, failures));
    }
    // Those that were named were under way when the time was up: any other may be to blame as well.
    fail(
        RuleEngine.ANY_RULE,
        RuleFailure.FailureKind.OVERRAN,
        "they did not end within %d ms, %d times".formatted(budget.toMillis(), ATTEMPTS),
        failures);
    return new Evaluation(List.of(), List.of(), List.copyOf(failures.values()));
  }

  private Evaluation evaluation(
      Collection<? extends Fact> facts, RunResult result, Map<String, RuleFailure> failures) {
    var derived = result.derived();
    var affected = failures.isEmpty() ? null : engine.affected(failures.keySet());
    var trusted =
        affected == null
            ? derived
            : derived.stream()
                .filter(one -> !affected.rules().contains(engine.card(one).name()))
                .toList();
    var provenance = new Provenance(engine, facts, trusted);
    return new Evaluation(
        provenance.segments(),
        provenance.offers(),
        List.copyOf(failures.values()),
        provenance.fired(),
        result.stale().isEmpty() ? List.of() : stale(result.stale(), provenance.fired()));
  }

  private List<StaleFact> stale(Map<String, RuleEngine.Stale> stale, List<String> fired) {
    var unknown = new ArrayList<StaleFact>();
    stale.forEach(
        (rule, old) -> {
          if (!fired.contains(rule)) {
            var campaigns = engine.affected(Set.of(rule)).campaigns();
            unknown.add(new StaleFact(rule, old.fact(), old.maxAge(), campaigns));
          }
        });
    return unknown;
  }

  private void fail(
      String rule,
      RuleFailure.FailureKind kind,
      String message,
      Map<String, RuleFailure> failures) {
    var affected = engine.affected(Set.of(rule));
    failures.putIfAbsent(
        rule, new RuleFailure(rule, kind, affected.campaigns(), affected.segments(), message));
  }
}
