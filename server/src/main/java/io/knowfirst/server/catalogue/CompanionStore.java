package io.knowfirst.server.catalogue;

import io.knowfirst.server.catalogue.Companions.Companion;
import io.knowfirst.server.catalogue.Companions.Kind;
import io.knowfirst.server.catalogue.Companions.Row;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** What was learned of products, in PostgreSQL. Whoever learns raises the catalogue's version. */
final class CompanionStore {
  private static final String SINCE =
      "select kind, item, visitors, others from companion where version > $1";

  private CompanionStore() {}

  /** All that changed after a version of the catalogue. */
  static Future<List<Row>> since(SqlConnection connection, long version) {
    return connection
        .preparedQuery(SINCE)
        .execute(Tuple.of(version))
        .map(
            rows -> {
              var all = new ArrayList<Row>(rows.size());
              for (var row : rows) {
                all.add(
                    new Row(
                        Kind.of(row.getString(0)),
                        row.getString(1).intern(),
                        row.getInteger(2),
                        others((JsonArray) row.getValue(3))));
              }
              return all;
            });
  }

  private static List<Companion> others(JsonArray array) {
    var others = new ArrayList<Companion>(array.size());
    for (int i = 0; i < array.size(); i++) {
      var one = array.getJsonArray(i);
      others.add(new Companion(one.getString(0).intern(), one.getInteger(1), one.getDouble(2)));
    }
    return others;
  }
}
