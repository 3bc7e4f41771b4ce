package io.knowfirst.server.experiments.ledger;

import io.knowfirst.server.experiments.ledger.LoginReport.Change;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What logins changed, as PostgreSQL keeps it. */
final class DriftTable {
  private static final String ADD_DAYS =
      """
      insert into login_day as d (day, logins, compared) select * from unnest($1::date[], $2::bigint[], $3::bigint[])
      on conflict (day) do update set logins = d.logins + excluded.logins, compared = d.compared + excluded.compared
      """;
  private static final String ADD_CHANGES =
      """
      insert into login_drift as d (day, placement, why, was, became, rule, decisions)
      select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
      on conflict (day, placement, why, was, became, rule) do update set decisions = d.decisions + excluded.decisions
      """;
  private static final String DAYS =
      """
      select coalesce(sum(logins), 0)::bigint, coalesce(sum(compared), 0)::bigint,
        (select coalesce(sum(decisions), 0)::bigint from login_drift where day between $1 and $2),
        (select coalesce(sum(decisions), 0)::bigint from login_drift where day between $1 and $2 and why <> 'same')
      from login_day where day between $1 and $2
      """;
  private static final String CHANGES =
      """
      select placement, why, was, became, rule, sum(decisions)::bigint as decisions
      from login_drift where day between $1 and $2 and why <> 'same'
      group by placement, why, was, became, rule
      order by decisions desc, placement, why, was, became, rule limit $3
      """;

  private final Pool pool;

  DriftTable(Pool pool) {
    this.pool = pool;
  }

  /** A change on a day. */
  record Counted(
      LocalDate day, String placement, String why, String was, String became, String rule) {}

  /** Logins of a day, and those that were compared. */
  record Logins(long all, long compared) {
    Logins and(long all, long compared) {
      return new Logins(this.all + all, this.compared + compared);
    }
  }

  /** Adds to what is there, both or neither. */
  Future<Void> add(Map<LocalDate, Logins> days, Map<Counted, Long> changes) {
    var counted = List.copyOf(changes.entrySet());
    var each = List.copyOf(days.entrySet());
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(ADD_DAYS)
                .execute(
                    Tuple.of(
                        each.stream().map(Map.Entry::getKey).toArray(LocalDate[]::new),
                        each.stream().map(day -> day.getValue().all()).toArray(Long[]::new),
                        each.stream().map(day -> day.getValue().compared()).toArray(Long[]::new)))
                .compose(
                    added ->
                        connection
                            .preparedQuery(ADD_CHANGES)
                            .execute(
                                Tuple.of(
                                        counted.stream()
                                            .map(one -> one.getKey().day())
                                            .toArray(LocalDate[]::new),
                                        texts(counted, Counted::placement),
                                        texts(counted, Counted::why),
                                        texts(counted, Counted::was),
                                        texts(counted, Counted::became),
                                        texts(counted, Counted::rule))
                                    .addValue(
                                        counted.stream()
                                            .map(Map.Entry::getValue)
                                            .toArray(Long[]::new))))
                .mapEmpty());
  }

  private static String[] texts(
      List<Map.Entry<Counted, Long>> counted, Function<Counted, String> text) {
    return counted.stream().map(one -> text.apply(one.getKey())).toArray(String[]::new);
  }

  Future<LoginReport> read(LocalDate from, LocalDate until) {
    return pool.preparedQuery(DAYS)
        .execute(Tuple.of(from, until))
        .compose(
            sums ->
                pool.preparedQuery(CHANGES)
                    .execute(Tuple.of(from, until, LoginReport.MOST))
                    .map(
                        rows -> {
                          var changes = new ArrayList<Change>();
                          rows.forEach(
                              row ->
                                  changes.add(
                                      new Change(
                                          row.getString(0),
                                          row.getString(1),
                                          row.getString(2),
                                          row.getString(3),
                                          row.getString(4),
                                          row.getLong(5))));
                          var sum = sums.iterator().next();
                          return new LoginReport(
                              sum.getLong(0),
                              sum.getLong(1),
                              sum.getLong(2),
                              sum.getLong(3),
                              changes);
                        }));
  }
}
