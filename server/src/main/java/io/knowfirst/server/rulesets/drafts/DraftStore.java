package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Drafts in PostgreSQL. Whoever changes one holds its row's lock. */
final class DraftStore {
  private static final String SELECT =
      "select d.*, k.name as author_name from draft d left join access_key k on 'key ' || k.id = d.author ";
  private static final String ONE = SELECT + "where d.id = $1";
  private static final String LOCKED = ONE + " for update of d";
  private static final String LIST =
      SELECT + "where d.state = any($1) order by d.changed desc, d.id limit $2";
  private static final String DUE =
      SELECT
          + """
          where d.state = 'scheduled' and d.due <= $1 order by d.due, d.id limit 1
          for update of d skip locked
          """;
  private static final String INSERT =
      """
      insert into draft (id, name, note, author, contributors, created, base, state, revision, changed)
      values ($1, $2, $3, $4, $5, $6, $7, 'open', 1, $6)
      """;
  private static final String UPDATE =
      """
      update draft set contributors = $2, base = $3, state = $4, revision = $5, changed = $6,
        submitter = $7, submitted = $8, comment = $9, hash = $10,
        reviewer = $11, reviewed = $12, review = $13,
        scheduler = $14, due = $15, zone = $16, max_change = $17, published = $18, problem = $19,
        appointment_comment = $20
      where id = $1
      """;
  private static final String FILES = "select path, body from draft_file where draft = $1";
  private static final String PUT =
      """
      insert into draft_file (draft, path, body) values ($1, $2, $3)
      on conflict (draft, path) do update set body = excluded.body
      """;
  private static final String FORGET = "delete from draft_file where draft = $1 and path = $2";
  private static final String LOG =
      "insert into draft_log (at, draft, who, what, detail) values ($1, $2, $3, $4, $5)";
  private static final String LOGGED =
      "select at, who, what, detail from draft_log where draft = $1 order by seq desc limit 100";

  private final Pool pool;

  DraftStore(Pool pool) {
    this.pool = pool;
  }

  /** What is done with a draft while nobody else changes it. */
  interface Work<T> {
    Future<T> with(SqlClient client, RuleDraft locked);
  }

  Future<Void> insert(RuleDraft draft) {
    var about = draft.about();
    var row =
        Tuple.of(draft.id(), about.name(), about.note(), about.author())
            .addArrayOfString(about.contributors().toArray(String[]::new))
            .addOffsetDateTime(DraftRow.time(about.created()))
            .addString(draft.base());
    return changing(
        client ->
            client
                .preparedQuery(INSERT)
                .execute(row)
                .compose(
                    done ->
                        log(
                            client,
                            draft.id(),
                            new DraftEvent(about.created(), about.author(), "created", ""))));
  }

  Future<Optional<RuleDraft>> find(String id) {
    return orAway(
        pool.preparedQuery(ONE)
            .execute(Tuple.of(id))
            .map(rows -> first(all(rows, DraftRow::draft))));
  }

  /** Those in one of the states, changed last first. */
  Future<List<RuleDraft>> list(Set<State> states, int limit) {
    var words = states.stream().map(State::word).toArray(String[]::new);
    return orAway(
        pool.preparedQuery(LIST)
            .execute(Tuple.of(words, limit))
            .map(rows -> all(rows, DraftRow::draft)));
  }

  /** Empty where there is no such draft. */
  <T> Future<Optional<T>> locked(String id, Work<T> work) {
    return changing(client -> locked(client, LOCKED, Tuple.of(id), work));
  }

  /** The one that is due longest and that no other member publishes; empty for none. */
  <T> Future<Optional<T>> due(Instant now, Work<T> work) {
    return changing(client -> locked(client, DUE, Tuple.of(DraftRow.time(now)), work));
  }

  private static <T> Future<Optional<T>> locked(
      SqlClient client, String query, Tuple values, Work<T> work) {
    return client
        .preparedQuery(query)
        .execute(values)
        .compose(
            rows -> {
              var found = first(all(rows, DraftRow::draft));
              return found.isEmpty()
                  ? Future.succeededFuture(Optional.<T>empty())
                  : work.with(client, found.get()).map(Optional::of);
            });
  }

  /** New texts by path; null where a file is removed. */
  Future<SortedMap<String, @Nullable String>> changes(String id) {
    return orAway(changes(pool, id));
  }

  Future<SortedMap<String, @Nullable String>> changes(SqlClient client, String id) {
    return client
        .preparedQuery(FILES)
        .execute(Tuple.of(id))
        .map(
            rows -> {
              var changes = new TreeMap<String, @Nullable String>();
              for (var row : rows) {
                var body = row.getBuffer("body");
                changes.put(
                    row.getString("path"),
                    body == null ? null : body.toString(StandardCharsets.UTF_8));
              }
              return changes;
            });
  }

  /** Makes the changes of a draft those that are given. */
  Future<Void> write(
      SqlClient client,
      String id,
      Map<String, @Nullable String> before,
      Map<String, @Nullable String> after) {
    var puts = new ArrayList<Tuple>();
    after.forEach(
        (path, text) -> {
          if (!before.containsKey(path) || !Objects.equals(before.get(path), text)) {
            puts.add(Tuple.of(id, path).addBuffer(text == null ? null : Buffer.buffer(text)));
          }
        });
    var gone =
        before.keySet().stream()
            .filter(path -> !after.containsKey(path))
            .map(path -> Tuple.of(id, path))
            .toList();
    return batch(client, PUT, puts).compose(done -> batch(client, FORGET, gone));
  }

  private static Future<Void> batch(SqlClient client, String sql, List<Tuple> rows) {
    return rows.isEmpty()
        ? Future.succeededFuture()
        : client.preparedQuery(sql).executeBatch(rows).mapEmpty();
  }

  /** Keeps a draft as it is now, and what was done with it. */
  Future<RuleDraft> update(SqlClient client, RuleDraft draft, DraftEvent event) {
    return client
        .preparedQuery(UPDATE)
        .execute(DraftRow.of(draft))
        .compose(done -> log(client, draft.id(), event))
        .map(draft);
  }

  private static Future<Void> log(SqlClient client, String id, DraftEvent event) {
    return client
        .preparedQuery(LOG)
        .execute(
            Tuple.of(DraftRow.time(event.at()), id, event.who(), event.what())
                .addString(event.detail()))
        .mapEmpty();
  }

  /** What was done with a draft, the newest first. */
  Future<List<DraftEvent>> history(String id) {
    return orAway(
        pool.preparedQuery(LOGGED)
            .execute(Tuple.of(id))
            .map(
                rows ->
                    all(
                        rows,
                        row ->
                            new DraftEvent(
                                row.getOffsetDateTime("at").toInstant(),
                                row.getString("who"),
                                row.getString("what"),
                                row.getString("detail")))));
  }

  private <T> Future<T> changing(Function<SqlClient, Future<T>> work) {
    return orAway(pool.withTransaction(work::apply));
  }

  private static <T> List<T> all(Iterable<Row> rows, Function<Row, T> read) {
    var all = new ArrayList<T>();
    rows.forEach(row -> all.add(read.apply(row)));
    return all;
  }

  private static <T> Optional<T> first(List<T> all) {
    return all.stream().findFirst();
  }

  /** A refusal of ours is no failure of PostgreSQL. */
  private static <T> Future<T> orAway(Future<T> asked) {
    return asked.recover(
        failure ->
            Future.failedFuture(
                failure instanceof DraftRefused
                        || failure instanceof RulesetRefused
                        || failure instanceof RuleFolderException
                    ? failure
                    : StoreUnavailable.of(failure, "The drafts in PostgreSQL cannot be reached.")));
  }
}
