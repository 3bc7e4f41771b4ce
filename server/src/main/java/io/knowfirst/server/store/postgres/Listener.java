package io.knowfirst.server.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.util.function.Consumer;

/**
 * Hears on a channel of PostgreSQL what other members changed. It looks for changes also at each
 * connection, and from time to time: a connection may die without saying so.
 */
public final class Listener {
  private static final long RECONNECT_MAX_MS = 5_000;

  private final Vertx vertx;
  private final PgSubscriber subscriber;
  private final long timer;

  /**
   * Looks from now on; hears from {@link #connect}.
   *
   * @param database for a connection of its own
   * @param everyMs milliseconds between two looks
   * @param look for whatever changed
   * @param hear what is told on the channel
   */
  public Listener(
      Vertx vertx,
      PgConnectOptions database,
      String channel,
      long everyMs,
      Runnable look,
      Consumer<String> hear) {
    this.vertx = vertx;
    this.subscriber =
        PgSubscriber.subscriber(vertx, database)
            .reconnectPolicy(tries -> Math.min(RECONNECT_MAX_MS, 100L << Math.min(tries, 10)));
    this.timer = vertx.setPeriodic(everyMs, tick -> look.run());
    subscriber
        .channel(channel)
        .subscribeHandler(
            again -> {
              // Without this the client prints a stack trace of its own when the connection is
              // lost;
              // looking tells of it.
              subscriber.actualConnection().exceptionHandler(lost -> {});
              look.run();
            })
        .handler(hear::accept);
  }

  /** Completes when it hears. */
  public Future<Void> connect() {
    return subscriber.connect();
  }

  /** Neither hears nor looks any more. */
  public Future<Void> close() {
    vertx.cancelTimer(timer);
    return subscriber.close();
  }
}
