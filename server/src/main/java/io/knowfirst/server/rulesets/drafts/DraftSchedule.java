package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second for drafts that are due. All members look; one that finds a draft holds its row
 * until the draft is live, so it goes live once, and another member takes over where that one dies.
 */
public final class DraftSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DraftSchedule.class);
  private static final long EVERY_MILLIS = 1_000;

  private final Outage outage = new Outage(LOG, "Drafts that are due are not published");
  private final AtomicBoolean busy = new AtomicBoolean();
  private final DraftPublisher publisher;
  private final Vertx vertx;
  private final long timer;

  private DraftSchedule(Vertx vertx, DraftPublisher publisher) {
    this.vertx = vertx;
    this.publisher = publisher;
    this.timer = vertx.setPeriodic(EVERY_MILLIS, tick -> look());
  }

  /** Looks from now on. */
  public static DraftSchedule start(Vertx vertx, DraftPublisher publisher) {
    return new DraftSchedule(vertx, publisher);
  }

  private void look() {
    if (busy.compareAndSet(false, true)) {
      outage.watch(publisher.publishDue()).onComplete(looked -> busy.set(false));
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
