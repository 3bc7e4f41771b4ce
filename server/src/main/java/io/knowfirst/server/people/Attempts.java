package io.knowfirst.server.people;

import io.knowfirst.server.audit.AuditLog;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Counts the failed sign-ins of each address, account and device within ten minutes, over all
 * members. Those that are under way count as failed until they have succeeded, so that none is
 * gained by haste.
 */
final class Attempts {
  private static final Duration WINDOW = Duration.ofMinutes(10);

  /** A window that is over begins anew; one that is full stays as it is, and gives no row. */
  private static final String BEGIN =
      """
      insert into sign_in_window as w (whose, since, count) values ($1, $2, 1)
      on conflict (whose) do update set
        since = case when w.since <= $3 then excluded.since else w.since end,
        count = case when w.since <= $3 then 1 else w.count + 1 end
      where w.since <= $3 or w.count < $4
      """;

  private static final String SUCCEEDED =
      "update sign_in_window set count = count - 1 where whose = $1 and count > 0";

  /** Skips what others are at, so that nobody waits for anybody. */
  private static final String FORGET =
      """
      delete from sign_in_window where whose in
        (select whose from sign_in_window where since <= $1 limit 100 for update skip locked)
      """;

  private final Pool pool;

  Attempts(Pool pool) {
    this.pool = pool;
  }

  /** Counts one; false, and nothing is counted, where there were as many already. */
  Future<Boolean> begin(String whose, int most, Instant now) {
    var over = now.minus(WINDOW).atOffset(ZoneOffset.UTC);
    return pool.preparedQuery(FORGET)
        .execute(Tuple.of(over))
        .compose(
            forgotten ->
                pool.preparedQuery(BEGIN)
                    .execute(
                        Tuple.of(AuditLog.hash(whose), now.atOffset(ZoneOffset.UTC), over, most)))
        .map(counted -> counted.rowCount() > 0);
  }

  /** It did not fail. */
  Future<Void> succeeded(String whose) {
    return pool.preparedQuery(SUCCEEDED).execute(Tuple.of(AuditLog.hash(whose))).mapEmpty();
  }
}
