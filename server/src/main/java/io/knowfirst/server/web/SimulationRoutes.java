package io.knowfirst.server.web;

import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.SimulationReader;
import io.vertx.ext.web.RoutingContext;

/** Decides without anything coming of it, and tells all that led there. */
final class SimulationRoutes {
  private final Services services;
  private final KeyGate gate;
  private final EventReader events;
  private final AsideRules aside;

  SimulationRoutes(Services services, KeyGate gate, EventReader events, AsideRules aside) {
    this.services = services;
    this.gate = gate;
    this.events = events;
    this.aside = aside;
  }

  void simulate(RoutingContext context) {
    var caller = gate.admit(context, KeyGate.SERVERS);
    var asker = IdentifiedVisitor.trusted(caller);
    var notes = asker.notes();
    Body.json(context, Body.JSON)
        .compose(
            tree ->
                aside
                    .find(context.vertx(), SimulationReader.ruleset(tree))
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
}
