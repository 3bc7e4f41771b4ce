package io.knowfirst.server.decision;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.arbitration.Showcase;
import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.exposure.Intake;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.profile.Profiles;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Supplier;

/**
 * Decides: known beats tested beats default. Each step is one collaborator; this class is their
 * order and nothing else.
 */
public final class Decider {
  private final Intake intake;
  private final Profiles profiles;
  private final Catalogue catalogue;
  private final Supplier<ActiveRules> rules;
  private final Duration budget;
  private final Tokens tokens;
  private final DecisionLog log;
  private final DecisionMeter meter;

  /**
   * @param rules the rule base in force; asked once for each decision
   * @param budget how long the rules may take for one decision
   */
  public Decider(
      Intake intake,
      Profiles profiles,
      Catalogue catalogue,
      Supplier<ActiveRules> rules,
      Duration budget,
      Tokens tokens,
      DecisionLog log,
      DecisionMeter meter) {
    this.intake = intake;
    this.profiles = profiles;
    this.catalogue = catalogue;
    this.rules = rules;
    this.budget = budget;
    this.tokens = tokens;
    this.log = log;
    this.meter = meter;
  }

  /**
   * Never fails: what could not be had (events stored, a profile, a rule) stands in the answer's
   * reasons.
   */
  public Future<Decision> decide(DecisionRequest request) {
    return Known.gather(request, intake, profiles).map(known -> decide(request, known));
  }

  private Decision decide(DecisionRequest request, Known known) {
    var active = rules.get();
    var showcase = new Showcase(catalogue.now());
    var facts = FactSheet.of(request, known.profile(), active.base());
    var evaluation = active.base().evaluate(facts, budget);
    var answer = new Answer(log.nextId(), request, known, evaluation, tokens);
    var placements = new ArrayList<Placed>(request.placements().size());
    for (var placement : request.placements()) {
      placements.add(place(placement, active, answer, showcase));
    }
    var decision =
        answer.decision(active.base().hash(), showcase.assortment().version(), placements);
    log.record(decision, request.channel());
    meter.count(decision, evaluation.failures());
    return decision;
  }

  private static Placed place(
      Placement placement, ActiveRules active, Answer answer, Showcase showcase) {
    var ruling = active.arbiter().rule(placement, answer.evaluation(), answer.standing(), showcase);
    var winner = ruling.winner();
    if (winner != null) {
      return answer.known(placement, winner, ruling.notes());
    }
    var trial = active.experiments().assign(placement.id(), answer.visitor());
    if (trial.isPresent()) {
      var shown = active.content(trial.get().content(), showcase);
      return answer.tested(placement, trial.get().assignment(), shown, ruling.notes());
    }
    return answer.byDefault(
        placement, active.content(placement.content(), showcase), ruling.notes());
  }
}
