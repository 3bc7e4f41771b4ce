package io.knowfirst.server.measurement;

import io.knowfirst.experiments.statistics.Moments;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sums, as reports read them. */
final class SumTable {
  private static final String PHASES =
      "select distinct phase from visitor_sum where experiment = $1 and visitors > 0 order by phase";
  private static final String EXPERIMENTS =
      "select distinct experiment from visitor_sum where visitors > 0 order by experiment";
  private static final String CELLS =
      """
      select metric, variation, day, stratum, sum(n)::bigint, sum(total)::float8, sum(squares)::float8,
        sum(other_total)::float8, sum(other_squares)::float8, sum(products)::float8
      from metric_sum where experiment = $1 and phase = $2
      group by grouping sets ((metric, variation), (metric, variation, day), (metric, variation, stratum))
      having sum(n) > 0
      """;
  private static final String VISITORS =
      """
      select variation, day, sum(visitors)::bigint, sum(doubled)::bigint, sum(graduated)::bigint, sum(bots)::bigint
      from visitor_sum where experiment = $1 and phase = $2
      group by variation, day having sum(visitors) + sum(bots) > 0 order by day, variation
      """;
  private static final String RULES =
      "select hash, first_used from ruleset where first_used < $2 and first_used >= coalesce((select max(first_used) from ruleset where first_used < $1), $1) order by first_used";
  private static final String RECOUNTING =
      "select recount_phase is not null from measure where experiment = $1";

  private final Pool pool;

  SumTable(Pool pool) {
    this.pool = pool;
  }

  /**
   * Sums of one metric in one variation.
   *
   * @param day of first exposure; null for all days
   * @param stratum null for all
   */
  record Cell(
      String metric,
      String variation,
      @Nullable LocalDate day,
      @Nullable String stratum,
      Moments sums) {}

  /** Visitors of a variation by day of first exposure. */
  record Day(
      String variation, LocalDate day, long visitors, long doubled, long graduated, long bots) {}

  /**
   * All of a phase.
   *
   * @param rules rule bases that decided meanwhile, with the day of their first decision
   * @param recounting whether a recount is on, so that numbers are not whole
   */
  record Sums(List<Cell> cells, List<Day> days, List<String> rules, boolean recounting) {}

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
  Future<Sums> read(String experiment, int phase) {
    var key = Tuple.of(experiment, phase);
    return pool.withTransaction(
            connection ->
                connection
                    .query("set transaction isolation level repeatable read read only")
                    .execute()
                    .compose(set -> connection.preparedQuery(CELLS).execute(key))
                    .map(rows -> list(rows, SumTable::cell))
                    .compose(
                        cells ->
                            connection
                                .preparedQuery(VISITORS)
                                .execute(key)
                                .map(
                                    rows ->
                                        new Sums(
                                            cells, list(rows, SumTable::day), List.of(), false)))
                    .compose(
                        sums ->
                            connection
                                .preparedQuery(RECOUNTING)
                                .execute(Tuple.of(experiment))
                                .map(
                                    rows -> rows.size() > 0 && rows.iterator().next().getBoolean(0))
                                .map(on -> new Sums(sums.cells(), sums.days(), List.of(), on))))
        .compose(this::withRules);
  }

  private Future<Sums> withRules(Sums sums) {
    if (sums.days().isEmpty()) {
      return Future.succeededFuture(sums);
    }
    var first = sums.days().get(0).day();
    var last = sums.days().get(sums.days().size() - 1).day().plusDays(1);
    return pool.preparedQuery(RULES)
        .execute(
            Tuple.of(
                first.atStartOfDay().atOffset(java.time.ZoneOffset.UTC),
                last.atStartOfDay().atOffset(java.time.ZoneOffset.UTC)))
        .map(
            rows ->
                new Sums(
                    sums.cells(),
                    sums.days(),
                    list(
                        rows,
                        row ->
                            "%.8s (%s)"
                                .formatted(
                                    row.getString(0), row.getOffsetDateTime(1).toLocalDate())),
                    sums.recounting()));
  }

  private static Cell cell(Row row) {
    return new Cell(
        row.getString(0),
        row.getString(1),
        row.getLocalDate(2),
        row.getString(3),
        new Moments(
            row.getLong(4),
            row.getDouble(5),
            row.getDouble(6),
            row.getDouble(7),
            row.getDouble(8),
            row.getDouble(9)));
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

  private static <T> List<T> list(Iterable<Row> rows, java.util.function.Function<Row, T> read) {
    var all = new ArrayList<T>();
    rows.forEach(row -> all.add(read.apply(row)));
    return all;
  }
}
