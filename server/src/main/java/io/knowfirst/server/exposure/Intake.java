package io.knowfirst.server.exposure;

import io.knowfirst.server.model.Event;
import io.vertx.core.Future;
import java.util.List;

/**
 * The one door by which events come in: committed, folded into profiles, exposures counted; only
 * then acknowledged.
 */
public final class Intake {
  /** One receipt for each event, in order; fails with StoreUnavailable when PostgreSQL is away. */
  public Future<List<Receipt>> accept(List<Event> events) {
    return Future.failedFuture("accept " + events.size());
  }

  /** What became of an event. */
  public record Receipt(String id, boolean duplicate) {}
}
