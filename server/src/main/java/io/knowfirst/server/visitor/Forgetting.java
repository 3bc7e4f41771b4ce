package io.knowfirst.server.visitor;

import io.knowfirst.server.store.postgres.Listener;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets this member let go of what it holds of visitors in memory, whenever any member has erased a
 * visitor or untied two: at once, and again when decisions that were under way have ended. Where it
 * could not hear of it, it looks within a minute.
 */
public final class Forgetting {
  private static final String CHANNEL = "visitor_forget";
  private static final String NOTIFY = "select pg_notify('" + CHANNEL + "', '')";

  private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
  private static final long LOOK_MS = 60_000;
  private static final long AGAIN_MS = 2_000;
  private static final String NUMBER =
      "select (select count(*) from erased_visitor) + (select count(*) from untied)";

  private final Outage outage = new Outage(LOG, "Erasures of other members are not looked for");
  private final Vertx vertx;
  private final Pool pool;
  private final Runnable memory;
  private final Listener listener;
  private volatile long number = -1;

  private Forgetting(Vertx vertx, Pool pool, PgConnectOptions database, Runnable memory) {
    this.vertx = vertx;
    this.pool = pool;
    this.memory = memory;
    this.listener = new Listener(vertx, database, CHANNEL, LOOK_MS, this::look, told -> forget());
  }

  /**
   * Forgets from now on.
   *
   * @param database for a connection of its own
   * @param memory lets go of what is held in memory
   */
  public static Future<Forgetting> start(
      Vertx vertx, Pool pool, PgConnectOptions database, Runnable memory) {
    var forgetting = new Forgetting(vertx, pool, database, memory);
    return forgetting.listener.connect().map(forgetting).onFailure(away -> forgetting.close());
  }

  /** Members let go of what they hold in memory when this is committed. */
  static Future<?> tell(SqlClient client) {
    return client.query(NOTIFY).execute();
  }

  private void forget() {
    memory.run();
    vertx.setTimer(AGAIN_MS, late -> memory.run());
  }

  private void look() {
    outage
        .watch(pool.query(NUMBER).execute())
        .onSuccess(
            rows -> {
              long now = rows.iterator().next().getLong(0);
              boolean first =
                  number < 0; // Of what was erased before its start a member holds nothing.
              if (now != number) {
                number = now;
                if (!first) {
                  forget();
                }
              }
            });
  }

  public Future<Void> close() {
    return listener.close();
  }
}
