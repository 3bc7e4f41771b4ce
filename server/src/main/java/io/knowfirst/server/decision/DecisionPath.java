package io.knowfirst.server.decision;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.arbitration.Showcase;
import io.knowfirst.server.model.Decision.Placed;
import java.time.Duration;
import java.util.ArrayList;

/**
 * The one way to a decision: known beats tested beats default. Deciding, simulating, replaying and
 * testing all go through here. Each step is one collaborator; this class is their order and nothing
 * else. It reads no clock, stores nothing and never throws.
 */
public final class DecisionPath {
  private final Duration budget;
  private final Tokens tokens;

  /**
   * @param budget how long the rules may take for one decision
   */
  public DecisionPath(Duration budget, Tokens tokens) {
    this.budget = budget;
    this.tokens = tokens;
  }

  /** Decides for all placements of the request. */
  public Decided decide(Situation situation) {
    var request = situation.request();
    var base = situation.rules().base();
    var facts = FactSheet.of(request, situation.known().profile(), base);
    var evaluation = base.evaluate(facts, budget);
    var answer = new Answer(situation.id(), request, situation.known(), evaluation, tokens);
    var showcase = new Showcase(situation.assortment());
    var placements = new ArrayList<Placed>(request.placements().size());
    for (var placement : request.placements()) {
      placements.add(place(placement, situation.rules(), answer, showcase));
    }
    var decision = answer.decision(base.hash(), situation.assortment().version(), placements);
    return new Decided(decision, facts, evaluation);
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
