package io.knowfirst.server.learning;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** The statements on what was learned from visitors. In a transaction only. */
final class LearnedTable {
  /** Events that are looked at, and visitors who are forgotten, at once. */
  static final int AT_ONCE = 500;

  private static final String REACHED =
      "select coalesce((select value::bigint from installation where name = 'learned-events'), 0)";

  /**
   * Of the next numbers, who sent events. All with a number below that of an event which is old
   * enough are committed.
   */
  private static final String NEXT =
      """
      with reached as materialized (%s as seq), window_of as materialized (
        select r.seq as low, r.seq + %d as high, s.last as last from reached r,
          (select coalesce(pg_sequence_last_value(pg_get_serial_sequence('event', 'seq')::regclass), 0) as last) as s
      ), found as materialized (
        select e.visitor, e.seq, e.received, position('"sent by a bot":true' in e.body) > 0 as bot
        from window_of w join event e on e.seq > w.low and e.seq <= w.high
      ), settled as (
        select case
          when exists (select from found where received > $1) then (select min(seq) - 1 from found where received > $1)
          when w.high < w.last then w.high
          else coalesce((select max(seq) from found), w.low) end as seq
        from window_of w
      )
      select f.visitor, bool_or(f.bot), s.seq, s.seq < w.last and s.seq = w.high
      from window_of w cross join settled s left join found f on f.seq <= s.seq
      group by f.visitor, s.seq, w.last, w.high
      """
          .formatted(REACHED, AT_ONCE);

  private static final String REACH =
      """
      insert into installation (name, value) values ('learned-events', $1)
      on conflict (name) do update set value = excluded.value
      """;
  private static final String BOTS =
      "select visitor from learned_from where visitor = any ($1::text[]) and bot";
  private static final String LEARN = "select learn_companions($1::text[], $2::text[], $3::text[])";
  private static final String FORGET = "select forget_learned($1::text[])";
  private static final String RELEARN = "select relearn($1::text[])";
  private static final String DUE =
      "select visitor, false from learned_from where due order by visitor limit " + AT_ONCE;
  private static final String OLD =
      "select visitor from learned_from where at < $1 order by at limit " + AT_ONCE;

  private LearnedTable() {}

  /**
   * What comes next.
   *
   * @param visitors who sent events, and whether as a bot
   * @param reached the number up to which all are among them
   * @param more whether there may be more
   */
  record Batch(Map<String, Boolean> visitors, long reached, boolean more) {}

  static Future<Batch> next(SqlConnection connection, Instant settled) {
    return connection
        .preparedQuery(NEXT)
        .execute(Tuple.of(settled.atOffset(ZoneOffset.UTC)))
        .map(
            rows -> {
              var visitors = new HashMap<String, Boolean>();
              long reached = 0;
              boolean more = false;
              for (var row : rows) {
                if (row.getString(0) != null) {
                  visitors.put(row.getString(0), row.getBoolean(1));
                }
                reached = row.getLong(2);
                more = row.getBoolean(3);
              }
              return new Batch(visitors, reached, more);
            });
  }

  /** Who is to be learned from anew. */
  static Future<Map<String, Boolean>> due(SqlConnection connection) {
    return connection
        .query(DUE)
        .execute()
        .map(
            rows -> {
              var visitors = new HashMap<String, Boolean>();
              rows.forEach(row -> visitors.put(row.getString(0), row.getBoolean(1)));
              return visitors;
            });
  }

  /** Lets these visitors be learned from anew. */
  static Future<Void> relearn(SqlConnection connection, Collection<String> visitors) {
    return visitors.isEmpty()
        ? Future.succeededFuture()
        : connection
            .preparedQuery(RELEARN)
            .execute(Tuple.of((Object) visitors.toArray(String[]::new)))
            .mapEmpty();
  }

  static Future<Void> reached(SqlConnection connection, long seq) {
    return connection.preparedQuery(REACH).execute(Tuple.of(Long.toString(seq))).mapEmpty();
  }

  /**
   * Puts this into the place of what was learned from these visitors before.
   *
   * @param baskets by visitor
   * @param bots of whom nothing is learned, also later
   */
  static Future<Void> learn(
      SqlConnection connection, Map<String, String> baskets, Collection<String> bots) {
    if (baskets.isEmpty()) {
      return Future.succeededFuture();
    }
    var visitors = baskets.keySet().stream().sorted().toArray(String[]::new);
    return connection
        .preparedQuery(BOTS)
        .execute(Tuple.of((Object) visitors))
        .compose(
            rows -> {
              var all = new HashSet<>(bots);
              rows.forEach(row -> all.add(row.getString(0)));
              var texts = new String[visitors.length];
              for (int i = 0; i < visitors.length; i++) {
                boolean bot = all.contains(visitors[i]);
                texts[i] =
                    bot
                        ? LearnedBaskets.NONE
                        : baskets.getOrDefault(visitors[i], LearnedBaskets.NONE);
              }
              return connection
                  .preparedQuery(LEARN)
                  .execute(Tuple.of(visitors, texts, all.toArray(String[]::new)));
            })
        .mapEmpty();
  }

  /** Takes back what was learned from visitors who did nothing since; the result is how many. */
  static Future<Integer> forgetBefore(SqlConnection connection, Instant moment) {
    return connection
        .preparedQuery(OLD)
        .execute(Tuple.of(moment.atOffset(ZoneOffset.UTC)))
        .compose(
            rows -> {
              var visitors = new ArrayList<String>(rows.size());
              rows.forEach(row -> visitors.add(row.getString(0)));
              return visitors.isEmpty()
                  ? Future.succeededFuture(0)
                  : forget(connection, visitors).map(visitors.size());
            });
  }

  /** Takes back what was learned from these visitors. */
  static Future<Void> forget(SqlConnection connection, List<String> visitors) {
    return connection
        .preparedQuery(FORGET)
        .execute(Tuple.of((Object) visitors.toArray(String[]::new)))
        .mapEmpty();
  }
}
