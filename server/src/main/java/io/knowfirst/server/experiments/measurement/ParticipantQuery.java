package io.knowfirst.server.experiments.measurement;

/** The statement that makes what is counted of visitors from all that they did. */
final class ParticipantQuery {
  /** Before the first exposure, in which variations are compared as they were. */
  static final int DAYS_BEFORE = 28;

  /** Days after that of the first exposure by which effects are told. */
  static final int LAST_DAY = 90;

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
  static final String MAKE =
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
          (array_agg(x.cuts order by x.first_at, x.variation, x.channel, x.device, m.id))[1] as cuts,
          (array_agg(x.propensity order by x.first_at, x.variation, x.channel, x.device, m.id))[1] as propensity,
          (array_agg(x.decision order by x.first_at, x.variation, x.channel, x.device, m.id))[1] as decision,
          count(distinct x.variation) > 1 or bool_or(x.conflict is not null) as doubled,
          bool_or(bool_or(x.bot)) over (partition by m.root) as bot
        from member m cross join lateral (
          select y.experiment, y.phase, y.variation, y.first_at, y.conflict, y.channel, y.device, y.bot,
            y.propensity, y.decision, y.cuts
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
          source text, after int, steps text[])
        where m.experiment in (select experiment from subject)
      ), own as (
        select s.n, s.first_at, d.ord, d.id, d.kind, d.cap, d.before as covariate, d.steps, e.name, e.at,
          e.at is null or e.at < s.first_at as early, %1$s as known_then,
          e.at >= s.first_at - make_interval(hours => 24 * coalesce(d.before, 0)) as covaries,
          e.at >= s.first_at - interval '%7$d hours' as lately,
          (e.at at time zone 'UTC')::date - (s.first_at at time zone 'UTC')::date as since,
          case when e.name = d.event or d.event = '*' then
            case when e.at < s.first_at then %3$s else %2$s end end as value,
          case when d.kind = 'RATIO' and e.name = d.per_event then
            case when e.at < s.first_at then %5$s else %4$s end end as per
        from subject s
        join drawn w using (n)
        join metric d on d.experiment = s.experiment
        left join happening e on e.root = s.root
          and (e.type = 'track' and (e.name in (d.event, d.per_event) or e.name = any (d.steps))
            or d.event = '*' and e.type in ('track', 'page', 'screen'))
          and (d.source is null or e.sender = d.source)
          and e.at >= s.first_at - make_interval(hours => 24 * greatest(coalesce(d.before, 0), %6$d))
          and (d.days is null or e.at < s.first_at + make_interval(hours => 24 * d.days))
          and (d.after is null or e.at < s.first_at or e.at >= s.first_at + make_interval(hours => 24 * d.after))
          and (w.judged is null or e.at < w.judged)
      ), piece as (
        select n, ord, id, kind, case when kind = 'CONVERSION' then 1 else cap end as cap,
          case when early then -1 else since end as since,
          sum(value) filter (where not early) as amount,
          case when kind = 'RATIO' then sum(per) filter (where not early)
            else sum(value) filter (where early and covaries and known_then) end as other,
          case when kind = 'RATIO' and covariate > 0
            then coalesce(sum(value) filter (where early and covaries and known_then), 0) end as before,
          case when kind = 'RATIO' and covariate > 0
            then coalesce(sum(per) filter (where early and covaries and known_then), 0) end as per,
          sum(value) filter (where early and lately and known_then) as past,
          sum(per) filter (where early and lately and known_then) as past_per
        from own
        where kind <> 'FUNNEL'
        group by n, ord, id, kind, cap, covariate, case when early then -1 else since end
        union all
        select n, ord, id, 'CONVERSION', 1, last - (first_at at time zone 'UTC')::date, amount, null, null, null, null, null
        from (
          select n, ord, id, first_at, case when cardinality(reached) = cardinality(steps) then 1 end as amount,
            (reached[cardinality(steps)] at time zone 'UTC')::date as last
          from (
            select n, ord, id, first_at, steps, steps_reached(name, at, steps
              order by at, array_position(steps, name)) filter (where not early) as reached
            from own where kind = 'FUNNEL' group by n, ord, id, first_at, steps) as f) as g
      ), amount as (
        select n, ord, id, kind, cap, sum(amount) as amount, sum(other) as other, sum(before) as before,
          sum(per) as per
        from piece group by n, ord, id, kind, cap
      ), counted as (
        select n, array_agg(id order by ord) as metrics,
          array_agg(least(round(coalesce(amount, 0), 6), cap) order by ord) as amounts,
          array_agg(least(round(coalesce(other, 0), 6), cap) order by ord) as others,
          case when count(before) > 0 then array_agg(round(before, 6) order by ord) end as befores,
          case when count(per) > 0 then array_agg(round(per, 6) order by ord) end as pers,
          array_agg(kind = 'RATIO' order by ord) as ratios
        from amount group by n
      ), so_far as (
        select n, id, since, least(round(sum(coalesce(amount, 0)) over days, 6), cap) as amount,
          case when kind = 'RATIO' then round(sum(coalesce(other, 0)) over days, 6) else 0 end as per
        from piece where since between 0 and %8$d
        window days as (partition by n, ord order by since)
      ), gain as (
        select n, id, since, amount - lag(amount, 1, 0::numeric) over days as amount, per - lag(per, 1, 0::numeric) over days as per
        from so_far window days as (partition by n, id order by since)
        union all
        select n, id, -1, least(round(coalesce(past, 0), 6), cap), round(coalesce(past_per, 0), 6)
        from piece where since = -1
      ), grown as (
        select n, array_agg(id order by id, since) as metrics, array_agg(since order by id, since) as days,
          array_agg(amount order by id, since) as amounts, array_agg(per order by id, since) as pers
        from gain where amount <> 0 or per <> 0 group by n
      ), binned as (
        select n, array_agg(id order by id, bin) as metrics, array_agg(bin order by id, bin) as bins,
          array_agg(times order by id, bin) as times
        from (
          select n, id, case when value > 0 then floor(ln(least(value, 1e15)::float8) / ln(1.01::float8))::int
            else -10000 end as bin, count(*) as times
          from own where kind = 'QUANTILE' and not early and value is not null group by n, id, 3) as b
        group by n
      )
      insert into participant
        (visitor, experiment, phase, variation, day, stratum, channel, device, bot, doubled, became_known,
          metrics, amounts, others, befores, pers, since, inverse, apart, weighted, weights,
          grown, grown_on, gains, per_gains, quantiles, bins, times, cuts, paired)
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
          from unnest(c.others, c.ratios) with ordinality as u (a, r, o) order by o) end,
        g.metrics, g.days, g.amounts, g.pers, q.metrics, q.bins, q.times, string_to_array(s.cuts, e'\\t'), true
      from subject s
      join drawn w using (n)
      join counted c using (n)
      join measure m on m.experiment = s.experiment
      cross join lateral (
        select case when m.bandit or (s.experiment ~ '^holdout(:|$)' and s.variation = 'known')
          then round((1 / w.chance)::numeric, 9) end as inverse) as i
      left join behaviour b using (n)
      left join binned q using (n)
      left join grown g on g.n = s.n and s.experiment !~ '^holdout(:|$)'
      on conflict (visitor, experiment, phase) do nothing
      """
          .formatted(
              KNOWN_THEN,
              amount("property", "coalesce(w.judged, 'infinity')", "d.refunds"),
              amount("property", "s.first_at", "d.refunds"),
              amount("per_property", "coalesce(w.judged, 'infinity')", "false"),
              amount("per_property", "s.first_at", "false"),
              DAYS_BEFORE,
              24 * DAYS_BEFORE,
              LAST_DAY);

  private ParticipantQuery() {}

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
}
