package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.decide.StoredDecision;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Tells what was decided and why, after the look-up is in the audit. */
final class StoredDecisionRoutes {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Services services;
  private final Gate gate;

  StoredDecisionRoutes(Services services, Gate gate) {
    this.services = services;
    this.gate = gate;
  }

  void show(RoutingContext context) {
    var id = context.pathParam("id");
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(unknown());
    }
    services
        .decisions()
        .stored()
        .apply(id)
        .recover(away -> Future.failedFuture(new StoreUnavailable("Decisions are away", away)))
        .map(found -> found.orElseThrow(() -> new Refused(unknown())))
        .compose(stored -> audited(context, stored).map(stored))
        .onSuccess(
            stored -> Answers.json(context, 200, json -> MAPPER.writeTree(json, stored.json())))
        .onFailure(context::fail);
  }

  private Future<Void> audited(RoutingContext context, StoredDecision stored) {
    var visitor = stored.json().at("/visitor/id").asText();
    return services.people().audit().addOfVisitor(gate.actor(context), "visitor.decision", visitor);
  }

  private static Problem unknown() {
    return Problem.notFound("No decision has this id. Maybe it is no longer kept.");
  }
}
