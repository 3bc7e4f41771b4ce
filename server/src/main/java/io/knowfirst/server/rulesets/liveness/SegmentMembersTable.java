package io.knowfirst.server.rulesets.liveness;

import io.knowfirst.server.rulesets.liveness.SegmentMembers.Span;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sketches of the members of segments in PostgreSQL, by the process that made them. */
final class SegmentMembersTable {
  private static final String PUT =
      """
      insert into segment_members (segment, hours, start, run, sketch)
      select segment, hours, start, $1, sketch
      from unnest($2::text[], $3::smallint[], $4::bigint[], $5::bytea[]) as s (segment, hours, start, sketch)
      on conflict (segment, hours, start, run) do update set sketch = excluded.sketch
      """;
  private static final String FIND =
      """
      select segment, hours, sketch from segment_members
      where segment = any($1) and (hours = 1 and start >= $2 or hours = 24 and start >= $3)
      """;
  private static final String TIDY =
      "delete from segment_members where hours = 1 and start < $1 or hours = 24 and start < $2";

  private final Pool pool;

  SegmentMembersTable(Pool pool) {
    this.pool = pool;
  }

  /** A stored sketch. */
  record Line(int hours, Buffer sketch) {}

  Future<Void> put(long run, Map<Span, byte[]> sketches) {
    if (sketches.isEmpty()) {
      return Future.succeededFuture();
    }
    var segments = new ArrayList<String>();
    var hours = new ArrayList<Short>();
    var starts = new ArrayList<Long>();
    var bytes = new ArrayList<Buffer>();
    sketches.forEach(
        (span, sketch) -> {
          segments.add(span.segment());
          hours.add((short) span.hours());
          starts.add(span.start());
          bytes.add(Buffer.buffer(sketch));
        });
    return execute(
            PUT,
            Tuple.of(run)
                .addArrayOfString(segments.toArray(String[]::new))
                .addArrayOfShort(hours.toArray(Short[]::new))
                .addArrayOfLong(starts.toArray(Long[]::new))
                .addArrayOfBuffer(bytes.toArray(Buffer[]::new)))
        .mapEmpty();
  }

  /** By segment. */
  Future<Map<String, List<Line>>> find(Collection<String> segments, long firstHour, long firstDay) {
    return execute(
            FIND,
            Tuple.tuple()
                .addArrayOfString(segments.toArray(String[]::new))
                .addLong(firstHour)
                .addLong(firstDay))
        .map(
            rows -> {
              var found = new HashMap<String, List<Line>>();
              for (var row : rows) {
                found
                    .computeIfAbsent(row.getString(0), segment -> new ArrayList<>())
                    .add(new Line(row.getShort(1), row.getBuffer(2)));
              }
              return found;
            });
  }

  Future<Void> tidy(long firstHour, long firstDay) {
    return execute(TIDY, Tuple.of(firstHour, firstDay)).mapEmpty();
  }

  private Future<RowSet<Row>> execute(String sql, Tuple values) {
    return pool.preparedQuery(sql)
        .execute(values)
        .recover(
            away ->
                Future.failedFuture(
                    new StoreUnavailable(
                        "Counts of members in PostgreSQL cannot be reached.", away)));
  }
}
