package io.knowfirst.server.rulesets.replay;

import io.knowfirst.rules.base.Trace;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionPath;
import io.knowfirst.server.decide.Known;
import io.knowfirst.server.decide.OutboundMoment;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Takes the decision path again for recorded decisions; nothing is stored and nothing counted. */
final class Redecision {
  private static final Duration BUDGET = Duration.ofSeconds(2);

  private final DecisionPath path = new DecisionPath(BUDGET, exposure -> "");
  private final Assortment assortment;
  private final Experiments experiments;
  private final Function<String, Optional<Experiments>> then;
  private final String state;

  /**
   * @param assortment the products as they are for the whole of the replay
   * @param experiments as they are for the whole of the replay
   * @param then finds experiments as they were, by their name; may block
   */
  Redecision(
      Assortment assortment,
      Experiments experiments,
      Function<String, Optional<Experiments>> then) {
    this.assortment = assortment;
    this.experiments = experiments;
    this.then = then;
    this.state = ExperimentState.of(experiments);
  }

  Assortment assortment() {
    return assortment;
  }

  /** As it was asked then, with the experiments of then where they are kept. */
  Decided decide(Recorded recorded, ActiveRules rules) {
    return path.decide(situation(recorded, rules, recorded.placements(), then(recorded)));
  }

  /** Whether the experiments are still as they were. */
  boolean sameExperiments(Recorded recorded) {
    return recorded.experiments().equals(state);
  }

  private Experiments then(Recorded recorded) {
    return sameExperiments(recorded)
        ? experiments
        : then.apply(recorded.experiments()).orElse(experiments);
  }

  /** With the placements as these rules have them; those that they do not have are left out. */
  Decided decideNow(Recorded recorded, ActiveRules rules) {
    var placements = rules.base().folder().placements();
    var asked =
        recorded.placements().stream()
            .map(Placement::id)
            .filter(placements::containsKey)
            .map(placements::get)
            .toList();
    return path.decide(situation(recorded, rules, asked, experiments));
  }

  /** As it was asked then, by these rules, with a look at why some of them do not fire. */
  Traced trace(Recorded recorded, ActiveRules rules, Trace.Questions questions) {
    return path.trace(situation(recorded, rules, recorded.placements(), experiments), questions);
  }

  private Situation situation(
      Recorded recorded, ActiveRules rules, List<Placement> placements, Experiments experiments) {
    var request =
        new DecisionRequest(
            recorded.visitor(),
            recorded.channel(),
            placements,
            recorded.context(),
            List.of(),
            recorded.at());
    var known = Known.of(recorded.profile(), recorded.at());
    return new Situation(
        recorded.id(),
        request,
        known,
        rules,
        experiments,
        assortment.trending(recorded.trends(), assortment.version()),
        recorded.model(),
        new OutboundMoment(recorded.channels(), List.of(), recorded.bounds()));
  }

  /** Decides with the rules of the time, and says whether it came out the same. */
  Reproduction prove(Recorded recorded, Decided again) {
    var verdict = Verdict.of(again);
    boolean products = recorded.catalogue() == assortment.version();
    if (verdict.same(recorded.verdict(), products)) {
      return Reproduction.EQUAL;
    }
    if (!recorded.failed().isEmpty() || !again.evaluation().failures().isEmpty()) {
      return Reproduction.RULE_FAILED;
    }
    boolean gone = then(recorded) == experiments && !sameExperiments(recorded);
    if (gone && onlyTestsDiffer(recorded.verdict(), verdict)) {
      return Reproduction.EXPERIMENTS_CHANGED;
    }
    boolean segments = verdict.segments().equals(recorded.verdict().segments());
    return segments && !products ? Reproduction.CATALOGUE_CHANGED : Reproduction.UNEXPLAINED;
  }

  /** Whether rules and segments agree, and so do all choices but those of experiments. */
  private static boolean onlyTestsDiffer(Verdict one, Verdict other) {
    if (!one.segments().equals(other.segments())) {
      return false;
    }
    for (var was : one.choices()) {
      var is = other.at(was.placement());
      boolean tested =
          was.outcome() == Outcome.TESTED
              || is.filter(choice -> choice.outcome() == Outcome.TESTED).isPresent();
      if (!tested && is.filter(choice -> choice.shows(was, false)).isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
