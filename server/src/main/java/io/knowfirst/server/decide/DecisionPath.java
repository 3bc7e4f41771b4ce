package io.knowfirst.server.decide;

import io.knowfirst.rules.base.Evaluation;
import io.knowfirst.rules.base.Trace;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.catalogue.Shopper;
import io.knowfirst.server.decide.arbitration.ContentResolver;
import io.knowfirst.server.decide.assignment.AssignedContent;
import io.knowfirst.server.decide.assignment.HoldoutAssigner;
import io.knowfirst.server.decide.assignment.Participant;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Unproven;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

  /** The same way, of decisions that count only once they are shown. */
  DecisionPath ahead() {
    return new DecisionPath(budget, exposure -> tokens.sign(exposure.ofPrefetch()));
  }

  /** Decides for all placements of the request. */
  public Decided decide(Situation situation) {
    return decide(situation, DecisionSteps.NONE);
  }

  /** As above, heard step by step. */
  Decided decide(Situation situation, DecisionSteps steps) {
    var base = situation.rules().base();
    return decide(situation, facts -> base.evaluate(facts, budget), steps);
  }

  /** What the rules make of what they ask about, and of what others ask about. */
  Evaluated evaluate(Situation situation, Keys others) {
    var base = situation.rules().base();
    return Evaluated.of(
        situation, others, facts -> base.evaluate(facts, budget), DecisionSteps.NONE);
  }

  /**
   * Decides once more from what the rules said before: for a situation that differs in its bounds
   * alone, which no rule reads.
   */
  Decided again(Situation bounded, Decided before) {
    var evaluated = new Evaluated(before.facts(), before.evaluation(), before.flows());
    return decide(bounded, evaluated, DecisionSteps.NONE);
  }

  /** The same decision, and all that led to it: costs many times as much. */
  public Traced trace(Situation situation, Trace.Questions questions) {
    var traces = new ArrayList<Trace>(1);
    var decided =
        decide(
            situation,
            facts -> {
              traces.clear(); // of where the rules ran twice, the last counts
              traces.add(situation.rules().base().trace(facts, budget, questions));
              return traces.get(0).evaluation();
            },
            DecisionSteps.NONE);
    return new Traced(situation, decided, traces.get(0));
  }

  private Decided decide(
      Situation situation, Function<List<Fact>, Evaluation> rules, DecisionSteps steps) {
    var evaluated = Evaluated.of(situation, situation.experiments().keys(), rules, steps);
    return decide(situation, evaluated, steps);
  }

  private Decided decide(Situation situation, Evaluated evaluated, DecisionSteps steps) {
    var request = situation.request();
    var base = situation.rules().base();
    var profile = situation.known().profile();
    var experiments = situation.experiments();
    var facts = evaluated.facts();
    var evaluation = evaluated.evaluation();
    var answer = new Answer(situation, evaluation, tokens);
    var who =
        new Participant(
            Unproven.drawing(answer.visitor()),
            profile.assignments(),
            request.now(),
            () -> experiments.audiences().who(facts, evaluation, budget));
    var assortment = situation.assortment();
    var locale = request.context().locale();
    var personal =
        new ContentResolver(
            assortment, () -> FactSheet.shopper(request, situation.known(), base.folder()), locale);
    var nobody = Shopper.nobody(request.now().toEpochMilli());
    var showcases = new Showcases(personal, new ContentResolver(assortment, () -> nobody, locale));
    var placements = new ArrayList<Placed>(request.placements().size());
    for (var placement : request.placements()) {
      placements.add(place(placement, situation, answer, who, showcases));
    }
    var decision = answer.decision(base.hash(), situation.assortment().version(), placements);
    steps.after("placements");
    return new Decided(decision, facts, evaluation, evaluated.flows());
  }

  /**
   * How contents are filled for who is known, and for everybody: tests and defaults are the same.
   */
  private record Showcases(ContentResolver known, ContentResolver unknown) {}

  private static Placed place(
      Placement placement,
      Situation situation,
      Answer answer,
      Participant who,
      Showcases showcases) {
    var rules = situation.rules();
    var ruling =
        rules.arbiter().rule(placement, answer.evaluation(), answer.standing(), showcases.known());
    var winner = ruling.winner();
    boolean nobody = situation.request().isContextual();
    var held =
        winner == null || nobody
            ? null
            : HoldoutAssigner.draw(rules.holdouts(), winner.campaign().id(), who);
    if (winner != null && (held == null || !held.out())) {
      return answer.known(placement, winner, held, ruling.notes());
    }
    var notes = new ArrayList<>(ruling.notes());
    if (held != null) {
      notes.add(held.note());
    }
    var trial =
        nobody || (held != null && held.fromTests())
            ? Optional.<AssignedContent>empty()
            : situation.experiments().ask(placement.id(), who, notes);
    if (trial.isPresent()) {
      var shown = rules.content(trial.get().content(), showcases.unknown());
      return answer.tested(placement, trial.get(), held, shown, notes);
    }
    var decided = situation.experiments().decided(placement.id(), who, notes);
    var shown = rules.content(decided == null ? placement.content() : decided, showcases.unknown());
    return answer.byDefault(placement, held, shown, notes);
  }
}
