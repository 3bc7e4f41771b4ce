package io.knowfirst.server.visitor;

import io.knowfirst.server.experiments.lifecycle.Snapshot;
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
import java.util.Set;
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
  private static final String EXPOSURES =
      """
      select to_jsonb(x) - 'seq' from exposure x where visitor = any ($1::text[])
      order by first_at, experiment, phase, visitor
      """;
  private static final String PARTICIPANTS =
      "select to_jsonb(p) from participant p where visitor = any ($1::text[]) order by experiment, phase";

  /** Events that come while these locks are held wait, and see the tombstones afterwards. */
  private static final String LOCK =
      "set local lock_timeout = '10s'; lock table alias, event, exposure in share row exclusive mode";

  private static final String TOMBSTONES =
      """
      insert into erased_visitor (hash) select visitor_hash(id) from unnest($1::text[]) as v (id)
      on conflict do nothing
      """;

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
  private static final String HASH = "select encode(visitor_hash($1), 'hex')";

  private static final String MOVE_RECOUNTS =
      """
      update measure m set recount_after = coalesce(
        (select max(x.visitor) from exposure x where x.experiment = m.experiment and x.phase = m.recount_phase
          and x.visitor < m.recount_after and x.visitor <> all ($1::text[])), '')
      where recount_after = any ($1::text[])
      """;
  private static final String ERASE_PARTICIPANTS =
      "delete from participant where visitor = any ($1::text[])";
  private static final String ERASE_EXPOSURES =
      "delete from exposure where visitor = any ($1::text[])";
  private static final String ERASE_ALIASES =
      "delete from alias where anonymous = any ($1::text[]) or visitor = any ($1::text[])";
  private static final String LEARNED =
      "select to_jsonb(l) from learned_from l where visitor = any ($1::text[])"
          + " union all select to_jsonb(t) - 'kind' || jsonb_build_object('trend', t.kind)"
          + " from trend_seen t where visitor = any ($1::text[])";
  private static final String ERASE_LEARNED = "select forget_learned($1::text[])";
  private static final String RELEARN = "select relearn($1::text[])";
  private static final String ERASE_SNAPSHOTS =
      "delete from profile_snapshot where visitor = any ($1::text[])";
  private static final String ERASE_MERGED =
      """
      delete from merged_visitor
      where anonymous = any ($1::text[]) or other = any ($1::text[]) or visitor = any ($1::text[])
      """;
  private static final String ERASE_UNTIED =
      "delete from untied where anonymous = any ($1::text[]) or visitor = any ($1::text[])";

  /** Kept experiments of which one may force the visitor: the definition is JSON within JSON. */
  private static final String STATES =
      """
      select name, experiments from experiment_state
      where exists (select from unnest($1::text[]) as v (id)
        where strpos(experiments, trim(both '"' from to_json(to_json(id)::text)::text)) > 0)
      """;

  private static final String CHANGE_STATE =
      "update experiment_state set experiments = $2 where name = $1";
  private static final String ERASE_EVENTS = "delete from event where visitor = any ($1::text[])";

  /** Events of others, who used the same device. */
  private static final String ERASE_MENTIONS =
      """
      update event set body = without_anonymous(body)
      where starts_with(body, '{"anonymous":') and event_anonymous(body) = any ($1::text[])
      """;

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
   * Lets nothing more of the visitor be stored, under any id, also of what is being stored now. In
   * a transaction only; what it returns holds once that is committed.
   */
  static Future<List<Id>> close(SqlClient client, String id) {
    return client
        .query(LOCK)
        .execute()
        .compose(locked -> ids(client, id))
        .compose(
            ids ->
                client
                    .preparedQuery(TOMBSTONES)
                    .execute(Tuple.of((Object) texts(ids)))
                    .compose(closed -> Forgetting.tell(client))
                    .map(told -> ids));
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
    return count(connection, RELEARN, ids)
        .compose(due -> eraseSnapshots(connection, ids))
        .compose(gone -> Forgetting.tell(connection))
        .mapEmpty();
  }

  /** Takes the ids out of the experiments that are kept for replays, which may force them. */
  static Future<Void> eraseForced(SqlClient client, String[] ids) {
    return client
        .preparedQuery(STATES)
        .execute(Tuple.of((Object) ids))
        .compose(
            rows -> {
              Future<?> done = Future.succeededFuture();
              for (var row : rows) {
                var without = Snapshot.without(row.getString(1), Set.of(ids));
                var change = Tuple.of(row.getString(0), without);
                done = done.compose(before -> client.preparedQuery(CHANGE_STATE).execute(change));
              }
              return done.mapEmpty();
            });
  }

  /** The tombstone of an id, for the audit. */
  static Future<String> hash(SqlClient client, String id) {
    return client
        .preparedQuery(HASH)
        .execute(Tuple.of(id))
        .map(rows -> rows.iterator().next().getString(0));
  }

  /** Takes the ids out of what others' events say of the device. */
  static Future<Void> eraseMentions(SqlClient client, String[] ids) {
    return client.preparedQuery(ERASE_MENTIONS).execute(Tuple.of((Object) ids)).mapEmpty();
  }

  /**
   * Deletes the rows of closed ids, and takes back what was learned from them; sums keep what was
   * counted. In a transaction only.
   */
  static Future<Erased> erase(SqlClient client, String[] ids) {
    return AdvisoryLock.COUNTING
        .take(client)
        .compose(locked -> count(client, MOVE_RECOUNTS, ids))
        .compose(moved -> count(client, ERASE_PARTICIPANTS, ids))
        .compose(gone -> count(client, ERASE_ALIASES, ids))
        .compose(gone -> count(client, ERASE_MERGED, ids))
        .compose(gone -> count(client, ERASE_UNTIED, ids))
        .compose(gone -> PendingContacts.erase(client, ids))
        // Whoever learns now may still know the visitor.
        .compose(gone -> AdvisoryLock.LEARNING.take(client))
        .compose(gone -> count(client, ERASE_LEARNED, ids))
        .compose(gone -> eraseSnapshots(client, ids))
        .compose(
            gone ->
                count(client, ERASE_EVENTS, ids)
                    .compose(
                        events ->
                            count(client, ERASE_EXPOSURES, ids)
                                .map(
                                    exposures -> new Erased(ids.length, events, exposures, 0, 0))));
  }

  /** Whoever writes a snapshot now may still know the visitor. */
  private static Future<Integer> eraseSnapshots(SqlClient client, String[] ids) {
    return AdvisoryLock.SNAPSHOTS
        .take(client)
        .compose(locked -> count(client, ERASE_SNAPSHOTS, ids));
  }

  private static Future<Integer> count(SqlClient client, String statement, String[] ids) {
    return client.preparedQuery(statement).execute(Tuple.of((Object) ids)).map(RowSet::rowCount);
  }
}
