package io.knowfirst.server.experiments.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.HashSet;
import java.util.Set;

/** The placements that were decided for people lately. */
public final class AskedPlacements {
  private static final String WITHIN_A_WEEK =
      "select distinct placement from decision_count where day >= (now() at time zone 'UTC')::date - 7";

  private final Pool pool;

  public AskedPlacements(Pool pool) {
    this.pool = pool;
  }

  /** Those of the last 7 days; what the last seconds asked for may be missing. */
  public Future<Set<String>> withinAWeek() {
    return pool.query(WITHIN_A_WEEK)
        .execute()
        .map(
            rows -> {
              var placements = new HashSet<String>();
              rows.forEach(row -> placements.add(row.getString(0)));
              return placements;
            });
  }
}
