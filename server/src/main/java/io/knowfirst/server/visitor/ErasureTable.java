package io.knowfirst.server.visitor;

import io.knowfirst.server.experiments.lifecycle.Snapshot;
import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;

/** The statements that erase a visitor, and those that let go of what was made of one. */
final class ErasureTable {
  /** Events that come while these locks are held wait, and see the tombstones afterwards. */
  private static final String LOCK =
      "set local lock_timeout = '10s'; lock table alias, event, exposure in share row exclusive mode";

  private static final String TOMBSTONES =
      """
      insert into erased_visitor (hash) select visitor_hash(id) from unnest($1::text[]) as v (id)
      on conflict do nothing
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
  private static final String ERASE_LEARNED = "select forget_learned($1::text[])";
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
  private static final String ERASE_SOME_EVENTS =
      """
      delete from event where ctid = any (array(
        select ctid from event where visitor = any ($1::text[]) limit $2))
      """;

  /** Events of others, who used the same device. */
  private static final String ERASE_MENTIONS =
      """
      update event set body = without_anonymous(body)
      where starts_with(body, '{"anonymous":') and event_anonymous(body) = any ($1::text[])
      """;

  private ErasureTable() {}

  /**
   * Lets nothing more of the visitor be stored, under any id, also of what is being stored now. In
   * a transaction only; what it returns holds once that is committed.
   */
  static Future<List<VisitorTable.Id>> close(SqlClient client, String id) {
    return client
        .query(LOCK)
        .execute()
        .compose(locked -> VisitorTable.ids(client, id))
        .compose(
            ids ->
                client
                    .preparedQuery(TOMBSTONES)
                    .execute(Tuple.of((Object) VisitorTable.texts(ids)))
                    .compose(closed -> Forgetting.tell(client))
                    .map(told -> ids));
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
   * Lets closed ids be counted for no experiment any more; the result is the number of exposures.
   * In a transaction only.
   */
  static Future<Integer> eraseCounted(SqlClient client, String[] ids) {
    return AdvisoryLock.COUNTING
        .take(client)
        .compose(locked -> count(client, MOVE_RECOUNTS, ids))
        .compose(moved -> count(client, ERASE_PARTICIPANTS, ids))
        .compose(gone -> count(client, ERASE_EXPOSURES, ids));
  }

  /** Deletes events of closed ids, so many at most. In a transaction only. */
  static Future<Integer> eraseEvents(SqlClient client, String[] ids, int most) {
    return eraseSnapshots(client, ids)
        .compose(
            gone -> client.preparedQuery(ERASE_SOME_EVENTS).execute(Tuple.of((Object) ids, most)))
        .map(RowSet::rowCount);
  }

  /**
   * Deletes the rows of closed ids, and takes back what was learned from them; sums keep what was
   * counted. In a transaction only.
   */
  static Future<Erased> erase(SqlClient client, String[] ids) {
    return eraseCounted(client, ids)
        .compose(
            exposures ->
                eraseRest(client, ids)
                    .map(events -> new Erased(ids.length, events, exposures, 0, 0)));
  }

  private static Future<Integer> eraseRest(SqlClient client, String[] ids) {
    return count(client, ERASE_ALIASES, ids)
        .compose(gone -> count(client, ERASE_MERGED, ids))
        .compose(gone -> count(client, ERASE_UNTIED, ids))
        .compose(gone -> PendingContacts.erase(client, ids))
        // Whoever learns now may still know the visitor.
        .compose(gone -> AdvisoryLock.LEARNING.take(client))
        .compose(gone -> count(client, ERASE_LEARNED, ids))
        .compose(gone -> eraseSnapshots(client, ids))
        .compose(gone -> count(client, ERASE_EVENTS, ids));
  }

  /** Whoever writes a snapshot now may still know the visitor. */
  static Future<Integer> eraseSnapshots(SqlClient client, String[] ids) {
    return AdvisoryLock.SNAPSHOTS
        .take(client)
        .compose(locked -> count(client, ERASE_SNAPSHOTS, ids));
  }

  static Future<Integer> count(SqlClient client, String statement, String[] ids) {
    return client.preparedQuery(statement).execute(Tuple.of((Object) ids)).map(RowSet::rowCount);
  }
}
