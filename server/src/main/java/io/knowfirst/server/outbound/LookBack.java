package io.knowfirst.server.outbound;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Looks at what happened before a row was new, such as a trigger: an event sets its timers in its
 * own transaction, by the rows that it sees. One that saw none yet may be committed after the row
 * is, so looking at once would miss it for ever. It is looked when all have ended that were under
 * way as the row was seen; who dies before leaves that to the next.
 */
final class LookBack {
  /** Of a row that is new. */
  static final String NEW = "'18446744073709551615'::xid8";

  private final Pool pool;
  private final String mark;
  private final String claim;
  private final String waiting;
  private final BiFunction<SqlClient, List<String>, Future<?>> look;

  /**
   * @param table has the column {@code waits_for}
   * @param key its primary key
   * @param look given keys, in the transaction that makes them be looked at
   */
  LookBack(
      Pool pool, String table, String key, BiFunction<SqlClient, List<String>, Future<?>> look) {
    this.pool = pool;
    this.mark =
        "update %s set waits_for = pg_snapshot_xmax(pg_current_snapshot()) where waits_for = %s"
            .formatted(table, NEW);
    this.claim =
        "update %s set waits_for = null where waits_for <= pg_snapshot_xmin(pg_current_snapshot()) returning %s"
            .formatted(table, key);
    this.waiting = "select from %s where waits_for is not null limit 1".formatted(table);
    this.look = look;
  }

  /** Whether there is nothing left to look at. */
  Future<Boolean> run() {
    return pool.query(mark)
        .execute()
        .compose(marked -> pool.withTransaction(this::lookAtClaimed))
        .compose(looked -> pool.query(waiting).execute())
        .map(left -> left.size() == 0);
  }

  private Future<?> lookAtClaimed(SqlClient client) {
    return client
        .query(claim)
        .execute()
        .compose(
            rows -> {
              var keys = new ArrayList<String>();
              rows.forEach(row -> keys.add(row.getString(0)));
              return keys.isEmpty() ? Future.succeededFuture() : look.apply(client, keys);
            });
  }
}
