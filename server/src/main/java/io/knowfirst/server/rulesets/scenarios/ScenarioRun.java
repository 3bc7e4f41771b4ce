package io.knowfirst.server.rulesets.scenarios;

import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.base.Trace;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.ChannelModel;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionPath;
import io.knowfirst.server.decide.Known;
import io.knowfirst.server.decide.OutboundMoment;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.decide.arbitration.MomentBounds;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Product;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides a scenario by the one decision path, and compares. Thread-safe. */
final class ScenarioRun {
  private static final Duration BUDGET = Duration.ofSeconds(10);

  private final DecisionPath path = new DecisionPath(BUDGET, exposure -> "");
  private final ActiveRules rules;
  private final Experiments experiments;
  private final Assortment products;
  private final boolean coverage;

  ScenarioRun(ActiveRules rules, Experiments experiments, Assortment products, boolean coverage) {
    this.rules = rules;
    this.experiments = experiments;
    this.products = products;
    this.coverage = coverage;
  }

  ScenarioResult run(Scenario scenario) {
    long began = System.nanoTime();
    var traced = trace(scenario, Set.of(), coverage);
    long took = System.nanoTime() - began;
    var failures = new ArrayList<String>();
    rule(scenario, traced, failures);
    segments(scenario, traced, failures);
    var placed = traced.decided().decision().placements();
    if (!placed.isEmpty()) {
      outcome(scenario, traced, placed.get(0), failures);
    }
    return new ScenarioResult(scenario, failures, traced.trace(), took);
  }

  Traced trace(Scenario scenario, Set<String> why, boolean all) {
    return path.trace(situation(scenario), new Trace.Questions(why, all));
  }

  /** As a visitor is decided for, without a look at what happened. */
  Decided decide(Scenario scenario) {
    return path.decide(situation(scenario));
  }

  private Situation situation(Scenario scenario) {
    var own = scenario.products() == null ? products : scenario.products();
    return new Situation(
        "scenario",
        scenario.request(),
        Known.of(scenario.profile(), scenario.request().now()),
        rules,
        scenario.tests() ? experiments : Experiments.NONE,
        own.trending(scenario.trends(), own.version()),
        scenario.model(),
        new OutboundMoment(ChannelModel.NONE, scenario.rings(), MomentBounds.NONE, true));
  }

  private void rule(Scenario scenario, Traced traced, List<String> failures) {
    var rule = scenario.rule();
    if (rule == null) {
      return;
    }
    for (var failure : traced.trace().evaluation().failures()) {
      failures.add("rule \"%s\" failed: %s".formatted(failure.rule(), failure.message()));
    }
    var firings = traced.trace().fired().stream().filter(f -> f.rule().equals(rule)).toList();
    if (scenario.fires() && firings.isEmpty()) {
      failures.add("rule \"%s\" did not fire, expected that it does".formatted(rule));
      why(scenario, Set.of(rule), failures);
    } else if (!scenario.fires() && !firings.isEmpty()) {
      failures.add("rule \"%s\" fired, expected that it does not".formatted(rule));
      for (var fact : firings.get(0).matched()) {
        failures.add("  it matched " + words(fact));
      }
    }
  }

  private void segments(Scenario scenario, Traced traced, List<String> failures) {
    var segments =
        traced.trace().evaluation().segments().stream()
            .collect(Collectors.toMap(Membership::segment, m -> m.firing().rule()));
    for (var segment : scenario.expected().segments()) {
      if (!segments.containsKey(segment)) {
        failures.add(
            "segments are %s, expected %s among them".formatted(segments.keySet(), segment));
        why(scenario, rules(card -> card.segments().contains(segment)), failures);
      }
    }
    for (var segment : scenario.expected().notSegments()) {
      if (segments.containsKey(segment)) {
        failures.add(
            "segment %s is there, expected that it is not: rule \"%s\" derived it"
                .formatted(segment, segments.get(segment)));
      }
    }
  }

  private void outcome(Scenario scenario, Traced traced, Placed placed, List<String> failures) {
    var expected = scenario.expected();
    int before = failures.size();
    compare("outcome", placed.outcome().word(), expected.outcome(), failures);
    compare("campaign", placed.campaign(), expected.campaign(), failures);
    var shown = placed.content();
    compare("content", shown == null ? null : shown.id(), expected.content(), failures);
    if (!expected.products().isEmpty()) {
      var ids = shown == null ? List.of() : shown.products().stream().map(Product::id).toList();
      compare("products", ids.toString(), expected.products().toString(), failures);
    }
    var winner = traced.turns(placed).stream().filter(Traced.Turn::won).findFirst();
    expected
        .choices()
        .forEach(
            (name, value) ->
                compare(
                    "choice " + name,
                    winner.map(turn -> turn.offer().offer().choices().get(name)).orElse(null),
                    value,
                    failures));
    if (failures.size() > before) {
      placed.reason().notes().forEach(note -> failures.add("  " + note.text()));
      var tested = placed.experiment();
      if (tested != null && !"tested".equals(expected.outcome())) {
        failures.add(
            "  experiment %s runs on %s and shows variation %s. Maybe \"experiments: false\" in the scenario, which decides without it, or outcome: tested."
                .formatted(tested.experiment(), placed.placement(), tested.variation()));
      }
      var campaign = expected.campaign();
      if (campaign != null && !campaign.equals(placed.campaign())) {
        why(scenario, rules(card -> card.campaigns().contains(campaign)), failures);
      }
    }
  }

  private void why(Scenario scenario, Set<String> names, List<String> failures) {
    for (var answer : trace(scenario, names, false).trace().whyNot().values()) {
      answer.lines().forEach(line -> failures.add("  " + line));
    }
  }

  private Set<String> rules(Predicate<RuleCard> which) {
    return rules.base().rules().stream()
        .filter(which)
        .map(RuleCard::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void compare(
      String what, @Nullable String actual, @Nullable String expected, List<String> failures) {
    if (expected != null && !expected.equals(actual)) {
      failures.add(
          "%s is %s, expected %s".formatted(what, actual == null ? "none" : actual, expected));
    }
  }

  private static String words(Fact fact) {
    return fact.getClass().getSimpleName() + " " + fact.values();
  }
}
