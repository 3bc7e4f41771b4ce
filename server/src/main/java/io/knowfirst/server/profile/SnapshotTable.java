package io.knowfirst.server.profile;

import io.knowfirst.server.profile.ConsentAnswers.Join;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The statements on snapshots of profiles and on the events since. */
final class SnapshotTable {
  private static final String COLUMNS =
      "v.visitor, v.message_id, v.type, v.name, v.at, v.received, v.body, v.sender, v.seq";

  /** Each id is looked up by itself, whatever the planner believes. */
  private static final String LOAD =
      """
      with root as materialized (
        select coalesce((select visitor from alias where anonymous = $1), $1::text) as id
      ), joined as materialized (
        select a.anonymous as id,
          case when m.other is null then r.id when m.other = m.anonymous then m.visitor else m.other end as into_id,
          case when m.other = m.anonymous then m.at else a.since end as at, coalesce(m.other = m.anonymous, false) as merged
        from root r join alias a on a.visitor = r.id left join lateral (
          select * from merged_visitor x where x.anonymous = a.anonymous order by x.at limit 1) as m on true
      ), own as materialized (
        select id from root union all select id from joined
      ), snapshot as materialized (
        select s.seq, s.ids, s.body from root r join profile_snapshot s on s.visitor = r.id
        where s.version = $2 and s.ids <@ array(select id from own)
      ), person as materialized (
        select o.id, coalesce((select s.seq from snapshot s where o.id = any (s.ids)), 0) as since from own o
      ), tail as (
        select e.* from person p cross join lateral (
          select %1$s from event v where v.visitor = p.id and v.seq > p.since offset 0) as e
        limit $3
      )
      select t.*, null::text as root, null::boolean as erased, null::text[] as ids, null::bigint[] as since,
        null::bytea as snapshot, null::text[] as joined, null::text[] as into_ids, null::timestamptz[] as joined_at,
        null::boolean[] as merged
      from tail t
      union all
      select null, null, null, null, null, null, null, null, null, r.id, is_erased(r.id),
        array(select id from person order by id), array(select since from person order by id),
        (select body from snapshot), array(select id from joined order by id),
        array(select into_id from joined order by id), array(select at from joined order by id),
        array(select merged from joined order by id)
      from root r
      """
          .formatted(COLUMNS);

  private static final String PAGES =
      """
      select e.* from unnest($1::text[], $2::bigint[]) as p (id, since) cross join lateral (
        select %1$s from event v where v.visitor = p.id and v.seq > p.since and v.seq <= $3 offset 0) as e
      order by e.at, e.message_id
      """
          .formatted(COLUMNS);

  private static final String DUE =
      """
      select r.id from unnest($1::text[]) as r (id)
      left join profile_snapshot s on s.visitor = r.id and s.version = $2
      where $3::int <= (select count(*) from (
        select from (select r.id union all select a.anonymous from alias a where a.visitor = r.id) as p (id)
        cross join lateral (
          select from event e
          where e.visitor = p.id and e.seq > case when p.id = any (s.ids) then s.seq else 0 end limit $3) as e
        limit $3) as tail)
      """;

  private static final String SAVE =
      """
      insert into profile_snapshot as s (visitor, version, seq, ids, body) values ($1, $2, $3, $4, $5)
      on conflict (visitor) do update
        set version = excluded.version, seq = excluded.seq, ids = excluded.ids, body = excluded.body
        where s.version <> excluded.version or s.seq <= excluded.seq
      """;

  private static final String DELETIONS = "select deleted from snapshot_deletions";

  /** Of ids that have become the visitor's; a deletion would count as one of events. */
  private static final String EMPTY_OTHERS =
      """
      update profile_snapshot set version = 0, seq = 0, ids = '{}', body = ''
      where visitor = any ($2::text[]) and visitor <> $1 and version <> 0
      """;

  private static final Comparator<Stored> OLDEST_FIRST =
      Comparator.comparing((Stored stored) -> stored.event().at())
          .thenComparing(stored -> stored.event().id());

  private SnapshotTable() {}

  /**
   * What a profile is made of.
   *
   * @param root the known visitor where the one asked for is tied
   * @param ids all ids of the visitor
   * @param since for each of the ids, up to which number its events are in the snapshot
   * @param snapshot null where there is none of this version
   * @param tail the events since, oldest first; none of a visitor who was erased
   * @param joins when other ids became the visitor's
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Loaded(
      String root,
      boolean erased,
      List<String> ids,
      List<Long> since,
      byte @Nullable [] snapshot,
      List<Stored> tail,
      List<Join> joins) {
    /**
     * What comes on top is folded in with {@code addAnew}, or with a snapshot {@code addMissing}.
     */
    Fold fold() {
      if (snapshot == null) {
        return new Fold(Profile.empty(root)).joining(joins);
      }
      var last = joins.stream().map(Join::at).max(Comparator.naturalOrder()).orElse(Instant.MIN);
      return new Fold(Profile.decoded(snapshot)).after(last);
    }

    Loaded withoutSnapshot() {
      return new Loaded(
          root, erased, ids, since.stream().map(any -> 0L).toList(), null, List.of(), joins);
    }
  }

  /**
   * @param most events since the snapshot
   */
  static Future<Loaded> load(SqlClient client, String visitor, int version, int most) {
    return client
        .preparedQuery(LOAD)
        .execute(Tuple.of(visitor, version, most))
        .map(SnapshotTable::loaded);
  }

  private static Loaded loaded(RowSet<Row> rows) {
    Row head = null;
    var tail = new ArrayList<Stored>(rows.size());
    for (Row row : rows) {
      if (row.getString("root") == null) {
        tail.add(stored(row));
      } else {
        head = row;
      }
    }
    Objects.requireNonNull(head, "a visitor is loaded with their id");
    boolean erased = head.getBoolean("erased");
    tail.sort(OLDEST_FIRST);
    var snapshot = head.getBuffer("snapshot");
    return new Loaded(
        head.getString("root"),
        erased,
        Arrays.asList(head.getArrayOfStrings("ids")),
        Arrays.asList(head.getArrayOfLongs("since")),
        snapshot == null ? null : snapshot.getBytes(),
        erased ? List.of() : tail,
        joins(head));
  }

  private static List<Join> joins(Row head) {
    var ids = head.getArrayOfStrings("joined");
    var into = head.getArrayOfStrings("into_ids");
    var at = head.getArrayOfOffsetDateTimes("joined_at");
    var merged = head.getArrayOfBooleans("merged");
    var joins = new ArrayList<Join>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      joins.add(new Join(ids[i], into[i], at[i].toInstant(), merged[i]));
    }
    return joins;
  }

  /** What {@link #pages} reads. */
  static String pages() {
    return PAGES;
  }

  /** The events since the snapshot up to a number, for a cursor over {@link #pages()}. */
  static Tuple pages(Loaded loaded, long upTo) {
    return Tuple.of(loaded.ids().toArray(String[]::new), loaded.since().toArray(Long[]::new), upTo);
  }

  /** Of these visitors those who have at least so many events since their snapshot. */
  static Future<List<String>> due(
      SqlClient client, Collection<String> roots, int version, int least) {
    return client
        .preparedQuery(DUE)
        .execute(Tuple.of(roots.toArray(String[]::new), version, least))
        .map(
            rows -> {
              var due = new ArrayList<String>(rows.size());
              rows.forEach(row -> due.add(row.getString(0)));
              return due;
            });
  }

  /**
   * Keeps a snapshot, unless there is a newer one. In a transaction only.
   *
   * @param ids whose events up to the number are in the profile
   */
  static Future<Void> save(
      SqlConnection connection, Profile profile, int version, List<String> ids, long seq) {
    var all = ids.toArray(String[]::new);
    var body = Buffer.buffer(profile.encoded());
    return connection
        .preparedQuery(SAVE)
        .execute(Tuple.of(profile.visitor(), version, seq, all, body))
        .compose(
            saved ->
                connection
                    .preparedQuery(EMPTY_OTHERS)
                    .execute(Tuple.of(profile.visitor(), (Object) all)))
        .mapEmpty();
  }

  /** How often snapshots were deleted. */
  static Future<Long> deletions(SqlClient client) {
    return client.query(DELETIONS).execute().map(rows -> rows.iterator().next().getLong(0));
  }

  static Stored stored(Row row) {
    return new Stored(
        row.getLong(8),
        new EventRow(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getOffsetDateTime(4).toInstant(),
                row.getOffsetDateTime(5).toInstant(),
                row.getString(6),
                row.getString(7))
            .event());
  }
}
