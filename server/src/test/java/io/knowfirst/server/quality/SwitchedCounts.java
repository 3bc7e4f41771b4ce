package io.knowfirst.server.quality;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Counts in PostgreSQL, which a test may take away.
 *
 * @param away whether it is away now
 */
public record SwitchedCounts(Pool pool, BooleanSupplier away) implements QualityStore {
  @Override
  public Future<Void> add(List<QualityFinding> counted) {
    return away.getAsBoolean()
        ? Future.failedFuture("PostgreSQL is away")
        : new QualityTable(pool).add(counted);
  }

  @Override
  public Future<List<QualityFinding>> read() {
    return away.getAsBoolean()
        ? Future.failedFuture("PostgreSQL is away")
        : new QualityTable(pool).read();
  }
}
