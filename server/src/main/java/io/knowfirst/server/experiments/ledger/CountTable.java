package io.knowfirst.server.experiments.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The counts of decisions as PostgreSQL keeps them. */
final class CountTable {
  private static final String ADD =
      """
      insert into decision_count as c (day, placement, outcome, campaign, experiment, arm, decisions)
      select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[])
      on conflict (day, placement, outcome, campaign, experiment, arm)
      do update set decisions = c.decisions + excluded.decisions
      """;
  private static final String READ =
      """
      select placement, outcome, campaign, sum(decisions)::bigint as decisions
      from decision_count where day between $1 and $2
      group by placement, outcome, campaign order by placement, campaign, outcome
      """;

  private final Pool pool;

  CountTable(Pool pool) {
    this.pool = pool;
  }

  /** Adds to what is there. */
  Future<Void> add(SortedMap<Counted, Long> counts) {
    var days = new ArrayList<LocalDate>();
    var texts = new ArrayList<List<String>>();
    for (int column = 0; column < 5; column++) {
      texts.add(new ArrayList<>());
    }
    var numbers = new ArrayList<Long>();
    for (Map.Entry<Counted, Long> entry : counts.entrySet()) {
      var counted = entry.getKey();
      days.add(LocalDate.ofEpochDay(counted.day()));
      texts.get(0).add(counted.placement());
      texts.get(1).add(counted.outcome());
      texts.get(2).add(counted.campaign());
      texts.get(3).add(counted.experiment());
      texts.get(4).add(counted.arm());
      numbers.add(entry.getValue());
    }
    var tuple = Tuple.tuple().addValue(days.toArray(LocalDate[]::new));
    texts.forEach(column -> tuple.addValue(column.toArray(String[]::new)));
    tuple.addValue(numbers.toArray(Long[]::new));
    return pool.preparedQuery(ADD).execute(tuple).mapEmpty();
  }

  /** A line of the counts. */
  record Line(String placement, String outcome, String campaign, long decisions) {
    private static Line of(Row row) {
      return new Line(
          row.getString("placement"),
          row.getString("outcome"),
          row.getString("campaign"),
          row.getLong("decisions"));
    }
  }

  Future<List<Line>> read(LocalDate from, LocalDate until) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of(from, until))
        .map(
            rows -> {
              var lines = new ArrayList<Line>();
              rows.forEach(row -> lines.add(Line.of(row)));
              return lines;
            });
  }
}
