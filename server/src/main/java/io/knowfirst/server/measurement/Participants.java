package io.knowfirst.server.measurement;

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
        select p.experiment, p.phase, v.metric, p.variation, p.day, p.stratum, p.channel, p.device, %s
        from participant p, unnest(p.metrics, p.amounts, p.others, p.befores, p.pers)
          as v (metric, amount, other, before, per)
        where p.visitor = any ($1::text[]) and not p.bot and not p.apart
        group by p.experiment, p.phase, v.metric, p.variation, p.day, p.stratum, p.channel, p.device
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
                  made cross join lateral (values ('visitor', split_part(stratum, ' ', 1)),
                    ('channel', channel), ('device', device)) as c (cut, value)"""));

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

  /**
   * Whether an event was the visitor's by what was known at the first exposure: of the id that was
   * exposed, or of one that a login had tied to it by then. A variation may make visitors log in,
   * and a past that comes to light by that would be an effect of it.
   */
  private static final String KNOWN_THEN =
      "(e.id = s.first_id or greatest(e.since, s.first_since) <= s.first_at)";

  /**
   * Each visitor's events and exposures are looked up by themselves, whatever the planner believes,
   * and only once for all experiments and metrics; the rest goes over all visitors together.
   */
  private static final String MAKE =
      """
      with member as materialized (
        select r.id as root, r.id, '-infinity'::timestamptz as since from unnest($1::text[]) as r (id)
        where not exists (select from alias a where a.anonymous = r.id)
        union
        select a.visitor, a.anonymous, a.since from unnest($1::text[]) as r (id) join alias a on a.visitor = r.id
      ), told as materialized (
        select m.root, m.id, m.since, e.*,
          case when e.type = 'track' and e.name in ('Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled')
            then order_of(e.body) end as placed
        from member m cross join lateral (
          select v.at, v.message_id, v.type, v.name, v.body, v.sender from event v where v.visitor = m.id offset 0) as e
      ), change as materialized (
        select root, placed, jsonb_agg(jsonb_build_object('name', name, 'at', at, 'body', body) order by at, message_id) as changes
        from told t where placed is not null and name <> 'Order Completed'
          and (sender = 'server' or not exists (select from told p where p.root = t.root and p.placed = t.placed
            and p.name = 'Order Completed' and p.sender = 'server'))
        group by root, placed
      ), ordered as materialized (
        select distinct on (root, placed) * from told
        where placed is not null and name = 'Order Completed'
        order by root, placed, (sender is not distinct from 'server') desc, at, message_id
      ), happening as materialized (
        select root, id, since, at, type, name, body, sender, null::jsonb as changes
        from told where placed is null or name <> 'Order Completed'
        union all
        select root, id, since, at, type, name, body, sender, changes from ordered left join change using (root, placed)
      ), subject as materialized (
        select row_number() over () as n, m.root, x.experiment, x.phase, min(x.first_at) as first_at,
          (array_agg(x.variation order by x.first_at, x.variation))[1] as variation,
          (array_agg(m.id order by x.first_at, x.variation, x.channel, x.device, m.id))[1] as first_id,
          (array_agg(m.since order by x.first_at, x.variation, x.channel, x.device, m.id))[1] as first_since,
          (array_agg(x.channel order by x.first_at, x.variation, x.channel, x.device, m.id))[1] as channel,
          (array_agg(x.device order by x.first_at, x.variation, x.channel, x.device, m.id))[1] as device,
          (array_agg(x.propensity order by x.first_at, x.variation, x.channel, x.device, m.id))[1] as propensity,
          (array_agg(x.decision order by x.first_at, x.variation, x.channel, x.device, m.id))[1] as decision,
          count(distinct x.variation) > 1 or bool_or(x.conflict is not null) as doubled,
          bool_or(bool_or(x.bot)) over (partition by m.root) as bot
        from member m cross join lateral (
          select y.experiment, y.phase, y.variation, y.first_at, y.conflict, y.channel, y.device, y.bot,
            y.propensity, y.decision
          from exposure y where y.visitor = m.id offset 0) as x
        group by m.root, x.experiment, x.phase
      ), drawn as materialized (
        select s.n, w.since, j.at as judged,
          case when own.drawn and h.variation = 'known' then s.propensity / h.propensity
            else coalesce(s.propensity, w.share) end as chance,
          coalesce(not own.drawn and s.decision <> h.decision and s.first_at > h.first_at, false) as apart
        from subject s
        left join subject h on h.root = s.root and h.phase = s.phase and h.experiment = 'holdout' and s.experiment like 'holdout:%%'
        cross join lateral (
          select coalesce(s.variation <> h.variation or s.propensity < h.propensity - 1e-9, false) as drawn) as own
        left join judgement j on j.experiment = s.experiment and j.phase = s.phase
        left join lateral (
          select l.since, a.share from (
            select w.since, w.variations, w.shares from experiment_weights w
            where w.experiment = s.experiment and w.phase = s.phase and w.since <= s.first_at
            order by w.since desc limit 8) as l
          cross join lateral unnest(l.variations, l.shares) as a (variation, share)
          where a.variation = s.variation and a.share > 0
          order by (a.share = s.propensity) desc nulls last, l.since desc limit 1) as w on true
      ), day as (
        select s.n, count(*) as events,
          bool_or(e.at < s.first_at - interval '24 hours' and %1$s) as seen_before,
          bool_or(case when e.type = 'exposure' and e.at > s.first_at then
            e.body::jsonb -> 'values' ->> 'outcome' = 'known'
            and e.body::jsonb -> 'values' ->> 'placement' = m.placement end) as became_known
        from subject s join measure m on m.experiment = s.experiment join happening e on e.root = s.root
        group by s.n, s.first_at, (e.at at time zone 'UTC')::date
      ), behaviour as (
        select n, max(events) as busiest, bool_or(seen_before) as seen_before,
          coalesce(bool_or(became_known), false) as became_known
        from day group by n
      ), metric as materialized (
        select m.experiment, d.*
        from measure m cross join jsonb_to_recordset(m.metrics) as d (ord int, id text, kind text, event text,
          property text, per_event text, per_property text, days int, cap numeric, before int, refunds boolean,
          source text)
        where m.experiment in (select experiment from subject)
      ), amount as (
        select s.n, d.ord, d.id, d.kind,
          case when d.kind = 'CONVERSION' then 1 else d.cap end as cap,
          sum(%2$s)
            filter (where e.name = d.event and e.at >= s.first_at) as amount,
          case when d.kind = 'RATIO'
            then sum(%4$s)
              filter (where e.name = d.per_event and e.at >= s.first_at)
            else sum(%3$s)
              filter (where e.at < s.first_at and %1$s)
          end as other,
          case when d.kind = 'RATIO' and d.before > 0 then coalesce(
            sum(%3$s)
              filter (where e.name = d.event and e.at < s.first_at and %1$s), 0) end as before,
          case when d.kind = 'RATIO' and d.before > 0 then coalesce(
            sum(%5$s)
              filter (where e.name = d.per_event and e.at < s.first_at and %1$s), 0) end as per
        from subject s
        join drawn w using (n)
        join metric d on d.experiment = s.experiment
        left join happening e on e.root = s.root and e.type = 'track' and e.name in (d.event, d.per_event)
          and (d.source is null or e.sender = d.source)
          and e.at >= s.first_at - make_interval(hours => 24 * coalesce(d.before, 0))
          and (d.days is null or e.at < s.first_at + make_interval(hours => 24 * d.days))
          and (w.judged is null or e.at < w.judged)
        group by s.n, d.ord, d.id, d.kind, d.cap, d.before
      ), counted as (
        select n, array_agg(id order by ord) as metrics,
          array_agg(least(round(coalesce(amount, 0), 6), cap) order by ord) as amounts,
          array_agg(least(round(coalesce(other, 0), 6), cap) order by ord) as others,
          case when count(before) > 0 then array_agg(round(before, 6) order by ord) end as befores,
          case when count(per) > 0 then array_agg(round(per, 6) order by ord) end as pers,
          array_agg(kind = 'RATIO' order by ord) as ratios
        from amount group by n
      )
      insert into participant
        (visitor, experiment, phase, variation, day, stratum, channel, device, bot, doubled, became_known,
          metrics, amounts, others, befores, pers, since, inverse, apart, weighted, weights)
      select s.root, s.experiment, s.phase, s.variation, (s.first_at at time zone 'UTC')::date,
        case when b.seen_before then 'returning' else 'new' end
          || case when s.device in ('mobile', 'desktop') then ' ' || s.device else ' other' end,
        coalesce(s.channel, 'unknown'),
        case when s.device in ('desktop', 'mobile', 'tablet', 'app', 'tv', 'watch', 'till') then s.device
          when s.device is null then 'unknown' else 'other' end,
        s.bot or coalesce(b.busiest > $2, false), s.doubled, coalesce(b.became_known, false),
        c.metrics, c.amounts, c.others, c.befores, c.pers, w.since, i.inverse, w.apart,
        case when m.bandit and i.inverse is not null then array(
          select a * i.inverse from unnest(c.amounts) with ordinality as u (a, o) order by o) end,
        case when m.bandit and i.inverse is not null then array(
          select case when r then a * i.inverse else i.inverse end
          from unnest(c.others, c.ratios) with ordinality as u (a, r, o) order by o) end
      from subject s
      join drawn w using (n)
      join counted c using (n)
      join measure m on m.experiment = s.experiment
      cross join lateral (
        select case when m.bandit or (s.experiment ~ '^holdout(:|$)' and s.variation = 'known')
          then round((1 / w.chance)::numeric, 9) end as inverse) as i
      left join behaviour b using (n)
      on conflict (visitor, experiment, phase) do nothing
      """
          .formatted(
              KNOWN_THEN,
              amount("property", "coalesce(w.judged, 'infinity')", "d.refunds"),
              amount("property", "s.first_at", "d.refunds"),
              amount("per_property", "coalesce(w.judged, 'infinity')", "false"),
              amount("per_property", "s.first_at", "false"));

  private Participants() {}

  /**
   * What an event counts for.
   *
   * @param known until when changes of an order count
   * @param refunds whether those that take something back do
   */
  private static String amount(String property, String known, String refunds) {
    return ("case when e.changes is not null then order_amount(e.body, e.changes, %2$s, %3$s, d.%1$s)"
            + " when d.%1$s is null then 1 else event_amount(e.body, d.%1$s) end")
        .formatted(property, known, refunds);
  }

  /** Counts these visitors anew. In a transaction only, one at a time in the whole cluster. */
  static Future<Void> count(SqlConnection connection, Collection<String> visitors) {
    if (visitors.isEmpty()) {
      return Future.succeededFuture();
    }
    var ids = visitors.stream().distinct().toArray(String[]::new);
    return sums(connection, ids, -1)
        .compose(taken -> run(connection, FORGET, Tuple.of((Object) ids)))
        .compose(gone -> run(connection, MAKE, Tuple.of(ids, MOST_EVENTS_OF_A_PERSON)))
        .compose(made -> sums(connection, ids, 1));
  }

  private static Future<Void> sums(SqlConnection connection, String[] ids, int sign) {
    return run(connection, COUNT_VISITORS, Tuple.of(ids, sign))
        .compose(done -> run(connection, COUNT_METRICS, Tuple.of(ids, sign)))
        .compose(done -> run(connection, COUNT_WEIGHTED, Tuple.of(ids, sign)));
  }

  private static Future<Void> run(SqlConnection connection, String statement, Tuple values) {
    return connection.preparedQuery(statement).execute(values).mapEmpty();
  }
}
