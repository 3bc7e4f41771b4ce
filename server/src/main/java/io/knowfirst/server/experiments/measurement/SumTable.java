package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.Looks;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.Quantiles;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sums, as reports read them. */
final class SumTable {
  private final Pool pool;

  SumTable(Pool pool) {
    this.pool = pool;
  }

  /**
   * What a report asks for.
   *
   * @param deciding the metric whose days and parts are asked for
   * @param byVisitor whether strata are of who visitors were at their first exposure
   * @param byPeriod whether strata are of the weights in force then; else sums are weighted, as a
   *     bandit's are
   * @param complete metrics of which only visitors count who came early enough
   */
  record Asked(String deciding, boolean byVisitor, boolean byPeriod, List<Complete> complete) {
    Asked {
      complete = List.copyOf(complete);
    }

    Asked(String deciding, boolean byVisitor, boolean byPeriod) {
      this(deciding, byVisitor, byPeriod, List.of());
    }

    /** The last day on which visitors of the deciding metric count; null for all. */
    @Nullable LocalDate until() {
      return complete.stream()
          .filter(one -> one.metric().equals(deciding))
          .map(Complete::day)
          .findFirst()
          .orElse(null);
    }
  }

  /**
   * A metric whose window begins some days after the first exposure.
   *
   * @param day the last of first exposures whose window is over
   */
  record Complete(String metric, LocalDate day) {}

  /**
   * Sums of what a metric grew by on one day.
   *
   * @param since days from that of the first exposure on; -1 for those before it
   */
  record Daily(String metric, String variation, LocalDate day, int since, Moments sums) {}

  /** Visitors of a variation who were assigned by the weights in force since then. */
  record Assigned(OffsetDateTime since, String variation, long visitors) {}

  /**
   * When a test of one look is judged.
   *
   * @param day the last on which first exposures count
   * @param from first day with a result
   */
  record Judgement(LocalDate day, LocalDate from) {}

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

  /**
   * Sums of the deciding metric in a part of the visitors, such as device = mobile.
   *
   * @param stratum the period of weights; null for all
   */
  record Part(String cut, String value, String variation, @Nullable String stratum, Moments sums) {}

  /**
   * Values of a quantile metric in one variation.
   *
   * @param period of weights; null for all
   */
  record Binned(String metric, String variation, @Nullable String period, Quantiles.Bin bin) {}

  /**
   * Sums of the deciding metric over visitors of a variation who are in another experiment, too.
   */
  record Paired(String other, int phase, String otherVariation, String variation, Moments sums) {}

  /** Visitors of a variation by day of first exposure. */
  record Day(
      String variation, LocalDate day, long visitors, long doubled, long becameKnown, long bots) {}

  /**
   * All of a phase.
   *
   * @param rules rule bases that decided meanwhile, with the day of their first decision
   * @param weights those in force from a day (UTC) on; empty where they never changed
   * @param audit the last changes, the newest first
   * @param split visitors by the weights in force when they were assigned
   * @param judgement null where there is none, or none yet
   * @param recounting whether a recount is on, so that numbers are not whole
   */
  record Sums(
      List<Cell> cells,
      List<Part> parts,
      List<Daily> daily,
      List<Binned> bins,
      List<Paired> pairs,
      List<Day> days,
      List<Weights> weights,
      List<Assigned> split,
      @Nullable Judgement judgement,
      List<String> rules,
      List<String> audit,
      boolean recounting) {

    /** The day of the first of the planned looks; empty where too few came for it. */
    Optional<LocalDate> firstLook(long planned, int looks, int minimumDays) {
      var byDay = new TreeMap<LocalDate, Long>();
      days.forEach(day -> byDay.merge(day.day(), day.visitors(), Long::sum));
      return Looks.days(byDay, planned, looks, minimumDays).stream().findFirst();
    }
  }

  /** Shares of those who take part, by variation, from the moment at which they changed. */
  record Weights(OffsetDateTime since, Map<String, Double> shares) {}

  Future<List<Integer>> phases(String experiment) {
    return pool.preparedQuery(SumQueries.PHASES)
        .execute(Tuple.of(experiment))
        .map(
            rows -> {
              var phases = new ArrayList<Integer>();
              rows.forEach(row -> phases.add(row.getInteger(0)));
              return phases;
            });
  }

  Future<List<String>> experiments() {
    return pool.query(SumQueries.EXPERIMENTS)
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
                .query(SumQueries.ONE_MOMENT)
                .execute()
                .compose(set -> read(connection, experiment, phase, asked)));
  }

  /** The statements follow each other on the wire without waiting. */
  private static Future<Sums> read(
      SqlConnection connection, String experiment, int phase, Asked asked) {
    var key = Tuple.of(experiment, phase);
    var id = Tuple.of(experiment);
    var cut = Tuple.of(experiment, phase, asked.deciding(), asked.byPeriod(), asked.until());
    var cells =
        asked.byPeriod()
            ? connection
                .preparedQuery(SumQueries.CELLS)
                .execute(
                    Tuple.of(
                            experiment,
                            phase,
                            asked.deciding(),
                            asked.byPeriod(),
                            asked.byVisitor())
                        .addArrayOfString(
                            asked.complete().stream().map(Complete::metric).toArray(String[]::new))
                        .addArrayOfLocalDate(
                            asked.complete().stream().map(Complete::day).toArray(LocalDate[]::new)))
            : connection
                .preparedQuery(SumQueries.WEIGHTED_CELLS)
                .execute(Tuple.of(experiment, phase, asked.deciding()));
    var parts = connection.preparedQuery(SumQueries.PARTS).execute(cut);
    var daily =
        connection
            .preparedQuery(SumQueries.DAILY)
            .execute(Tuple.of(experiment, phase, asked.deciding()));
    var bins =
        connection
            .preparedQuery(SumQueries.BINS)
            .execute(Tuple.of(experiment, phase, asked.deciding(), asked.byPeriod()));
    var pairs =
        connection
            .preparedQuery(SumQueries.PAIRS)
            .execute(Tuple.of(experiment, phase, asked.deciding()));
    var days = connection.preparedQuery(SumQueries.VISITORS).execute(key);
    var split = connection.preparedQuery(SumQueries.SPLIT).execute(key);
    var judgement = connection.preparedQuery(SumQueries.JUDGEMENT).execute(key);
    var weights = connection.preparedQuery(SumQueries.WEIGHTS).execute(key);
    var rules = connection.preparedQuery(SumQueries.RULES).execute(key);
    var audit = connection.preparedQuery(SumQueries.AUDIT).execute(id);
    var recounting = connection.preparedQuery(SumQueries.RECOUNTING).execute(id);
    return Future.all(
            List.of(
                cells,
                parts,
                daily,
                bins,
                pairs,
                days,
                weights,
                split,
                judgement,
                rules,
                audit,
                recounting))
        .map(
            all ->
                new Sums(
                    list(cells.result(), SumRows::cell),
                    list(parts.result(), SumRows::part),
                    list(daily.result(), SumRows::daily),
                    list(bins.result(), SumRows::binned),
                    list(pairs.result(), SumRows::paired),
                    list(days.result(), SumRows::day),
                    list(weights.result(), SumRows::weights),
                    list(split.result(), SumRows::assigned),
                    list(judgement.result(), SumRows::judgement).stream().findFirst().orElse(null),
                    list(rules.result(), SumRows::rules),
                    list(audit.result(), SumRows::change),
                    list(recounting.result(), row -> row.getBoolean(0)).contains(true)));
  }

  private static <T> List<T> list(Iterable<Row> rows, Function<Row, T> read) {
    var all = new ArrayList<T>();
    rows.forEach(row -> all.add(read.apply(row)));
    return all;
  }
}
