package io.knowfirst.server.journal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

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
  public record Key(long second, long run, int part, int entries) {}

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
    return execute(KEYS, Tuple.of(from, before))
        .map(
            rows -> {
              var keys = new ArrayList<Key>();
              rows.forEach(
                  row ->
                      keys.add(
                          new Key(
                              row.getLong(0),
                              row.getLong(1),
                              row.getInteger(2),
                              row.getInteger(3))));
              return keys;
            });
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
