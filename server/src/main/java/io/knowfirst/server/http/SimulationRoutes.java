package io.knowfirst.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.decision.ActiveRules;
import io.knowfirst.server.ruleset.RulesetRefused;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Decides without anything coming of it, and tells all that led there. */
final class SimulationRoutes {
  private final Services services;
  private final Gate gate;
  private final EventReader events;

  SimulationRoutes(Services services, Gate gate, EventReader events) {
    this.services = services;
    this.gate = gate;
    this.events = events;
  }

  void simulate(RoutingContext context) {
    var caller = gate.admit(context, Gate.SERVERS);
    var asker = Asker.trusted(caller);
    var notes = asker.notes();
    Body.json(context, Body.JSON)
        .compose(
            tree ->
                rules(context, tree)
                    .map(
                        rules ->
                            new SimulationReader(rules, events)
                                .read(tree, asker, services.clock().instant(), notes)))
        .compose(services.simulate())
        .onSuccess(
            traced ->
                Answers.json(context, 200, json -> SimulationWriter.write(json, traced, notes)))
        .onFailure(context::fail);
  }

  /** Of the version that the body names, else those in force. */
  private Future<ActiveRules> rules(RoutingContext context, JsonNode tree) {
    var rulesets = services.rulesets().get();
    var named = SimulationReader.ruleset(tree);
    return named == null
        ? Future.succeededFuture(rulesets.get())
        : context
            .vertx()
            .executeBlocking(() -> rulesets.aside(named), false)
            .recover(failure -> Future.failedFuture(refusal(named, failure)));
  }

  private static Throwable refusal(String named, Throwable failure) {
    if (!(failure instanceof RulesetRefused refused)) {
      return failure;
    }
    var fault =
        refused.why() == RulesetRefused.Why.UNKNOWN
            ? new Fault(
                "/ruleset",
                Text.shorten(named),
                "the hash of a version that is kept, or at least 6 of its first characters",
                "Maybe rules history shows it.")
            : new Fault(
                "/ruleset",
                Text.shorten(named),
                "a version that compiles: " + refused.reason(),
                null);
    return new Refused(Problem.body(List.of(fault)));
  }
}
