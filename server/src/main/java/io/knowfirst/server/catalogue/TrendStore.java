package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Trends;
import io.knowfirst.rules.facts.Trends.Trend;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What trends, in PostgreSQL. Whoever counts it raises the catalogue's version. */
final class TrendStore {
  private static final String SINCE =
      """
      select c.told, t.kind, t.value, t.visitors, t.usual
      from trend_count c left join trend t on true where c.version > $1 order by t.kind, t.place
      """;

  private TrendStore() {}

  /** What trends now; null where that did not change after a version of the catalogue. */
  static Future<@Nullable Trends> since(SqlConnection connection, long version) {
    return connection
        .preparedQuery(SINCE)
        .execute(Tuple.of(version))
        .map(
            rows -> {
              Instant counted = null;
              var products = new ArrayList<Trend>();
              var searches = new ArrayList<Trend>();
              for (var row : rows) {
                counted = row.getOffsetDateTime(0).toInstant();
                var kind = row.getString(1);
                if (kind != null) {
                  (kind.equals(Trends.PRODUCT) ? products : searches)
                      .add(new Trend(row.getString(2), row.getInteger(3), row.getDouble(4)));
                }
              }
              return counted == null ? null : new Trends(counted, products, searches);
            });
  }
}
