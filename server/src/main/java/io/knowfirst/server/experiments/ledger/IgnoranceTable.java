package io.knowfirst.server.experiments.ledger;

import io.knowfirst.server.model.Outcome;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What looking again found, as PostgreSQL keeps it. */
final class IgnoranceTable {
  private static final String ADD_SAMPLE =
      """
      insert into ignorance_sample as s (day, placement, outcome, decisions)
      select * from unnest($1::date[], $2::text[], $3::text[], $4::bigint[])
      on conflict (day, placement, outcome) do update set decisions = s.decisions + excluded.decisions
      """;
  private static final String ADD_FACTS =
      """
      insert into ignorance_fact as f (day, placement, outcome, fact, told, lacking)
      select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
      on conflict (day, placement, outcome, fact)
      do update set told = f.told + excluded.told, lacking = f.lacking + excluded.lacking
      """;
  private static final String ADD =
      """
      insert into ignorance as i (day, placement, outcome, fact, campaign, rule, decisions, shares)
      select * from unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::float8[])
      on conflict (day, placement, outcome, fact, campaign, rule)
      do update set decisions = i.decisions + excluded.decisions, shares = i.shares + excluded.shares
      """;

  /**
   * Each placement and outcome is weighted up to all its decisions of the day. Of those that lacked
   * the fact a campaign is taken to win at most the share that it won of all decisions of the
   * placement.
   */
  private static final String READ =
      """
      with counted as (
        select * from decision_count where day between $1 and $2
      ), fallen as (
        select day, placement, outcome, sum(decisions) as decisions from counted
        where campaign = '' group by day, placement, outcome
      ), seen as (
        select placement, campaign, sum(decisions)::float8 / sum(sum(decisions)) over (partition by placement) as share
        from counted group by placement, campaign
      ), told as (
        select fact, sum(told)::float8 / sum(told + lacking) as share from ignorance_fact
        where day between $1 and $2 group by fact
      ), weighed as (
        select i.*, greatest(1, coalesce(f.decisions, 0)::float8 / s.decisions) as weight,
          least(i.shares, coalesce(seen.share, 0) * k.lacking) as capped
        from ignorance i
        join ignorance_sample s using (day, placement, outcome)
        join ignorance_fact k using (day, placement, outcome, fact)
        left join fallen f using (day, placement, outcome)
        left join seen on seen.placement = i.placement and seen.campaign = i.campaign
        where i.day between $1 and $2)
      select w.fact, w.campaign, w.rule, w.outcome, sum(w.decisions)::bigint as sampled,
        sum(w.shares * w.weight) as most, sum(w.capped * w.weight) as decisions, max(t.share) as told
      from weighed w join told t using (fact)
      group by w.fact, w.campaign, w.rule, w.outcome
      order by w.fact, w.campaign, w.rule, w.outcome
      """;

  private static final String LOOKED =
      "select coalesce(sum(decisions), 0)::bigint from ignorance_sample where day between $1 and $2";

  private final Pool pool;

  IgnoranceTable(Pool pool) {
    this.pool = pool;
  }

  /** Decisions of one day, placement and outcome that were looked at. */
  record Looked(LocalDate day, String placement, String outcome, long decisions) {}

  /** What was found on one day. */
  record Entry(
      LocalDate day,
      String placement,
      String outcome,
      String fact,
      String campaign,
      String rule,
      long decisions,
      double shares) {}

  /** Of the decisions looked at, how many had a fact and how many lacked it. */
  record Told(
      LocalDate day, String placement, String outcome, String fact, long told, long lacking) {
    /** Members that store at the same time take rows in this order. */
    static final Comparator<Told> ORDER =
        Comparator.comparing(Told::day)
            .thenComparing(Told::placement)
            .thenComparing(Told::outcome)
            .thenComparing(Told::fact);
  }

  /** Adds all, or none. */
  Future<Void> add(List<Looked> looked, List<Told> facts, List<Entry> entries) {
    return pool.withTransaction(
        connection ->
            add(connection, looked)
                .compose(done -> facts(connection, facts))
                .compose(done -> found(connection, entries)));
  }

  private static Future<Void> facts(SqlConnection connection, List<Told> facts) {
    var tuple =
        Tuple.of(
            facts.stream().map(Told::day).toArray(LocalDate[]::new),
            facts.stream().map(Told::placement).toArray(String[]::new),
            facts.stream().map(Told::outcome).toArray(String[]::new),
            facts.stream().map(Told::fact).toArray(String[]::new),
            facts.stream().map(Told::told).toArray(Long[]::new),
            facts.stream().map(Told::lacking).toArray(Long[]::new));
    return connection.preparedQuery(ADD_FACTS).execute(tuple).mapEmpty();
  }

  private static Future<Void> add(SqlConnection connection, List<Looked> looked) {
    return connection
        .preparedQuery(ADD_SAMPLE)
        .execute(
            Tuple.of(
                looked.stream().map(Looked::day).toArray(LocalDate[]::new),
                looked.stream().map(Looked::placement).toArray(String[]::new),
                looked.stream().map(Looked::outcome).toArray(String[]::new),
                looked.stream().map(Looked::decisions).toArray(Long[]::new)))
        .mapEmpty();
  }

  private static Future<Void> found(SqlConnection connection, List<Entry> entries) {
    var tuple =
        Tuple.tuple()
            .addValue(entries.stream().map(Entry::day).toArray(LocalDate[]::new))
            .addValue(entries.stream().map(Entry::placement).toArray(String[]::new))
            .addValue(entries.stream().map(Entry::outcome).toArray(String[]::new))
            .addValue(entries.stream().map(Entry::fact).toArray(String[]::new))
            .addValue(entries.stream().map(Entry::campaign).toArray(String[]::new))
            .addValue(entries.stream().map(Entry::rule).toArray(String[]::new))
            .addValue(entries.stream().map(Entry::decisions).toArray(Long[]::new))
            .addValue(entries.stream().map(Entry::shares).toArray(Double[]::new));
    return connection.preparedQuery(ADD).execute(tuple).mapEmpty();
  }

  /**
   * A fact, and a rule that it would have let fire.
   *
   * @param decisions of the period, weighted up, at most as often as the campaign was seen to win
   * @param most the same if all were like those who told the fact
   * @param told share of the decisions looked at that had the fact, 0 to 1
   */
  record Line(
      String fact,
      String campaign,
      String rule,
      Outcome instead,
      long sampled,
      double decisions,
      double most,
      double told) {
    private static Line of(Row row) {
      return new Line(
          row.getString("fact"),
          row.getString("campaign"),
          row.getString("rule"),
          row.getString("outcome").equals(Outcome.TESTED.word()) ? Outcome.TESTED : Outcome.DEFAULT,
          row.getLong("sampled"),
          row.getDouble("decisions"),
          row.getDouble("most"),
          row.getDouble("told"));
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

  /** How many decisions were looked at again. */
  Future<Long> looked(LocalDate from, LocalDate until) {
    return pool.preparedQuery(LOOKED)
        .execute(Tuple.of(from, until))
        .map(rows -> rows.iterator().next().getLong(0));
  }
}
