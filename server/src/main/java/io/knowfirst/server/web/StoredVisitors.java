package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** Who may have decided for a visitor that is stored, rather than for one described in the body. */
final class StoredVisitors {
  private final Gate gate;
  private final AuditLog audit;

  StoredVisitors(Gate gate, AuditLog audit) {
    this.gate = gate;
    this.audit = audit;
  }

  /**
   * Keeps in the audit that a person asked for a visitor by id.
   *
   * @return the tree; fails with {@link Refused} where the person may not
   */
  Future<JsonNode> admit(RoutingContext context, JsonNode tree) {
    return admit(Gate.caller(context), gate.actor(context), tree);
  }

  /** The same for whoever calls by another way. */
  Future<JsonNode> admit(Caller caller, Actor actor, JsonNode tree) {
    var id = tree.path("visitor").path("id");
    if (!caller.isSignedIn() || id.isMissingNode() || id.isNull()) {
      return Future.succeededFuture(tree);
    }
    if (!caller.may(Set.of(Role.PRIVACY))) {
      return Future.failedFuture(
          new Refused(
              Problem.forbidden(
                  "/visitor/id names a stored visitor, expected none without the role privacy. Maybe describe one by traits and events.")));
    }
    return audit.addOfVisitor(actor, "visitor.simulated", id.asText().replace("\0", "")).map(tree);
  }
}
