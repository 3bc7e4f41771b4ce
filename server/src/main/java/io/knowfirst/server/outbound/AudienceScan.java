package io.knowfirst.server.outbound;

import io.knowfirst.server.model.Unproven;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all visitors in the order of their ids, some at a time: each person once, by the id
 * that they are known by.
 */
final class AudienceScan {
  static final int ALL = 10_000;

  /** From one id to the next by the index, whatever the number of events. */
  private static final String NEXT =
      """
      with recursive v (id, n) as (
        (select visitor, 1 from event where visitor > $1 order by visitor limit 1)
        union all
        select (select visitor from event where visitor > v.id order by visitor limit 1), n + 1
        from v where v.id is not null and n < $2
      )
      select v.id, a.visitor,
        a.visitor is null or (
          not exists (select from event where visitor = a.visitor)
          and not exists (
            select from alias b where b.visitor = a.visitor and b.anonymous < v.id
              and exists (select from event where visitor = b.anonymous))),
        ('x' || substr(md5(v.id), 1, 7))::bit(28)::int % 10000 < $3
      from v left join alias a on a.anonymous = v.id
      where v.id is not null order by v.id
      """;

  private final Pool pool;

  AudienceScan(Pool pool) {
    this.pool = pool;
  }

  /**
   * Visitors, and how far the scan came.
   *
   * @param visitors persons, of those that the sample has
   * @param persons all of them
   * @param last the id after which the next part begins; null at the end
   */
  record ScanPart(List<String> visitors, int persons, @Nullable String last) {
    ScanPart {
      visitors = List.copyOf(visitors);
    }
  }

  /**
   * The part after an id.
   *
   * @param sample share of the visitors, in basis points, always the same
   */
  Future<ScanPart> after(String id, int most, int sample) {
    return pool.preparedQuery(NEXT)
        .execute(Tuple.of(id, most, sample))
        .map(
            rows -> {
              var visitors = new ArrayList<String>(rows.size());
              int persons = 0;
              @Nullable String last = null;
              for (var row : rows) {
                last = row.getString(0);
                if (row.getBoolean(2) && !Unproven.is(last)) {
                  persons++;
                  if (row.getBoolean(3)) {
                    visitors.add(last);
                  }
                }
              }
              return new ScanPart(visitors, persons, rows.size() < most ? null : last);
            });
  }

  /** About how many visitors there are, by the statistics of the database; -1 where it has none. */
  Future<Long> about() {
    return pool.query(
            """
            select case when n_distinct >= 0 then n_distinct else -n_distinct * c.reltuples end
            from pg_stats s join pg_class c on c.oid = 'event'::regclass
            where s.tablename = 'event' and s.attname = 'visitor' and s.schemaname = current_schema()
            """)
        .execute()
        .map(
            rows -> {
              for (var row : rows) {
                return row.getDouble(0) == null ? -1L : Math.max(-1, Math.round(row.getDouble(0)));
              }
              return -1L;
            });
  }
}
