package io.knowfirst.server.quality;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Set;

/** The names of events that the server has really seen. */
public final class SeenEvents {
  /**
   * Read or not by rules. Nothing is told before names were counted for as long, or where too many
   * came to keep all.
   */
  private static final String WITHIN_A_MONTH =
      """
      with counted as (select * from data_quality where kind in ($1, $2))
      select distinct name from counted where last_at >= now() - interval '30 days'
        and exists (select from counted where first_at < now() - interval '30 days')
        and not exists (select from counted where name = $3)
      """;

  private final Pool pool;

  public SeenEvents(Pool pool) {
    this.pool = pool;
  }

  /** Those of the last 30 days; none where that cannot be told. */
  public Future<Set<String>> withinAMonth() {
    return pool.preparedQuery(WITHIN_A_MONTH)
        .execute(Tuple.of(Kind.EVENT.word(), Kind.UNKNOWN_EVENT.word(), DataQuality.OTHERS))
        .map(
            rows -> {
              var names = new HashSet<String>();
              rows.forEach(row -> names.add(row.getString(0)));
              return names;
            });
  }
}
