package io.knowfirst.server.rulesets.versions;

import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Versions and their audit in PostgreSQL. Whoever changes what is live holds its row's lock. */
final class RulesetStore {
  /** On which members hear of a change-over. */
  static final String CHANNEL = "ruleset";

  private static final String COLUMNS =
      """
      select v.hash, v.parent, v.author, coalesce(v.person, 'key ' || k.id, v.author) as person,
             coalesce(k.name, u.email) as name, v.message, v.published, v.state,
             v.hash = l.hash as live
      from ruleset_version v cross join ruleset_live l left join access_key k on k.id = v.author
           left join app_user u on u.id = v.author
      """;
  private static final String NAMED = COLUMNS + " where v.hash like $1 || '%' limit 2";
  private static final String PAGE =
      COLUMNS
          + """
          where (v.published, v.hash) < (select b.published, b.hash from ruleset_version b where b.hash = $1)
             or $1 = ''
          order by v.published desc, v.hash desc limit $2
          """;
  private static final String LIVE = "select change, hash from ruleset_live";
  private static final String LOCK = LIVE + " for update";
  private static final String INSERT =
      """
      insert into ruleset_version (hash, parent, author, message, published, state, files, person)
      values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (hash) do nothing
      """;
  private static final String CHANGE =
      """
      with new as (update ruleset_live set change = change + 1, hash = $1, since = $2 returning change),
           approved as (update ruleset_version set state = 'approved' where hash = $1)
      select change, pg_notify('%s', change::text) from new
      """
          .formatted(CHANNEL);
  private static final String LOG =
      "insert into ruleset_log (at, who, what, hash, reason) values ($1, $2, $3, $4, $5)";
  private static final String LOGGED =
      "select at, who, what, hash, reason from ruleset_log where hash = $1 order by seq desc limit 100";
  private static final String FILES = "select files from ruleset_version where hash = $1";

  private final Pool pool;

  RulesetStore(Pool pool) {
    this.pool = pool;
  }

  Future<LiveVersion> live() {
    return orAway(pool.query(LIVE).execute().map(RulesetStore::live));
  }

  /**
   * Keeps a version, and lets it decide where it may.
   *
   * @param files by path
   * @param may whether it may decide without anybody's approval; one that was approved before
   *     always may
   * @param after hash of the version that must be live; null for whichever is
   * @return fails with {@link RulesetRefused} where another one is live
   */
  Future<LiveVersion> publish(
      AuditEntry wish, SortedMap<String, String> files, boolean may, @Nullable String after) {
    var zip = Buffer.buffer(Archive.pack(files));
    return changing(
        (client, live) -> {
          if (wish.hash().equals(live.hash())) {
            return Future.succeededFuture(live);
          }
          if (after != null && !after.equals(live.hash())) {
            return Future.failedFuture(RulesetRefused.movedOn(after, live.hash()));
          }
          var state = may || live.hash() == null ? Version.State.APPROVED : Version.State.PENDING;
          var row =
              Tuple.of(wish.hash(), live.hash(), wish.who(), wish.reason())
                  .addOffsetDateTime(wish.at().atOffset(ZoneOffset.UTC))
                  .addString(state.word())
                  .addBuffer(zip)
                  .addString(wish.actor().person());
          return client
              .preparedQuery(INSERT)
              .execute(row)
              .compose(done -> named(client, wish.hash()))
              .compose(
                  version ->
                      state == Version.State.APPROVED
                              || version.orElseThrow().state() == Version.State.APPROVED
                          ? change(client, wish, live)
                          : log(client, with(wish, AuditEntry.What.PROPOSED), live.hash())
                              .map(live));
        });
  }

  /** Lets a version that is there already decide. */
  Future<LiveVersion> goLive(AuditEntry wish) {
    return changing(
        (client, live) ->
            wish.hash().equals(live.hash())
                ? Future.succeededFuture(live)
                : change(client, wish, live));
  }

  Future<Void> log(AuditEntry happened) {
    return orAway(pool.withTransaction(client -> log(client, happened, null)));
  }

  /**
   * The version with this hash.
   *
   * @param hash or a beginning of it that no other version has
   * @return empty where there is none, or more than one
   */
  Future<Optional<Version>> find(String hash) {
    return orAway(named(pool, hash));
  }

  /** The files of a version, by path; empty where there is none. */
  Future<Optional<SortedMap<String, String>>> files(String hash) {
    return orAway(
        pool.preparedQuery(FILES)
            .execute(Tuple.of(hash))
            .map(rows -> first(rows, row -> Archive.unpack(row.getBuffer(0).getBytes()))));
  }

  /** The newest versions, or those before one. */
  Future<List<Version>> page(@Nullable String before, int limit) {
    return orAway(
        pool.preparedQuery(PAGE)
            .execute(Tuple.of(before == null ? "" : before, limit))
            .map(rows -> all(rows, RulesetStore::version)));
  }

  /** What happened to a version, the newest first. */
  Future<List<AuditEntry>> audit(String hash) {
    return orAway(
        pool.preparedQuery(LOGGED)
            .execute(Tuple.of(hash))
            .map(rows -> all(rows, RulesetStore::happened)));
  }

  private interface Work {
    Future<LiveVersion> with(SqlClient client, LiveVersion locked);
  }

  private Future<LiveVersion> changing(Work work) {
    return orAway(
        pool.withTransaction(
            client -> client.query(LOCK).execute().compose(rows -> work.with(client, live(rows)))));
  }

  private static Future<LiveVersion> change(SqlClient client, AuditEntry wish, LiveVersion before) {
    return client
        .preparedQuery(CHANGE)
        .execute(Tuple.of(wish.hash(), wish.at().atOffset(ZoneOffset.UTC)))
        .map(rows -> new LiveVersion(rows.iterator().next().getLong(0), wish.hash()))
        .compose(live -> log(client, wish, before.hash()).map(live));
  }

  private static Future<Void> log(SqlClient client, AuditEntry it, @Nullable String before) {
    boolean goesLive =
        it.what() != AuditEntry.What.PROPOSED && it.what() != AuditEntry.What.REFUSED;
    return client
        .preparedQuery(LOG)
        .execute(
            Tuple.of(it.at().atOffset(ZoneOffset.UTC), it.who(), it.what().word())
                .addString(it.hash())
                .addString(it.reason()))
        .compose(
            done ->
                AuditLog.add(
                    client,
                    AuditEvent.of(
                            it.at(),
                            it.actor(),
                            "rules." + it.what().word(),
                            "rules " + it.hash(),
                            it.reason())
                        .changing(before, goesLive ? it.hash() : null)));
  }

  private static Future<Optional<Version>> named(SqlClient client, String hash) {
    return client
        .preparedQuery(NAMED)
        .execute(Tuple.of(hash))
        .map(rows -> rows.size() == 1 ? first(rows, RulesetStore::version) : Optional.empty());
  }

  private static AuditEntry with(AuditEntry it, AuditEntry.What what) {
    return new AuditEntry(it.at(), it.actor(), what, it.hash(), it.reason());
  }

  private static LiveVersion live(RowSet<Row> rows) {
    var row = rows.iterator().next();
    return new LiveVersion(row.getLong("change"), row.getString("hash"));
  }

  private static Version version(Row row) {
    return new Version(
        row.getString("hash"),
        row.getString("parent"),
        row.getString("author"),
        row.getString("person"),
        row.getString("name"),
        row.getString("message"),
        instant(row, "published"),
        Version.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Boolean.TRUE.equals(row.getBoolean("live")));
  }

  private static AuditEntry happened(Row row) {
    return new AuditEntry(
        instant(row, "at"),
        Actor.itself(row.getString("who")),
        AuditEntry.What.of(row.getString("what")),
        row.getString("hash"),
        row.getString("reason"));
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  private static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(read.apply(rows.iterator().next()));
  }

  private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
    return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
  }

  private static <T> Future<T> orAway(Future<T> asked) {
    return asked.recover(
        failure ->
            Future.failedFuture(
                failure instanceof RulesetRefused
                    ? failure
                    : StoreUnavailable.of(
                        failure, "The rule sets in PostgreSQL cannot be reached.")));
  }
}
