package io.knowfirst.server.exposure;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.profile.Receipt;
import io.vertx.core.Future;
import java.util.List;

/**
 * The one door by which events come in: committed, folded into profiles, exposures counted; only
 * then acknowledged.
 */
public final class Intake {
  private final Events events;
  private final Exposures exposures;

  public Intake(Events events, Exposures exposures) {
    this.events = events;
    this.exposures = exposures;
  }

  /** One receipt for each event, in order; fails with StoreUnavailable when PostgreSQL is away. */
  public Future<List<Receipt>> accept(List<Event> batch) {
    return events
        .accept(batch)
        .compose(receipts -> exposures.count(batch).map(counted -> receipts));
  }
}
