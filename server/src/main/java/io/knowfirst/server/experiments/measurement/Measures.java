package io.knowfirst.server.experiments.measurement;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** By what each experiment is measured, and which are to be counted anew. */
final class Measures {
  /** Whatever else has exposures, such as a holdout, is measured by all metrics. */
  private static final String KEEP =
      """
      with recursive exposed as (
        (select experiment from exposure order by experiment limit 1)
        union all
        select (select x.experiment from exposure x where x.experiment > e.experiment order by x.experiment limit 1)
        from exposed e where e.experiment is not null
      ), wanted as (
        select experiment, placement, metrics::jsonb, bandit
        from unnest($1::text[], $2::text[], $3::text[], $5::boolean[]) as w (experiment, placement, metrics, bandit)
        union all
        select e.experiment, '', $4::text::jsonb, false from exposed e
        where e.experiment is not null and e.experiment <> all ($1::text[])
          and not exists (select from measure m where m.experiment = e.experiment and m.placement <> '')
      )
      insert into measure (experiment, placement, metrics, bandit, recount_phase)
      select experiment, placement, metrics, bandit, 0 from wanted
      on conflict (experiment) do update
        set placement = excluded.placement, metrics = excluded.metrics, bandit = excluded.bandit,
          recount_phase = 0, recount_after = ''
        where (measure.placement, measure.metrics, measure.bandit)
          is distinct from (excluded.placement, excluded.metrics, excluded.bandit)
      returning experiment
      """;

  private static final String JUDGE =
      """
      insert into judgement (experiment, phase, day, at)
      select distinct on (l.experiment, p.phase) l.experiment, p.phase, f.day, e.at
      from unnest($1::text[], $2::int[], $3::bigint[], $4::int[], $6::int[], $7::int[])
        as l (experiment, phase, planned, days, looks, least)
      cross join lateral generate_series(1, l.looks) as k (look)
      cross join lateral (
        select distinct v.phase from visitor_sum v where v.experiment = l.experiment and v.phase <= l.phase) as p
      cross join lateral (
        select greatest(c.day, c.first + l.least - 1) as day from (
          select v.day, sum(sum(v.visitors)) over (order by v.day) as so_far, min(min(v.day)) over () as first from visitor_sum v
          where v.experiment = l.experiment and v.phase = p.phase group by v.day) as c
        where c.so_far * l.looks >= l.planned * k.look order by c.day limit 1) as f
      cross join lateral (
        select (f.day + 1)::timestamp at time zone 'UTC' + make_interval(hours => 24 * l.days) as at) as e
      where e.at <= $5
        and not exists (select from measure m where m.experiment = l.experiment and m.recount_phase is not null)
        and (l.looks > 1 or not exists (select from judgement j where j.experiment = l.experiment and j.phase = p.phase))
      order by l.experiment, p.phase, f.day desc
      on conflict (experiment, phase) do update set day = excluded.day, at = excluded.at
        where excluded.day > judgement.day
      returning experiment
      """;
  private static final String RECOUNT =
      "update measure set recount_phase = 0, recount_after = '' where experiment = any ($1::text[])";
  private static final String FORGET_PAIRS =
      "delete from pair_sum where experiment = any ($1::text[]) or other = any ($1::text[])";
  private static final List<String> FORGET =
      Stream.of(
              "participant",
              "visitor_sum",
              "split_sum",
              "metric_sum",
              "weighted_sum",
              "segment_sum",
              "daily_sum",
              "quantile_sum")
          .map(table -> "delete from " + table + " where experiment = any ($1::text[])")
          .toList();
  private static final String NEXT =
      """
      select m.experiment, x.phase, x.visitor, a.visitor as root
      from (select * from measure where recount_phase is not null order by experiment limit 1) as m
      left join lateral (
        select x.phase, x.visitor from exposure x
        where x.experiment = m.experiment and (x.phase, x.visitor) > (m.recount_phase, m.recount_after)
        order by x.phase, x.visitor limit $1) as x on true
      left join alias a on a.anonymous = x.visitor
      order by x.phase, x.visitor
      """;
  private static final String REACHED =
      "update measure set recount_phase = $2, recount_after = $3 where experiment = $1";

  private Measures() {}

  /** Keeps what is measured; whatever is measured otherwise than before is counted anew. */
  static Future<Void> keep(
      SqlConnection connection, Collection<Measured> measured, String allMetrics) {
    return connection
        .preparedQuery(KEEP)
        .execute(
            Tuple.of(
                measured.stream().map(Measured::experiment).toArray(String[]::new),
                measured.stream().map(Measured::placement).toArray(String[]::new),
                measured.stream().map(Measured::json).toArray(String[]::new),
                allMetrics,
                measured.stream().map(Measured::bandit).toArray(Boolean[]::new)))
        .compose(
            rows -> {
              var changed = new ArrayList<String>();
              rows.forEach(row -> changed.add(row.getString(0)));
              return forget(connection, changed);
            });
  }

  /**
   * Fixes when tests are judged that have planned looks, at each of them once the windows of their
   * planned visitors are over. What was counted may hold what happened since, so their visitors are
   * counted anew one by one, up to that moment. Nothing while numbers are not whole.
   *
   * @return whether there was one
   */
  static Future<Boolean> judge(
      SqlConnection connection, Collection<Measured> measured, Instant now) {
    var looks = measured.stream().filter(one -> one.judgement() != null).toList();
    if (looks.isEmpty()) {
      return Future.succeededFuture(false);
    }
    var tuple =
        Tuple.of(
            looks.stream().map(Measured::experiment).toArray(String[]::new),
            looks.stream().map(one -> look(one).phase()).toArray(Integer[]::new),
            looks.stream().map(one -> look(one).planned()).toArray(Long[]::new),
            looks.stream().map(one -> look(one).days()).toArray(Integer[]::new),
            now.atOffset(ZoneOffset.UTC),
            looks.stream().map(one -> look(one).looks()).toArray(Integer[]::new),
            looks.stream().map(one -> look(one).minimumDays()).toArray(Integer[]::new));
    return connection
        .preparedQuery(JUDGE)
        .execute(tuple)
        .compose(
            rows -> {
              var judged = new ArrayList<String>();
              rows.forEach(row -> judged.add(row.getString(0)));
              return judged.isEmpty()
                  ? Future.succeededFuture(false)
                  : connection
                      .preparedQuery(RECOUNT)
                      .execute(Tuple.of((Object) judged.toArray(String[]::new)))
                      .map(true);
            });
  }

  private static Measured.Judgement look(Measured measured) {
    return Objects.requireNonNull(measured.judgement());
  }

  /** Forgets all that was counted of an experiment and starts from nothing. */
  static Future<Void> recount(SqlConnection connection, String experiment) {
    return connection
        .preparedQuery(RECOUNT)
        .execute(Tuple.of((Object) new String[] {experiment}))
        .compose(marked -> forget(connection, List.of(experiment)));
  }

  private static Future<Void> forget(SqlConnection connection, List<String> experiments) {
    Future<?> done = Future.succeededFuture();
    if (!experiments.isEmpty()) {
      var tuple = Tuple.of((Object) experiments.toArray(String[]::new));
      for (var statement : FORGET) {
        done = done.compose(before -> connection.preparedQuery(statement).execute(tuple));
      }
      done = done.compose(before -> connection.preparedQuery(FORGET_PAIRS).execute(tuple));
    }
    return done.mapEmpty();
  }

  /** The next visitors of a recount, and moves it behind them; empty where no recount is on. */
  static Future<Optional<List<String>>> next(SqlConnection connection, int most) {
    return connection
        .preparedQuery(NEXT)
        .execute(Tuple.of(most))
        .compose(
            rows -> {
              var visitors = new ArrayList<String>();
              Tuple reached = null;
              for (var row : rows) {
                var visitor = row.getString(2);
                if (visitor != null) {
                  visitors.add(visitor);
                }
                var root = row.getString(3);
                if (root != null) {
                  visitors.add(root);
                }
                reached =
                    Tuple.of(row.getString(0), row.getInteger(1), visitor == null ? "" : visitor);
              }
              return reached == null
                  ? Future.succeededFuture(Optional.empty())
                  : connection.preparedQuery(REACHED).execute(reached).map(Optional.of(visitors));
            });
  }
}
