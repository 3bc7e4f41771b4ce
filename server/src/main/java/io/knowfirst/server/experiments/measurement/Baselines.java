package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What visitors do today, for plans: those of the control of the placement's newest experiment, or
 * where none ran there, all visitors of four weeks.
 */
public final class Baselines {
  private static final int DAYS = 28;
  private static final int WINDOW = 14;

  /** Reading weeks of events takes a while, and nobody waits for it longer. */
  private static final String PATIENCE = "set local statement_timeout = '30s'";

  private static final String NEWEST =
      """
      select experiment, phase, sum(visitors)::bigint, min(day), max(day)
      from visitor_sum where experiment = any ($1::text[]) and visitors > 0
      group by experiment, phase order by max(day) desc, experiment, phase desc limit 1
      """;
  private static final String CONTROL =
      """
      select %s from metric_sum where experiment = $1 and phase = $2 and metric = $3 and variation = $4
      having sum(n) > 0
      """
          .formatted(SumColumns.READ);

  /**
   * Each visitor's value from their first event within the days on, as long as the metric's window.
   * A repeated order counts once; who has more events than a person makes is left out.
   */
  private static final String EVENTS =
      """
      with seen as (
        select visitor, min(at) as first_at from event where at >= $1 and at < $2
        group by visitor having count(*) <= $3
      ), told as (
        select distinct on (e.visitor, coalesce(case when e.name = 'Order Completed' then order_of(e.body) end, e.message_id))
          e.visitor, e.name, e.body
        from seen s join event e on e.visitor = s.visitor and e.type = 'track' and e.name in ($4, $6)
          and e.at >= s.first_at and e.at < s.first_at + make_interval(days => $8)
      ), valued as (
        select s.visitor,
          coalesce(sum(case when $5::text is null then 1 else event_amount(t.body, $5) end) filter (where t.name = $4), 0) as amount,
          coalesce(sum(case when $7::text is null then 1 else event_amount(t.body, $7) end) filter (where t.name = $6), 0) as other
        from seen s left join told t using (visitor) group by s.visitor
      ), v as (select least(amount, $9::numeric) as amount, other from valued)
      select count(*), sum(amount)::float8, sum(amount * amount)::float8, sum(other)::float8,
        sum(other * other)::float8, sum(amount * other)::float8
      from v
      """;

  /** Kinds whose value follows from a visitor's events of one name; others need a control. */
  private static final Set<MetricFile.ValueKind> PLAIN =
      Set.of(
          MetricFile.ValueKind.CONVERSION,
          MetricFile.ValueKind.COUNT,
          MetricFile.ValueKind.SUM,
          MetricFile.ValueKind.RATIO);

  private final Pool pool;
  private final Supplier<RuleFolder> rules;
  private final Supplier<Experiments> experiments;
  private final InstantSource clock;

  public Baselines(
      Pool pool,
      Supplier<RuleFolder> rules,
      Supplier<Experiments> experiments,
      InstantSource clock) {
    this.pool = pool;
    this.rules = rules;
    this.experiments = experiments;
    this.clock = clock;
  }

  /**
   * Sums of visitors who see what they see today.
   *
   * @param perDay visitors a day
   * @param goals metrics of the shop that are no guardrails, 1 or more
   * @param guardrails metrics that are
   */
  public record Base(
      Metric metric,
      Moments sums,
      double perDay,
      int goals,
      int guardrails,
      List<Provenance> source) {}

  private record Ran(String experiment, int phase, String control, double perDay) {}

  /**
   * The base rate.
   *
   * @param placement of the experiment that is planned; null for all visitors
   * @param metric its id; null for the shop's first goal
   * @return empty where there is no such metric; fails with {@link StoreUnavailable} when
   *     PostgreSQL is away
   */
  public Future<Optional<Base>> of(@Nullable String placement, @Nullable String metric) {
    var all = Measured.all(rules.get());
    var file =
        all.stream()
            .filter(one -> metric == null ? !one.guardrail() : one.id().equals(metric))
            .findFirst();
    if (file.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    int guardrails = (int) all.stream().filter(MetricFile::guardrail).count();
    return pool.withTransaction(
            connection ->
                connection
                    .query(PATIENCE)
                    .execute()
                    .compose(set -> newest(connection, placement))
                    .compose(
                        ran ->
                            ran.isPresent()
                                ? control(connection, ran.get(), file.get())
                                : events(connection, file.get())))
        .map(
            found ->
                Optional.of(
                    new Base(
                        Evidence.planned(file.get()),
                        found.sums(),
                        found.perDay(),
                        Math.max(1, all.size() - guardrails),
                        guardrails,
                        found.source())))
        .recover(away -> Future.failedFuture(new StoreUnavailable("Base rates are away", away)));
  }

  private record Found(Moments sums, double perDay, List<Provenance> source) {}

  private Future<Optional<Ran>> newest(SqlConnection connection, @Nullable String placement) {
    var there =
        experiments.get().definitions().values().stream()
            .filter(definition -> definition.placement().equals(placement))
            .map(definition -> definition.id())
            .toArray(String[]::new);
    return there.length == 0
        ? Future.succeededFuture(Optional.empty())
        : connection
            .preparedQuery(NEWEST)
            .execute(Tuple.of((Object) there))
            .map(
                rows -> {
                  if (rows.size() == 0) {
                    return Optional.empty();
                  }
                  Row row = rows.iterator().next();
                  var id = row.getString(0);
                  long days =
                      row.getLocalDate(4).toEpochDay() - row.getLocalDate(3).toEpochDay() + 1;
                  return experiments
                      .get()
                      .find(id)
                      .map(
                          one ->
                              new Ran(
                                  id,
                                  row.getInteger(1),
                                  one.definition().variations().get(0).id(),
                                  (double) row.getLong(2) / days));
                });
  }

  private static Future<Found> control(SqlConnection connection, Ran ran, MetricFile file) {
    return connection
        .preparedQuery(CONTROL)
        .execute(Tuple.of(ran.experiment(), ran.phase(), file.id(), ran.control()))
        .map(
            rows -> {
              boolean none = rows.size() == 0 || file.kind() == MetricFile.ValueKind.QUANTILE;
              var sums = none ? Moments.NONE : SumColumns.moments(rows.iterator().next(), 0);
              return new Found(
                  sums,
                  ran.perDay(),
                  List.of(
                      new Provenance(
                          "base",
                          "%s, phase %d, %s"
                              .formatted(ran.experiment(), ran.phase(), ran.control())),
                      new Provenance("visitors", Long.toString(sums.n()))));
            });
  }

  private Future<Found> events(SqlConnection connection, MetricFile file) {
    var window = file.window();
    int days = window == null ? WINDOW : window;
    var until = clock.instant().minus(Duration.ofDays(days));
    var from = until.minus(Duration.ofDays(DAYS));
    var per = file.per();
    Double cap = file.isRate() ? (Double) 1.0 : file.cap();
    var values =
        Tuple.of(
                from.atOffset(ZoneOffset.UTC),
                until.atOffset(ZoneOffset.UTC),
                (long) DAYS * Participants.MOST_EVENTS_OF_A_PERSON,
                file.value().event(),
                file.value().property(),
                per == null ? null : per.event())
            .addString(per == null ? null : per.property())
            .addInteger(days)
            .addValue(cap == null ? null : BigDecimal.valueOf(cap));
    return connection
        .preparedQuery(EVENTS)
        .execute(values)
        .map(
            rows -> {
              Row row = rows.iterator().next();
              long n = row.getLong(0);
              var sums =
                  n == 0 || !PLAIN.contains(file.kind())
                      ? Moments.NONE
                      : new Moments(
                          n,
                          row.getDouble(1),
                          row.getDouble(2),
                          row.getDouble(3),
                          row.getDouble(4),
                          row.getDouble(5));
              return new Found(
                  sums,
                  (double) n / DAYS,
                  List.of(
                      new Provenance("base", "events"),
                      new Provenance("window", "%s \u2013 %s".formatted(day(from), day(until))),
                      new Provenance("visitors", Long.toString(n))));
            });
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
