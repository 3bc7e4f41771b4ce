package io.knowfirst.server.web;

import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.SimulationReader;
import io.vertx.ext.web.RoutingContext;

/** Decides without anything coming of it, and tells all that led there. */
final class SimulationRoutes {
  private final Services services;
  private final EventReader events;
  private final AsideRules aside;
  private final StoredVisitors stored;

  SimulationRoutes(Services services, EventReader events, AsideRules aside, StoredVisitors stored) {
    this.services = services;
    this.events = events;
    this.aside = aside;
    this.stored = stored;
  }

  void simulate(RoutingContext context) {
    var caller = Gate.caller(context);
    var asker = IdentifiedVisitor.trusted(caller);
    var notes = asker.notes();
    Body.json(context, Body.JSON)
        .compose(tree -> stored.admit(context, tree))
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
