package io.knowfirst.server.visitor;

import io.knowfirst.server.experiments.measurement.Counter;
import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements on what is stored of one visitor outside of chunks. */
final class VisitorTable {
  private static final String IDS =
      """
      with root as (select coalesce((select visitor from alias where anonymous = $1), $1::text) as id)
      select id, null::timestamptz as since, null::timestamptz as merged from root
      union all (
        select a.anonymous, a.since, m.at from alias a cross join root
        left join merged_visitor m on m.anonymous = a.anonymous and m.other = a.anonymous
        where a.visitor = root.id order by a.since, a.anonymous)
      """;
  private static final String EVENT_COUNTS =
      """
      select type, name, count(*), min(at), max(at) from event where visitor = any ($1::text[])
      group by type, name order by max(at) desc, type, name limit $2
      """;
  private static final String EVENTS =
      """
      select visitor, message_id, type, name, at, received, sender, body from event
      where visitor = $1 and message_id > $2 order by message_id limit $3
      """;
  private static final String LATEST_EVENTS =
      """
      select visitor, message_id, type, name, at, received, sender, body from event
      where visitor = any ($1::text[]) order by at desc, message_id limit $2
      """;
  private static final String EXPOSURES =
      """
      select to_jsonb(x) - 'seq' from exposure x where visitor = any ($1::text[])
      order by first_at, experiment, phase, visitor
      """;
  private static final String PARTICIPANTS =
      "select to_jsonb(p) from participant p where visitor = any ($1::text[]) order by experiment, phase";

  private static final String UNTIE =
      """
      with gone as (
        delete from alias where anonymous = $2 and visitor = coalesce((select visitor from alias where anonymous = $1), $1::text)
        returning anonymous, visitor
      ), moved as (
        delete from merged_visitor m using gone where m.anonymous = gone.anonymous
      )
      insert into untied (anonymous, visitor) select anonymous, visitor from gone
      on conflict (anonymous, visitor) do update set at = now()
      returning visitor
      """;
  private static final String LEARNED =
      "select to_jsonb(l) from learned_from l where visitor = any ($1::text[])"
          + " union all select to_jsonb(t) - 'kind' || jsonb_build_object('trend', t.kind)"
          + " from trend_seen t where visitor = any ($1::text[])";
  private static final String RELEARN = "select relearn($1::text[])";

  private VisitorTable() {}

  /**
   * An id of the visitor.
   *
   * @param since when it is known to be theirs; null for the first
   * @param merged when it was a known visitor of its own who was merged into this one
   */
  record Id(String id, @Nullable OffsetDateTime since, @Nullable OffsetDateTime merged) {}

  /** The visitor's ids: the known one first where the one asked for is tied. */
  static Future<List<Id>> ids(SqlClient client, String id) {
    return client
        .preparedQuery(IDS)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              var ids = new ArrayList<Id>();
              rows.forEach(
                  row ->
                      ids.add(
                          new Id(
                              row.getString(0),
                              row.getOffsetDateTime(1),
                              row.getOffsetDateTime(2))));
              return ids;
            });
  }

  static String[] texts(List<Id> ids) {
    return ids.stream().map(Id::id).toArray(String[]::new);
  }

  static Future<RowSet<Row>> eventCounts(SqlClient client, String[] ids, int most) {
    return client.preparedQuery(EVENT_COUNTS).execute(Tuple.of(ids, most));
  }

  static Future<RowSet<Row>> events(SqlClient client, String visitor, String after, int most) {
    return client.preparedQuery(EVENTS).execute(Tuple.of(visitor, after, most));
  }

  /** Events by any of the ids, the latest first. */
  static Future<RowSet<Row>> latestEvents(SqlClient client, String[] ids, int most) {
    return client.preparedQuery(LATEST_EVENTS).execute(Tuple.of(ids, most));
  }

  static Future<RowSet<Row>> exposures(SqlClient client, String[] ids) {
    return client.preparedQuery(EXPOSURES).execute(Tuple.of((Object) ids));
  }

  static Future<RowSet<Row>> participants(SqlClient client, String[] ids) {
    return client.preparedQuery(PARTICIPANTS).execute(Tuple.of((Object) ids));
  }

  /** What was learned from the visitor. */
  static Future<RowSet<Row>> learned(SqlClient client, String[] ids) {
    return client.preparedQuery(LEARNED).execute(Tuple.of((Object) ids));
  }

  /**
   * Takes an anonymous visitor away from the known one whom the id names, for ever. In a
   * transaction only.
   *
   * @return the known visitor; empty where the two are not tied
   */
  static Future<Optional<String>> untie(SqlConnection connection, String id, String anonymous) {
    return AdvisoryLock.COUNTING
        .take(connection)
        .compose(locked -> AdvisoryLock.TIES.take(connection))
        .compose(locked -> connection.preparedQuery(UNTIE).execute(Tuple.of(id, anonymous)))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.succeededFuture(Optional.empty());
              }
              var root = rows.iterator().next().getString(0);
              return Counter.recount(connection, List.of(root, anonymous))
                  .compose(counted -> renew(connection, new String[] {root, anonymous}))
                  .map(told -> Optional.of(root));
            });
  }

  /** Lets these be folded and learned from anew, and members let go of what they hold. */
  static Future<Void> renew(SqlConnection connection, String[] ids) {
    return ErasureTable.count(connection, RELEARN, ids)
        .compose(due -> ErasureTable.eraseSnapshots(connection, ids))
        .compose(gone -> Forgetting.tell(connection))
        .mapEmpty();
  }
}
