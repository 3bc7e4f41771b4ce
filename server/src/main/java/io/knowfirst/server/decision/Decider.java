package io.knowfirst.server.decision;

import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.DecisionRequest;
import io.vertx.core.Future;

/** Decides: known beats tested beats default. */
public final class Decider {
  /**
   * Never fails because of rules, profile or store; fails with StoreUnavailable only where events
   * came along that could not be committed.
   */
  public Future<Decision> decide(DecisionRequest request) {
    return Future.failedFuture("decide " + request.visitor());
  }
}
