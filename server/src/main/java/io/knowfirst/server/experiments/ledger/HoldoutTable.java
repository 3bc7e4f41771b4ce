package io.knowfirst.server.experiments.ledger;

import io.knowfirst.experiments.assignment.Holdout;
import io.knowfirst.experiments.report.ledger.LedgerData.Day;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.server.model.Outcome;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The sums of all holdouts, with the shares by which visitors were drawn. */
final class HoldoutTable {
  private static final String SUMS =
      """
      select experiment, day, variation, sum(n)::bigint as n,
        sum(total)::float8 as total, sum(squares)::float8 as squares
      from metric_sum
      where (experiment = 'holdout' or experiment like 'holdout:%') and phase = 1
        and metric = $1 and day between $2 and $3
      group by experiment, day, variation
      order by experiment, day
      """;

  /**
   * What makes the sum of the inverse probabilities the number of visitors: where all of a day were
   * drawn with the same probability, that one.
   */
  private static final String SHARES =
      """
      select experiment, day,
        (sum(visitors) filter (where variation = 'known')
          / nullif(sum(inverse) filter (where variation = 'known'), 0))::float8 as share,
        sum(apart)::bigint as apart
      from visitor_sum
      where (experiment = 'holdout' or experiment like 'holdout:%') and phase = 1
        and day between $1 and $2
      group by experiment, day
      """;

  private static final String PREFIX = io.knowfirst.server.model.HoldoutAssignment.EVERYWHERE + ":";

  /** As in a shop that says nothing, where no visitor of any day was shown what is known. */
  private static final double UNTOLD = 1 - Holdout.DEFAULT_SHARE / 10_000.0;

  private final Pool pool;

  HoldoutTable(Pool pool) {
    this.pool = pool;
  }

  private record Key(String experiment, LocalDate day) {
    static Key of(Row row) {
      return new Key(row.getString("experiment"), row.getLocalDate("day"));
    }
  }

  /** By campaign, the empty one for all; without holdouts there is none. */
  Future<Map<String, Held>> read(String metric, LocalDate from, LocalDate until) {
    var tuple = Tuple.of(metric, from, until);
    return pool.preparedQuery(SHARES)
        .execute(Tuple.of(from, until))
        .compose(
            days ->
                pool.preparedQuery(SUMS)
                    .execute(tuple)
                    .map(rows -> held(shares(days), others(days), sums(rows))));
  }

  private static Map<String, NavigableMap<LocalDate, Double>> shares(RowSet<Row> rows) {
    var shares = new HashMap<String, NavigableMap<LocalDate, Double>>();
    for (var row : rows) {
      var share = row.getDouble("share");
      if (share != null) {
        var key = Key.of(row);
        shares
            .computeIfAbsent(key.experiment(), e -> new TreeMap<>())
            .put(key.day(), Math.min(1, share));
      }
    }
    return shares;
  }

  /** Visitors who reached a campaign by way of another one. */
  private static Map<String, Long> others(RowSet<Row> rows) {
    var others = new HashMap<String, Long>();
    rows.forEach(row -> others.merge(row.getString("experiment"), row.getLong("apart"), Long::sum));
    return others;
  }

  /** Of a day on which all were held out: as on the days around it. */
  private static double share(Map<String, NavigableMap<LocalDate, Double>> shares, Key key) {
    var days = shares.getOrDefault(key.experiment(), Collections.emptyNavigableMap());
    var before = days.floorEntry(key.day());
    var after = days.ceilingEntry(key.day());
    return before != null ? before.getValue() : after != null ? after.getValue() : UNTOLD;
  }

  private static Map<Key, Map<String, Moments>> sums(RowSet<Row> rows) {
    var sums = new HashMap<Key, Map<String, Moments>>();
    for (var row : rows) {
      sums.computeIfAbsent(Key.of(row), k -> new HashMap<>())
          .put(
              row.getString("variation"),
              Moments.of(
                  Math.max(0, row.getLong("n")), row.getDouble("total"), row.getDouble("squares")));
    }
    return sums;
  }

  private static Map<String, Held> held(
      Map<String, NavigableMap<LocalDate, Double>> shares,
      Map<String, Long> others,
      Map<Key, Map<String, Moments>> sums) {
    var days = new TreeMap<String, Map<LocalDate, Day>>();
    sums.forEach(
        (key, arms) -> {
          var experiment = key.experiment();
          var campaign = experiment.startsWith(PREFIX) ? experiment.substring(PREFIX.length()) : "";
          days.computeIfAbsent(campaign, c -> new TreeMap<>())
              .put(
                  key.day(),
                  new Day(
                      key.day(),
                      share(shares, key),
                      arm(arms, Outcome.KNOWN),
                      arm(arms, Outcome.TESTED),
                      arm(arms, Outcome.DEFAULT)));
        });
    var held = new TreeMap<String, Held>();
    days.forEach(
        (campaign, own) ->
            held.put(
                campaign,
                new Held(
                    campaign,
                    campaign,
                    list(own),
                    campaign.isEmpty() ? 0 : others.getOrDefault(PREFIX + campaign, 0L))));
    return held;
  }

  private static List<Day> list(Map<LocalDate, Day> days) {
    return new ArrayList<>(days.values());
  }

  private static Moments arm(Map<String, Moments> arms, Outcome outcome) {
    return arms.getOrDefault(outcome.word(), Moments.NONE);
  }
}
