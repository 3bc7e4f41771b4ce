package io.knowfirst.server.measurement;

import io.knowfirst.experiments.statistics.Moments;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sums, as reports read them. */
final class SumTable {
  private static final String PHASES =
      "select distinct phase from visitor_sum where experiment = $1 and visitors > 0 order by phase";
  private static final String EXPERIMENTS =
      "select distinct experiment from visitor_sum where visitors > 0 order by experiment";

  /**
   * Days and what they are cut by are asked of the deciding metric alone. Where weights changed,
   * each period of them is a stratum of its own, and so is a day of both.
   */
  private static final String CELLS =
      """
      with period as (
        select shares, (since at time zone 'UTC')::date as day, row_number() over (order by since) > 1 as later
        from experiment_weights where experiment = $1 and phase = $2 and $5
      ), own as (
        select m.metric, m.variation, m.day, concat_ws(' ',
            case when (select count(distinct shares) from period) > 1 then
              (select count(*) || case when bool_or(p.later and p.day = m.day) then 'c' else '' end
                from period p where p.day <= m.day) end,
            case when $4 then m.stratum end) as stratum, %2$s
        from metric_sum m where experiment = $1 and phase = $2 and ($6::date is null or m.day <= $6)
      )
      select metric, variation, null::date as day, stratum, %1$s
      from own
      group by grouping sets ((metric, variation), (metric, variation, stratum)) having sum(n) > 0
      union all
      select metric, variation, day, stratum, %1$s
      from own where metric = $3
      group by grouping sets ((metric, variation, day), (metric, variation, day, stratum)) having sum(n) > 0
      """
          .formatted(SumColumns.READ, SumColumns.NAMES);

  private static final String PARTS =
      """
      select cut, value, variation, %s
      from segment_sum where experiment = $1 and phase = $2 and metric = $3
      group by cut, value, variation having sum(n) > 0
      """
          .formatted(SumColumns.READ);
  private static final String VISITORS =
      """
      select variation, day, sum(visitors)::bigint, sum(doubled)::bigint, sum(graduated)::bigint, sum(bots)::bigint
      from visitor_sum where experiment = $1 and phase = $2 and ($3::date is null or day <= $3)
      group by variation, day having sum(visitors) + sum(bots) > 0 order by day, variation
      """;
  private static final String RULES =
      """
      with span as (
        select min(day)::timestamp at time zone 'UTC' as first,
          (max(day) + 1)::timestamp at time zone 'UTC' as last
        from visitor_sum where experiment = $1 and phase = $2)
      select r.hash, r.first_used from ruleset r, span
      where r.first_used < span.last and r.first_used >= coalesce(
        (select max(first_used) from ruleset where first_used < span.first), '-infinity')
      order by r.first_used desc limit 5
      """;
  private static final String ONE_MOMENT =
      "set transaction isolation level repeatable read read only";
  private static final String WEIGHTS =
      "select since, variations, shares from experiment_weights where experiment = $1 and phase = $2 order by since";
  private static final String AUDIT =
      "select at, who, what, detail from experiment_audit where experiment = $1 order by number desc limit 5";
  private static final String RECOUNTING =
      "select recount_phase is not null from measure where experiment = $1";

  private final Pool pool;

  SumTable(Pool pool) {
    this.pool = pool;
  }

  /**
   * What a report asks for.
   *
   * @param deciding the metric whose days and parts are asked for
   * @param byVisitor whether strata are of who visitors were at their first exposure
   * @param byPeriod whether strata are of the weights in force then
   * @param until last day of first exposure that counts; null for all
   */
  record Asked(String deciding, boolean byVisitor, boolean byPeriod, @Nullable LocalDate until) {
    Asked until(LocalDate day) {
      return new Asked(deciding, byVisitor, byPeriod, day);
    }
  }

  /**
   * Sums of one metric in one variation.
   *
   * @param day of first exposure, of the deciding metric only; null for all days
   * @param stratum null for all
   */
  record Cell(
      String metric,
      String variation,
      @Nullable LocalDate day,
      @Nullable String stratum,
      Moments sums) {}

  /** Sums of the deciding metric in a part of the visitors, such as device = mobile. */
  record Part(String cut, String value, String variation, Moments sums) {}

  /** Visitors of a variation by day of first exposure. */
  record Day(
      String variation, LocalDate day, long visitors, long doubled, long graduated, long bots) {}

  /**
   * All of a phase.
   *
   * @param rules rule bases that decided meanwhile, with the day of their first decision
   * @param weights those in force from a day (UTC) on; empty where they never changed
   * @param audit the last changes, the newest first
   * @param recounting whether a recount is on, so that numbers are not whole
   */
  record Sums(
      List<Cell> cells,
      List<Part> parts,
      List<Day> days,
      List<Weights> weights,
      List<String> rules,
      List<String> audit,
      boolean recounting) {

    /** The first day up to which so many visitors came, where others came later; else empty. */
    Optional<LocalDate> full(long planned) {
      var byDay = new TreeMap<LocalDate, Long>();
      days.forEach(day -> byDay.merge(day.day(), day.visitors(), Long::sum));
      long soFar = 0;
      for (var day : byDay.entrySet()) {
        soFar += day.getValue();
        if (soFar >= planned) {
          return day.getKey().equals(byDay.lastKey())
              ? Optional.empty()
              : Optional.of(day.getKey());
        }
      }
      return Optional.empty();
    }
  }

  /** Shares of those who take part, by variation, from the day on which they changed. */
  record Weights(LocalDate since, Map<String, Double> shares) {}

  Future<List<Integer>> phases(String experiment) {
    return pool.preparedQuery(PHASES)
        .execute(Tuple.of(experiment))
        .map(
            rows -> {
              var phases = new ArrayList<Integer>();
              rows.forEach(row -> phases.add(row.getInteger(0)));
              return phases;
            });
  }

  Future<List<String>> experiments() {
    return pool.query(EXPERIMENTS)
        .execute()
        .map(
            rows -> {
              var ids = new ArrayList<String>();
              rows.forEach(row -> ids.add(row.getString(0)));
              return ids;
            });
  }

  /** Read in one transaction, so that visitors and metrics are of the same moment. */
  Future<Sums> read(String experiment, int phase, Asked asked) {
    return pool.withTransaction(
        connection ->
            connection
                .query(ONE_MOMENT)
                .execute()
                .compose(set -> read(connection, experiment, phase, asked)));
  }

  /** The statements follow each other on the wire without waiting. */
  private static Future<Sums> read(
      SqlConnection connection, String experiment, int phase, Asked asked) {
    var key = Tuple.of(experiment, phase);
    var id = Tuple.of(experiment);
    var cut = Tuple.of(experiment, phase, asked.deciding());
    var cells =
        connection
            .preparedQuery(CELLS)
            .execute(
                Tuple.of(
                    experiment,
                    phase,
                    asked.deciding(),
                    asked.byVisitor(),
                    asked.byPeriod(),
                    asked.until()));
    var parts = connection.preparedQuery(PARTS).execute(cut);
    var days =
        connection.preparedQuery(VISITORS).execute(Tuple.of(experiment, phase, asked.until()));
    var weights = connection.preparedQuery(WEIGHTS).execute(key);
    var rules = connection.preparedQuery(RULES).execute(key);
    var audit = connection.preparedQuery(AUDIT).execute(id);
    var recounting = connection.preparedQuery(RECOUNTING).execute(id);
    return Future.all(List.of(cells, parts, days, weights, rules, audit, recounting))
        .map(
            all ->
                new Sums(
                    list(cells.result(), SumTable::cell),
                    list(parts.result(), SumTable::part),
                    list(days.result(), SumTable::day),
                    list(weights.result(), SumTable::weights),
                    list(rules.result(), SumTable::rules),
                    list(audit.result(), SumTable::change),
                    list(recounting.result(), row -> row.getBoolean(0)).contains(true)));
  }

  private static Weights weights(Row row) {
    var variations = row.getArrayOfStrings(1);
    var shares = row.getArrayOfDoubles(2);
    var byVariation = new LinkedHashMap<String, Double>();
    for (int i = 0; i < variations.length && i < shares.length; i++) {
      byVariation.put(variations[i], shares[i]);
    }
    return new Weights(day(row.getOffsetDateTime(0)), byVariation);
  }

  private static String rules(Row row) {
    return "%.8s (%s)".formatted(row.getString(0), day(row.getOffsetDateTime(1)));
  }

  private static String change(Row row) {
    return "%s %s %s %s"
        .formatted(
            day(row.getOffsetDateTime(0)), row.getString(1), row.getString(2), row.getString(3))
        .strip();
  }

  private static LocalDate day(OffsetDateTime at) {
    return at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate();
  }

  private static Cell cell(Row row) {
    return new Cell(
        row.getString(0),
        row.getString(1),
        row.getLocalDate(2),
        row.getString(3),
        SumColumns.moments(row, 4));
  }

  private static Part part(Row row) {
    return new Part(
        row.getString(0), row.getString(1), row.getString(2), SumColumns.moments(row, 3));
  }

  private static Day day(Row row) {
    return new Day(
        row.getString(0),
        row.getLocalDate(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5));
  }

  private static <T> List<T> list(Iterable<Row> rows, Function<Row, T> read) {
    var all = new ArrayList<T>();
    rows.forEach(row -> all.add(read.apply(row)));
    return all;
  }
}
