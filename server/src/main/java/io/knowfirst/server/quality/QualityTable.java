package io.knowfirst.server.quality;

import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The counts as PostgreSQL keeps them: of each kind {@value DataQuality#NAMES} names, until they
 * have not been seen for {@value #DAYS} days.
 */
public final class QualityTable implements QualityStore {
  /** How long a name is kept that nobody sends any more. */
  static final int DAYS = 90;

  private static final String ADD =
      """
      insert into data_quality as q (kind, name, count, first_at, last_at, keys)
      select kind, name, count, first_at, last_at, array_remove(string_to_array(keys, ' '), '')
      from unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[], $5::timestamptz[], $6::text[])
        as c (kind, name, count, first_at, last_at, keys)
      on conflict (kind, name) do update set
        count = q.count + excluded.count,
        first_at = least(q.first_at, excluded.first_at),
        last_at = greatest(q.last_at, excluded.last_at),
        keys = q.keys || (array(select unnest(excluded.keys) except select unnest(q.keys) order by 1))
          [1 : $7::int - cardinality(q.keys)]
      """;
  private static final String FORGET =
      "delete from data_quality where last_at < $1::timestamptz - make_interval(days => $2)";
  private static final String TRIM =
      """
      with placed as (
        select kind, name, row_number() over (partition by kind order by count desc, last_at desc, name) as place
        from data_quality where name <> $2
      ), gone as (
        delete from data_quality q using placed p where p.place > $1 and q.kind = p.kind and q.name = p.name
        returning q.*
      )
      insert into data_quality as q (kind, name, count, first_at, last_at, keys)
      select kind, $2, sum(count), min(first_at), max(last_at), '{}' from gone group by kind
      on conflict (kind, name) do update set
        count = q.count + excluded.count,
        first_at = least(q.first_at, excluded.first_at),
        last_at = greatest(q.last_at, excluded.last_at)
      """;
  private static final String READ =
      "select kind, name, count, first_at, last_at, keys from data_quality";

  private final Pool pool;

  public QualityTable(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Void> add(List<QualityFinding> counted) {
    return pool.withTransaction(
        connection ->
            // Members add one after another, so that none waits for another's rows.
            AdvisoryLock.DATA_QUALITY
                .take(connection)
                .compose(locked -> run(connection, ADD, columns(counted)))
                .compose(added -> run(connection, FORGET, Tuple.of(newest(counted), DAYS)))
                .compose(
                    left ->
                        run(connection, TRIM, Tuple.of(DataQuality.NAMES, DataQuality.OTHERS))));
  }

  private static Future<Void> run(SqlClient connection, String statement, Tuple values) {
    return connection.preparedQuery(statement).execute(values).mapEmpty();
  }

  private static OffsetDateTime newest(List<QualityFinding> counted) {
    return Collections.max(Arrays.asList(times(counted, QualityFinding::last)));
  }

  private static Tuple columns(List<QualityFinding> counted) {
    return Tuple.of(
        texts(counted, finding -> finding.kind().word()),
        texts(counted, QualityFinding::name),
        counted.stream().map(QualityFinding::count).toArray(Long[]::new),
        times(counted, QualityFinding::first),
        times(counted, QualityFinding::last),
        // An array of arrays would have to have as many keys in each.
        texts(counted, finding -> String.join(" ", finding.keys().stream().sorted().toList())),
        DataQuality.KEYS);
  }

  private static String[] texts(
      List<QualityFinding> counted, Function<QualityFinding, String> text) {
    return counted.stream().map(text).toArray(String[]::new);
  }

  private static OffsetDateTime[] times(
      List<QualityFinding> counted, Function<QualityFinding, Instant> time) {
    return counted.stream()
        .map(finding -> time.apply(finding).atOffset(ZoneOffset.UTC))
        .toArray(OffsetDateTime[]::new);
  }

  @Override
  public Future<List<QualityFinding>> read() {
    return pool.preparedQuery(READ)
        .execute()
        .map(
            rows -> {
              var found = new ArrayList<QualityFinding>();
              for (Row row : rows) {
                // What a newer version counts is for that version to tell.
                Kind.of(row.getString(0)).ifPresent(kind -> found.add(finding(kind, row)));
              }
              found.sort(QualityFinding.ORDER);
              return found;
            });
  }

  private static QualityFinding finding(Kind kind, Row row) {
    return new QualityFinding(
        kind,
        row.getString(1),
        row.getLong(2),
        row.getOffsetDateTime(3).toInstant(),
        row.getOffsetDateTime(4).toInstant(),
        Set.of(row.getArrayOfStrings(5)));
  }
}
