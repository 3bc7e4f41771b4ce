package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RulePlaces;
import io.knowfirst.rules.engine.RuleEngine.Derived;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.why.Tried;
import io.knowfirst.rules.why.WhyNot;
import io.knowfirst.rules.why.WhyNotExplainer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes down one evaluation for its trace; of runs that were repeated the last one counts. */
final class TraceBuilder {
  private final RulePlaces places;
  private final Engine engine;
  private final Trace.Questions questions;
  private final Collection<? extends Fact> facts;
  private List<Derived> derived = List.of();
  private Map<String, WhyNot> answers = Map.of();
  private List<Tried> tried = List.of();

  TraceBuilder(
      RulePlaces places,
      Engine engine,
      Trace.Questions questions,
      Collection<? extends Fact> facts) {
    this.places = places;
    this.engine = engine;
    this.questions = questions;
    this.facts = facts;
  }

  /** Looks at a run that has ended. */
  void ran(List<Derived> all) {
    derived = new ArrayList<>(all);
    derived.sort(Comparator.comparingInt(Derived::rule));
    var fired = all.stream().map(one -> engine.card(one).name()).collect(Collectors.toSet());
    var known = new LinkedHashSet<Object>(facts);
    all.stream().map(Derived::fact).filter(Member.class::isInstance).forEach(known::add);
    var explainer = new WhyNotExplainer(places, engine.rules(), engine.trees(), fired, known);
    answers = explainer.of(questions.rules());
    tried = questions.coverage() ? explainer.tried() : List.of();
  }

  Trace trace(Evaluation evaluation, Function<Set<String>, Affected> affected) {
    var told = new LinkedHashMap<>(answers);
    for (var failure : evaluation.failures()) {
      for (var rule : affected.apply(Set.of(failure.rule())).rules()) {
        told.computeIfPresent(
            rule,
            (name, answer) ->
                failure.rule().isEmpty() && answer.status() == WhyNot.Status.FAILED
                    ? answer
                    : failed(answer, failure));
      }
    }
    return new Trace(
        evaluation,
        derived.stream().map(one -> Trace.Fired.of(engine.card(one).name(), one)).toList(),
        told,
        tried);
  }

  private static WhyNot failed(WhyNot answer, RuleFailure failure) {
    var text =
        answer.rule().equals(failure.rule())
            ? "failed: " + failure.message() + "."
            : failure.rule().isEmpty()
                ? "is not trusted: the rules failed: " + failure.message() + "."
                : "is not trusted: it rests on \"%s\", which failed: %s."
                    .formatted(failure.rule(), failure.message());
    return new WhyNot(
        answer.rule(),
        answer.file(),
        answer.line(),
        WhyNot.Status.FAILED,
        text,
        answer.unmet(),
        answer.because());
  }
}
