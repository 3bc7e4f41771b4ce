package io.knowfirst.server.experiments.measurement;

/** The statements by which reports read sums: $1 is the experiment, $2 its phase. */
final class SumQueries {
  static final String PHASES =
      "select distinct phase from visitor_sum where experiment = $1 and visitors > 0 order by phase";
  static final String EXPERIMENTS =
      "select distinct experiment from visitor_sum where visitors > 0 order by experiment";

  /** The days up to which visitors count, where the phase was judged. */
  static final String JUDGED =
      "day <= coalesce((select j.day from judgement j where j.experiment = $1 and j.phase = $2), 'infinity')";

  static final String PERIODS =
      """
      period as (
        select shares, (since at time zone 'UTC')::date as day, row_number() over (order by since) > 1 as later
        from experiment_weights where experiment = $1 and phase = $2 and $4
      )""";

  /** Which period a day is of, where weights changed; one of two is a period of its own. */
  static final String PERIOD_OF_DAY =
      """
      case when (select count(distinct shares) from period) > 1 then
        (select count(*) || case when bool_or(p.later and p.day = m.day) then 'c' else '' end
          from period p where p.day <= m.day) end""";

  /**
   * Days and what they are cut by are asked of the deciding metric alone. Where weights changed,
   * each period of them is a stratum of its own, and so is a day of both.
   */
  static final String CELLS =
      """
      with %3$s, own as (
        select m.metric, m.variation, m.day, concat_ws(' ', %4$s, case when $5 then m.stratum end) as stratum, %2$s
        from %5$s m where experiment = $1 and phase = $2 and %6$s
          and not exists (select from unnest($6::text[], $7::date[]) as complete (metric, day)
            where complete.metric = m.metric and m.day > complete.day)
      )
      select metric, variation, null::date as day, stratum, %1$s
      from own
      group by grouping sets ((metric, variation), (metric, variation, stratum)) having sum(n) > 0
      union all
      select metric, variation, day, stratum, %1$s
      from own where metric = $3
      group by grouping sets ((metric, variation, day), (metric, variation, day, stratum)) having sum(n) > 0
      """
          .formatted(
              SumColumns.READ, SumColumns.NAMES, PERIODS, PERIOD_OF_DAY, "metric_sum", JUDGED);

  /** Of bandits: weighted by the inverse of the propensity, which needs no periods. */
  static final String WEIGHTED_CELLS =
      """
      select metric, variation, day, null::text as stratum, %s
      from weighted_sum where experiment = $1 and phase = $2
      group by grouping sets ((metric, variation), (metric, variation, day))
      having sum(n) > 0 and (metric = $3 or grouping(day) = 1)
      """
          .formatted(SumColumns.READ);

  static final String PARTS =
      """
      with %3$s, own as (
        select m.cut, m.value, m.variation, %4$s as stratum, %2$s
        from segment_sum m where experiment = $1 and phase = $2 and metric = $3 and %5$s
          and day <= coalesce($5::date, 'infinity')
      )
      select cut, value, variation, stratum, %1$s
      from own
      group by grouping sets ((cut, value, variation), (cut, value, variation, stratum))
      having sum(n) > 0 and (grouping(stratum) = 1 or stratum is not null)
      """
          .formatted(SumColumns.READ, SumColumns.NAMES, PERIODS, PERIOD_OF_DAY, JUDGED);

  /**
   * Of the deciding metric, and of all before the first exposure, but for days before which events
   * have been deleted.
   */
  static final String DAILY =
      """
      select metric, variation, day, since, %s
      from daily_sum where experiment = $1 and phase = $2 and (since >= 0 and metric = $3 or since < 0 and (
          not isfinite(events_since()) or day > (events_since() at time zone 'UTC')::date + %d)) and %s
      group by metric, variation, day, since having sum(n) > 0
      """
          .formatted(SumColumns.READ, ParticipantQuery.DAYS_BEFORE, JUDGED);

  static final String PAIRS =
      """
      select other, other_phase, other_variation, variation, %s
      from pair_sum where experiment = $1 and phase = $2 and metric = $3 and %s
      group by other, other_phase, other_variation, variation having sum(n) > 0
      """
          .formatted(SumColumns.READ, JUDGED);

  /** Values by bin, ascending; $3 is not asked for. */
  static final String BINS =
      """
      with %1$s, own as (
        select m.metric, m.variation, %2$s as period, m.bin, m.n, m.squares, m.products
        from quantile_sum m where experiment = $1 and phase = $2 and $3::text is not null and %3$s
      )
      select metric, variation, period, bin, sum(n)::bigint, sum(squares)::float8, sum(products)::float8
      from own
      group by grouping sets ((metric, variation, bin), (metric, variation, period, bin))
      having sum(n) > 0 and (grouping(period) = 1 or period is not null)
      order by bin
      """
          .formatted(PERIODS, PERIOD_OF_DAY, JUDGED);

  static final String VISITORS =
      """
      select variation, day, sum(visitors)::bigint, sum(doubled)::bigint, sum(became_known)::bigint, sum(bots)::bigint
      from visitor_sum where experiment = $1 and phase = $2 and %s
      group by variation, day having sum(visitors) + sum(bots) > 0 order by day, variation
      """
          .formatted(JUDGED);
  static final String SPLIT =
      """
      select since, variation, sum(visitors)::bigint from split_sum
      where experiment = $1 and phase = $2 and %s
      group by since, variation having sum(visitors) > 0 order by since, variation
      """
          .formatted(JUDGED);
  static final String JUDGEMENT =
      "select day, (at at time zone 'UTC')::date from judgement where experiment = $1 and phase = $2";
  static final String RULES =
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
  static final String ONE_MOMENT = "set transaction isolation level repeatable read read only";
  static final String WEIGHTS =
      "select since, variations, shares from experiment_weights where experiment = $1 and phase = $2 order by since";
  static final String AUDIT =
      "select at, who, what, detail from experiment_audit where experiment = $1 order by number desc limit 5";
  static final String RECOUNTING =
      "select recount_phase is not null from measure where experiment = $1";

  private SumQueries() {}
}
