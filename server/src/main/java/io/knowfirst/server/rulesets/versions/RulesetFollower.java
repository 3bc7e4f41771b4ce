package io.knowfirst.server.rulesets.versions;

import io.knowfirst.server.store.postgres.Listener;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what other members let decide. */
public final class RulesetFollower {
  private static final Logger LOG = LoggerFactory.getLogger(RulesetFollower.class);

  /** A change is heard of at once; this is for a connection that died without saying so. */
  private static final long REFRESH_MS = 5_000;

  private final Outage outage = new Outage(LOG, "The rules are not up to date");
  private final Rulesets rulesets;
  private final Listener listener;

  private RulesetFollower(Vertx vertx, Rulesets rulesets, PgConnectOptions database) {
    this.rulesets = rulesets;
    this.listener =
        new Listener(
            vertx, database, RulesetStore.CHANNEL, REFRESH_MS, this::follow, change -> follow());
  }

  /** Follows from now on. */
  public static Future<RulesetFollower> open(
      Vertx vertx, Rulesets rulesets, PgConnectOptions database) {
    var follower = new RulesetFollower(vertx, rulesets, database);
    return follower.listener.connect().map(follower).onFailure(failure -> follower.close());
  }

  public Future<Void> close() {
    return listener.close();
  }

  private void follow() {
    rulesets
        .follow()
        .onSuccess(done -> outage.over())
        .onFailure(
            failure -> {
              if (!(failure instanceof RulesetRefused)) { // those are told where they are refused
                outage.failed(failure);
              }
            });
  }
}
