package io.knowfirst.server.ruleset;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what other members let decide. */
public final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  /** A change is heard of at once; this is for a connection that died without saying so. */
  private static final long REFRESH_MS = 5_000;

  private static final long RECONNECT_MAX_MS = 5_000;

  private final Vertx vertx;
  private final Rulesets rulesets;
  private final PgSubscriber subscriber;
  private final long timer;

  private Follower(Vertx vertx, Rulesets rulesets, PgSubscriber subscriber) {
    this.vertx = vertx;
    this.rulesets = rulesets;
    this.subscriber = subscriber;
    this.timer = vertx.setPeriodic(REFRESH_MS, tick -> follow());
  }

  /** Follows from now on. */
  public static Future<Follower> open(Vertx vertx, Rulesets rulesets, PgConnectOptions database) {
    var subscriber =
        PgSubscriber.subscriber(vertx, database)
            .reconnectPolicy(tries -> Math.min(RECONNECT_MAX_MS, 100L << Math.min(tries, 10)));
    var follower = new Follower(vertx, rulesets, subscriber);
    subscriber
        .channel(RulesetStore.CHANNEL)
        .subscribeHandler(again -> follower.follow())
        .handler(change -> follower.follow());
    return subscriber.connect().map(follower).onFailure(failure -> follower.close());
  }

  public Future<Void> close() {
    vertx.cancelTimer(timer);
    return subscriber.close();
  }

  private void follow() {
    rulesets
        .follow()
        .onFailure(
            failure -> {
              if (!(failure instanceof RulesetRefused)) { // those are told where they are refused
                LOG.warn("The rules are not up to date: {}", failure.getMessage());
              }
            });
  }
}
