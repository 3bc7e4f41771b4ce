package io.knowfirst.server.profile;

import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The statements on which ids are one visitor. */
final class TieTable {
  private static final String ALIASES =
      "select anonymous, visitor from alias where anonymous = any ($1::text[])";
  private static final String TIE =
      """
      insert into alias (anonymous, visitor)
      select $1::text, root.id
      from (select coalesce((select visitor from alias where anonymous = $2), $2::text) as id) as root
      where root.id <> $1::text and not exists (select from alias where visitor = $1)
        and not is_erased($1) and not is_erased(root.id)
        and not exists (select from untied where anonymous = $1 and visitor = root.id)
      on conflict do nothing
      """;
  private static final String DROP_REPEATED =
      """
      delete from event m where m.visitor = $1 and m.sender = 'site'
        and exists (%s and o.type = m.type and o.name = m.name)
      """
          .formatted(EventTable.SENT_BEFORE);

  private static final String DROP_SNAPSHOT = "delete from profile_snapshot where visitor = $1";

  private TieTable() {}

  /** An anonymous visitor and the known one that an identify names. */
  record Tie(String anonymous, String visitor) {}

  /** To which known visitor each is tied; those who are not tied are left out. */
  static Future<Map<String, String>> aliases(SqlClient client, Collection<String> ids) {
    return client
        .preparedQuery(ALIASES)
        .execute(Tuple.of((Object) ids.toArray(String[]::new)))
        .map(
            rows -> {
              var aliases = new HashMap<String, String>();
              for (Row row : rows) {
                aliases.put(row.getString(0), row.getString(1));
              }
              return aliases;
            });
  }

  /**
   * Ties anonymous visitors to known ones, each unless it is tied already or known itself. In a
   * transaction only: it waits for others that do the same, so that no chain of ties can arise.
   * What a page had sent for both is kept once.
   *
   * @return those that were not tied before
   */
  static Future<Set<Tie>> tie(SqlConnection connection, Collection<Tie> ties) {
    var made = new HashSet<Tie>();
    Future<Void> done = AdvisoryLock.TIES.take(connection);
    for (var tie : ties) {
      done = done.compose(before -> tie(connection, tie, made));
    }
    return done.map(made);
  }

  private static Future<Void> tie(SqlConnection connection, Tie tie, Set<Tie> made) {
    return connection
        .preparedQuery(TIE)
        .execute(Tuple.of(tie.anonymous(), tie.visitor()))
        .compose(
            tied -> {
              if (tied.rowCount() == 0) {
                return Future.succeededFuture();
              }
              made.add(tie);
              return connection
                  .preparedQuery(DROP_REPEATED)
                  .execute(Tuple.of(tie.anonymous()))
                  .compose(
                      dropped ->
                          dropped.rowCount() == 0
                              ? Future.succeededFuture()
                              : dropSnapshot(connection, tie.anonymous()));
            });
  }

  private static Future<Void> dropSnapshot(SqlConnection connection, String id) {
    return AdvisoryLock.SNAPSHOTS
        .take(connection)
        .compose(locked -> connection.preparedQuery(DROP_SNAPSHOT).execute(Tuple.of(id)))
        .mapEmpty();
  }
}
