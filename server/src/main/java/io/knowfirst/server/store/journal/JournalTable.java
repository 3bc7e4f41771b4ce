package io.knowfirst.server.store.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** A table of chunks: what was told within one second by one run of a member. */
public final class JournalTable {
  private static final String INSERT =
      "insert into %s (second, run, part, decisions, body) values ($1, $2, $3, $4, $5) on conflict do nothing";
  private static final String SELECT =
      "select body from %s where second = $1 and run = $2 order by part";
  private static final String KEYS =
      "select second, run, part, decisions from %s where second >= $1 and second < $2 order by second desc, run, part";
  private static final String ONE =
      "select body from %s where second = $1 and run = $2 and part = $3";

  /** Texts are written into chunks as they are, so a chunk without the bytes has no such entry. */
  private static final String HOLDING =
      """
      select second, run, part, decisions from %s
      where (second, run, part) > ($1, $2, $3)
        and exists (select from unnest($4::text[]) as t (part) where position(convert_to(t.part, 'UTF8') in body) > 0)
      order by second, run, part limit $5
      """;

  private static final String LOCKED = ONE + " for update";
  private static final String REPLACE =
      "update %s set body = $4, decisions = decisions - $5 where second = $1 and run = $2 and part = $3";
  private static final String PURGE = "delete from %s where second < $1";

  private final Pool pool;
  private final String table;

  /**
   * @param table its name, a constant of the program
   */
  public JournalTable(Pool pool, String table) {
    this.pool = pool;
    this.table = table;
  }

  /** Names a chunk, and says how many entries it holds. */
  public record Key(long second, long run, int part, int entries) {
    /** Before all chunks. */
    public static final Key FIRST = new Key(Long.MIN_VALUE, 0, 0, 0);
  }

  Future<Void> insert(long run, Chunk chunk, Buffer body) {
    return execute(INSERT, Tuple.of(chunk.second(), run, chunk.part(), chunk.entries(), body))
        .mapEmpty();
  }

  /** The chunks of a second and run. */
  public Future<List<Buffer>> chunks(long second, long run) {
    return execute(SELECT, Tuple.of(second, run))
        .map(
            rows -> {
              var bodies = new ArrayList<Buffer>();
              rows.forEach(row -> bodies.add(row.getBuffer(0)));
              return bodies;
            });
  }

  /** The chunks there are from one second to before another, newest first. */
  public Future<List<Key>> keys(long from, long before) {
    return execute(KEYS, Tuple.of(from, before)).map(JournalTable::keys);
  }

  /**
   * The next chunks in which one of the texts stands, oldest first; looks at all that come after.
   */
  public Future<List<Key>> holding(Collection<String> texts, Key after, int most) {
    return execute(
            HOLDING,
            Tuple.of(after.second(), after.run(), after.part(), texts.toArray(String[]::new), most))
        .map(JournalTable::keys);
  }

  /** Removes entries from a chunk; the result is their number. */
  public Future<Integer> remove(Key key, Predicate<ObjectNode> remove) {
    var name = Tuple.of(key.second(), key.run(), key.part());
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(LOCKED.formatted(table))
                .execute(name)
                .compose(
                    rows -> {
                      if (rows.size() == 0) {
                        return Future.succeededFuture(0);
                      }
                      var rest = Chunk.without(rows.iterator().next().getBuffer(0), remove);
                      return rest.removed() == 0
                          ? Future.succeededFuture(0)
                          : connection
                              .preparedQuery(REPLACE.formatted(table))
                              .execute(name.addBuffer(rest.body()).addInteger(rest.removed()))
                              .map(rest.removed());
                    }));
  }

  private static List<Key> keys(RowSet<Row> rows) {
    var keys = new ArrayList<Key>();
    rows.forEach(
        row ->
            keys.add(
                new Key(row.getLong(0), row.getLong(1), row.getInteger(2), row.getInteger(3))));
    return keys;
  }

  /** A chunk; empty where it was purged meanwhile. */
  public Future<List<Buffer>> chunk(Key key) {
    return execute(ONE, Tuple.of(key.second(), key.run(), key.part()))
        .map(
            rows -> {
              var bodies = new ArrayList<Buffer>();
              rows.forEach(row -> bodies.add(row.getBuffer(0)));
              return bodies;
            });
  }

  /** Forgets what is older; the result is the number of chunks. */
  public Future<Integer> purge(long before) {
    return execute(PURGE, Tuple.of(before)).map(RowSet::rowCount);
  }

  private Future<RowSet<Row>> execute(String sql, Tuple values) {
    return pool.preparedQuery(sql.formatted(table)).execute(values);
  }
}
