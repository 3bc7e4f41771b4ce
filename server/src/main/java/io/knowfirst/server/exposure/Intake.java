package io.knowfirst.server.exposure;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.profile.Receipt;
import io.knowfirst.server.quality.DataQuality;
import io.knowfirst.server.quality.Kind;
import io.vertx.core.Future;
import java.util.List;

/**
 * The one door by which events come in: committed, folded into profiles, exposures counted; only
 * then acknowledged.
 */
public final class Intake {
  private final Events events;
  private final Exposures exposures;
  private final DataQuality quality;

  public Intake(Events events, Exposures exposures, DataQuality quality) {
    this.events = events;
    this.exposures = exposures;
    this.quality = quality;
  }

  /** One receipt for each event, in order; fails with StoreUnavailable when PostgreSQL is away. */
  public Future<List<Receipt>> accept(List<Event> batch) {
    return events
        .accept(batch)
        .compose(
            receipts -> {
              report(batch, receipts);
              return exposures.count(batch).map(counted -> receipts);
            });
  }

  private void report(List<Event> batch, List<Receipt> receipts) {
    for (int i = 0; i < receipts.size(); i++) {
      switch (receipts.get(i).status()) {
        case ORDER_REPEATED -> quality.count(Kind.REPEATED_ORDER, batch.get(i).name());
        case ORDER_UNKNOWN, ORDER_NOT_NAMED ->
            quality.count(Kind.UNKNOWN_ORDER, batch.get(i).name());
        case ACCEPTED, DUPLICATE -> {}
      }
    }
  }
}
