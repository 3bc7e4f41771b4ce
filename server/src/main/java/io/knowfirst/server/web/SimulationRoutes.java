package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.SimulationReader;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Decides without anything coming of it, and tells all that led there. */
final class SimulationRoutes {
  private final Services services;
  private final EventReader events;
  private final AsideRules aside;
  private final StoredVisitors stored;

  SimulationRoutes(Services services, SideDecisions side) {
    this.services = services;
    this.events = side.events();
    this.aside = side.aside();
    this.stored = side.stored();
  }

  void simulate(RoutingContext context) {
    Body.json(context, Body.JSON)
        .compose(tree -> simulated(context, tree))
        .onSuccess(answer -> Answers.json(context, 200, answer))
        .onFailure(context::fail);
  }

  /** What comes of the question in the tree, which the caller of the context asks. */
  Future<Answers.Writer> simulated(RoutingContext context, JsonNode tree) {
    var asker = IdentifiedVisitor.trusted(Gate.caller(context));
    var notes = asker.notes();
    return stored
        .admit(context, tree)
        .compose(admitted -> aside.find(context.vertx(), SimulationReader.ruleset(tree)))
        .map(
            rules ->
                new SimulationReader(rules, events)
                    .read(tree, asker, services.clock().instant(), notes))
        .compose(services.decisions().simulate())
        .map(traced -> json -> SimulationWriter.write(json, traced, notes));
  }
}
