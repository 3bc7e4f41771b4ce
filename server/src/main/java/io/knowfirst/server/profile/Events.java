package io.knowfirst.server.profile;

import io.knowfirst.server.model.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;

/** The event store: many callers' events are written in one transaction. */
public final class Events {
  private Events() {}

  public static Events open(Vertx vertx, Pool pool, Profiles profiles, ProfileSettings settings) {
    throw new UnsupportedOperationException();
  }

  /**
   * Stores events, 1 to 500. Completes, with one receipt for each in order, when they are committed
   * and seen by the next {@link Profiles#find} of any member; fails with {@link
   * io.knowfirst.server.postgres.StoreUnavailable} when PostgreSQL is away or too much waits, and
   * then some or all of them may be stored nevertheless: sending them again is safe.
   */
  public Future<List<Receipt>> accept(List<Event> events) {
    throw new UnsupportedOperationException();
  }
}
