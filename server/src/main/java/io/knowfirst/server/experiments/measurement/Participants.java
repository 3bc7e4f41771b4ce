package io.knowfirst.server.experiments.measurement;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;

/**
 * What is counted for single visitors. A visitor is always counted anew from all their events, as
 * they are now, so events that come late, twice or by a login end in the same sums.
 *
 * <p>Everyone counts in the variation that they saw first, whatever they saw later, with what
 * happened in the metric's window after that. Visitors that a login has tied together are one. A
 * visitor with more events on one day (UTC) than a person makes, or with a bot's user agent at any
 * exposure, is a bot and left out of all. An order counts once, when it was first placed, with what
 * its newest update says and less what was taken back, however late that was; once a fixed test was
 * judged, nothing that happens later counts in it. Who became known was later really shown a rule's
 * content where the experiment runs.
 *
 * <p>A campaign's holdout counts whom its own holdout drew for, and of those whom the global one
 * drew for only those whose first rule was the campaign's: who came by way of another campaign was
 * shown that one's content in one arm and not in the others. The others are counted apart.
 *
 * <p>Strata, covariates and segments are what was known at the first exposure: what ids did that
 * were known to be the same visitor by then, channel and device. Channels are those of placements,
 * devices a fixed few, so no visitor makes new ones.
 */
final class Participants {
  static final int MOST_EVENTS_OF_A_PERSON = 1_000;

  private static final String COUNT_VISITORS =
      """
      with own as (
        select *, not bot and not apart as counts from participant where visitor = any ($1::text[])
      ), split as (
        insert into split_sum as s (experiment, phase, since, day, variation, visitors)
        select experiment, phase, since, day, variation, $2 * count(*)
        from own where counts and since is not null
        group by experiment, phase, since, day, variation
        on conflict (experiment, phase, since, day, variation) do update
          set visitors = s.visitors + excluded.visitors)
      insert into visitor_sum as s
        (experiment, phase, variation, day, stratum, visitors, doubled, became_known, bots, inverse, apart)
      select experiment, phase, variation, day, stratum,
        $2 * count(*) filter (where counts), $2 * count(*) filter (where counts and doubled),
        $2 * count(*) filter (where counts and became_known), $2 * count(*) filter (where bot),
        $2 * coalesce(sum(inverse) filter (where counts), 0), $2 * count(*) filter (where apart and not bot)
      from own group by experiment, phase, variation, day, stratum
      on conflict (experiment, phase, variation, day, stratum) do update
        set visitors = s.visitors + excluded.visitors, doubled = s.doubled + excluded.doubled,
          became_known = s.became_known + excluded.became_known, bots = s.bots + excluded.bots,
          inverse = s.inverse + excluded.inverse, apart = s.apart + excluded.apart
      """;

  /**
   * Visitors are summed up once, by all that any sum is cut by; both tables add those few sums up.
   * Segments are one cut at a time.
   */
  private static final String COUNT_METRICS =
      """
      with made as materialized (
        select p.experiment, p.phase, v.metric, p.variation, p.day, p.stratum, p.channel, p.device, p.cuts, %s
        from participant p, unnest(p.metrics, p.amounts, p.others, p.befores, p.pers)
          as v (metric, amount, other, before, per)
        where p.visitor = any ($1::text[]) and not p.bot and not p.apart
        group by p.experiment, p.phase, v.metric, p.variation, p.day, p.stratum, p.channel, p.device, p.cuts
      ), metrics as (
        %s)
      %s
      """
          .formatted(
              SumColumns.OF_VISITORS,
              SumColumns.added(
                  "metric_sum", "experiment, phase, metric, variation, day, stratum", "made"),
              SumColumns.added(
                  "segment_sum",
                  "experiment, phase, metric, variation, day, cut, value",
                  """
                  made cross join lateral (
                    values ('visitor', split_part(stratum, ' ', 1)), ('channel', channel), ('device', device)
                    union all
                    select split_part(own, '=', 1), split_part(own, '=', 2) from unnest(cuts) as own) as c (cut, value)"""));

  /** By days since the first exposure, and -1 for those before it; only where something was. */
  private static final String COUNT_DAYS =
      """
      with made as materialized (
        select p.experiment, p.phase, v.metric, p.variation, p.day, v.since, %s
        from participant p, unnest(p.grown, p.grown_on, p.gains, p.per_gains, null::numeric[], null::numeric[])
          as v (metric, since, amount, other, before, per)
        where p.visitor = any ($1::text[]) and not p.bot and not p.apart and p.grown is not null
        group by p.experiment, p.phase, v.metric, p.variation, p.day, v.since)
      %s
      """
          .formatted(
              SumColumns.OF_VISITORS,
              SumColumns.added(
                  "daily_sum", "experiment, phase, metric, variation, day, since", "made"));

  /** What a visitor adds to the squares and products of all bins is told by V77. */
  private static final String COUNT_QUANTILES =
      """
      with own as (
        select p.experiment, p.phase, p.variation, p.day, v.*,
          sum(v.times) over (partition by p.visitor, p.experiment, p.phase, v.metric order by v.bin) as upto,
          sum(v.times) over (partition by p.visitor, p.experiment, p.phase, v.metric) as total
        from participant p, unnest(p.quantiles, p.bins, p.times) as v (metric, bin, times)
        where p.visitor = any ($1::text[]) and not p.bot and not p.apart and p.quantiles is not null)
      insert into quantile_sum as s (experiment, phase, metric, variation, day, bin, n, squares, products)
      select experiment, phase, metric, variation, day, bin, $2 * sum(times),
        $2 * sum(upto * upto - (upto - times) * (upto - times)), $2 * sum(times * total)
      from own group by experiment, phase, metric, variation, day, bin
      on conflict (experiment, phase, metric, variation, day, bin) do update
        set n = s.n + excluded.n, squares = s.squares + excluded.squares, products = s.products + excluded.products
      """;

  /**
   * Of whom two experiments have, by the variations of both. Holdouts are no experiments. The
   * visitors are looked up once and joined with themselves, whatever the planner believes: else it
   * reads all participants for each batch.
   */
  private static final String COUNT_PAIRS =
      """
      with own as materialized (
        select visitor, experiment, phase, variation, day, metrics, amounts, others
        from participant
        where visitor = any ($1::text[]) and paired and not bot and experiment !~ '^holdout(:|$)'
      ), made as materialized (
        select p.experiment, p.phase, v.metric, p.variation, p.day, o.experiment as other, o.phase as other_phase,
          o.variation as other_variation, %s
        from own p join own o on o.visitor = p.visitor and o.experiment <> p.experiment
        cross join lateral unnest(p.metrics, p.amounts, p.others, null::numeric[], null::numeric[])
          as v (metric, amount, other, before, per)
        group by p.experiment, p.phase, v.metric, p.variation, p.day, o.experiment, o.phase, o.variation)
      %s
      """
          .formatted(
              SumColumns.OF_VISITORS,
              SumColumns.added(
                  "pair_sum",
                  "experiment, phase, metric, variation, day, other, other_phase, other_variation",
                  "made"));

  /** But for those whose events are deleted in part, unless they are somebody else's by now. */
  private static final String FORGET =
      """
      delete from participant p where visitor = any ($1::text[])
        and (day > counted_for_good() or exists (select from alias a where a.anonymous = p.visitor))
      """;

  /** Those of bandits, each visitor weighted by the inverse of the propensity. */
  private static final String COUNT_WEIGHTED =
      """
      with made as materialized (
        select p.experiment, p.phase, v.metric, p.variation, p.day, p.stratum, %s
        from participant p, unnest(p.metrics, p.weighted, p.weights, null::numeric[], null::numeric[])
          as v (metric, amount, other, before, per)
        where p.visitor = any ($1::text[]) and not p.bot and p.weighted is not null
        group by p.experiment, p.phase, v.metric, p.variation, p.day, p.stratum)
      %s
      """
          .formatted(
              SumColumns.OF_VISITORS,
              SumColumns.added(
                  "weighted_sum", "experiment, phase, metric, variation, day, stratum", "made"));

  private Participants() {}

  /** Counts these visitors anew. In a transaction only, one at a time in the whole cluster. */
  static Future<Void> count(SqlConnection connection, Collection<String> visitors) {
    if (visitors.isEmpty()) {
      return Future.succeededFuture();
    }
    var ids = visitors.stream().distinct().toArray(String[]::new);
    return sums(connection, ids, -1)
        .compose(taken -> run(connection, FORGET, Tuple.of((Object) ids)))
        .compose(
            gone -> run(connection, ParticipantQuery.MAKE, Tuple.of(ids, MOST_EVENTS_OF_A_PERSON)))
        .compose(made -> sums(connection, ids, 1));
  }

  private static Future<Void> sums(SqlConnection connection, String[] ids, int sign) {
    return run(connection, COUNT_VISITORS, Tuple.of(ids, sign))
        .compose(done -> run(connection, COUNT_METRICS, Tuple.of(ids, sign)))
        .compose(done -> run(connection, COUNT_WEIGHTED, Tuple.of(ids, sign)))
        .compose(done -> run(connection, COUNT_DAYS, Tuple.of(ids, sign)))
        .compose(done -> run(connection, COUNT_QUANTILES, Tuple.of(ids, sign)))
        .compose(done -> run(connection, COUNT_PAIRS, Tuple.of(ids, sign)));
  }

  private static Future<Void> run(SqlConnection connection, String statement, Tuple values) {
    return connection.preparedQuery(statement).execute(values).mapEmpty();
  }
}
