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
 * visitor with more events on one day (UTC) than a person makes is a bot and left out. Graduated is
 * who was later really shown a rule's content where the experiment runs.
 */
final class Participants {
  static final int MOST_EVENTS_OF_A_PERSON = 1_000;

  private static final String COUNT_VISITORS =
      """
      insert into visitor_sum as s (experiment, phase, variation, day, stratum, visitors, doubled, graduated, bots)
      select experiment, phase, variation, day, stratum,
        $2 * count(*) filter (where not bot), $2 * count(*) filter (where not bot and doubled),
        $2 * count(*) filter (where not bot and graduated), $2 * count(*) filter (where bot)
      from participant where visitor = any ($1::text[])
      group by experiment, phase, variation, day, stratum
      on conflict (experiment, phase, variation, day, stratum) do update
        set visitors = s.visitors + excluded.visitors, doubled = s.doubled + excluded.doubled,
          graduated = s.graduated + excluded.graduated, bots = s.bots + excluded.bots
      """;
  private static final String COUNT_METRICS =
      """
      insert into metric_sum as s (experiment, phase, metric, variation, day, stratum,
        n, total, squares, other_total, other_squares, products)
      select p.experiment, p.phase, v.metric, p.variation, p.day, p.stratum, $2 * count(*),
        $2 * sum(v.amount), $2 * sum(v.amount * v.amount),
        $2 * sum(v.other), $2 * sum(v.other * v.other), $2 * sum(v.amount * v.other)
      from participant p, unnest(p.metrics, p.amounts, p.others) as v (metric, amount, other)
      where p.visitor = any ($1::text[]) and not p.bot
      group by p.experiment, p.phase, v.metric, p.variation, p.day, p.stratum
      on conflict (experiment, phase, metric, variation, day, stratum) do update
        set n = s.n + excluded.n, total = s.total + excluded.total, squares = s.squares + excluded.squares,
          other_total = s.other_total + excluded.other_total,
          other_squares = s.other_squares + excluded.other_squares, products = s.products + excluded.products
      """;
  private static final String FORGET = "delete from participant where visitor = any ($1::text[])";
  private static final String MAKE =
      """
      with member as (
        select r.id as root, r.id from unnest($1::text[]) as r (id)
        where not exists (select from alias a where a.anonymous = r.id)
        union all
        select a.visitor, a.anonymous from unnest($1::text[]) as r (id) join alias a on a.visitor = r.id
      ), seen as (
        select m.root, x.experiment, x.phase,
          (array_agg(x.variation order by x.first_at, x.variation))[1] as variation,
          min(x.first_at) as first_at,
          count(distinct x.variation) > 1 or bool_or(x.conflict is not null) as doubled
        from member m join exposure x on x.visitor = m.id
        group by m.root, x.experiment, x.phase
      ), happened as materialized (
        select m.root, e.at, e.type, e.name, e.body
        from member m join event e on e.visitor = m.id
        where m.root in (select root from seen)
      ), busiest as (
        select root, max(events) as events
        from (select root, count(*) as events from happened
              group by root, (at at time zone 'UTC')::date) as daily
        group by root
      ), measured as (
        select m.experiment, d.ord, d.id, d.kind, d.event, d.property, d.per_event, d.per_property, d.cap,
          make_interval(days => d.days) as within, make_interval(days => coalesce(d.before, 0)) as before
        from measure m, jsonb_to_recordset(m.metrics) as d (ord int, id text, kind text, event text,
          property text, per_event text, per_property text, days int, cap numeric, before int)
      ), hit as (
        select s.root, s.experiment, s.phase, d.ord,
          sum(event_amount(h.body, d.property)) filter (where h.name = d.event and h.at >= s.first_at) as amount,
          case when d.kind = 'RATIO'
            then sum(event_amount(h.body, d.per_property))
              filter (where h.name = d.per_event and h.at >= s.first_at)
            else sum(event_amount(h.body, d.property)) filter (where h.at < s.first_at)
          end as other
        from seen s
        join measured d on d.experiment = s.experiment
        join happened h on h.root = s.root and h.type = 'track' and h.name in (d.event, d.per_event)
          and h.at >= s.first_at - d.before and (d.within is null or h.at < s.first_at + d.within)
        group by s.root, s.experiment, s.phase, d.ord, d.kind
      ), valued as (
        select s.root, s.experiment, s.phase, array_agg(d.id order by d.ord) as metrics,
          array_agg(least(round(coalesce(h.amount, 0), 6),
            case when d.kind = 'CONVERSION' then 1 else d.cap end) order by d.ord) as amounts,
          array_agg(least(round(coalesce(h.other, 0), 6),
            case when d.kind = 'CONVERSION' then 1 else d.cap end) order by d.ord) as others
        from seen s
        join measured d on d.experiment = s.experiment
        left join hit h on h.root = s.root and h.experiment = s.experiment and h.phase = s.phase and h.ord = d.ord
        group by s.root, s.experiment, s.phase
      ), background as (
        select s.root, s.experiment, s.phase,
          bool_or(h.at < s.first_at - interval '1 day') as returning,
          bool_or(case when h.type = 'exposure' and h.at > s.first_at then
            h.body::jsonb -> 'values' ->> 'outcome' = 'known'
            and h.body::jsonb -> 'values' ->> 'placement' = m.placement end) as graduated
        from seen s
        join measure m on m.experiment = s.experiment
        join happened h on h.root = s.root
        group by s.root, s.experiment, s.phase
      )
      insert into participant
        (visitor, experiment, phase, variation, day, stratum, bot, doubled, graduated, metrics, amounts, others)
      select s.root, s.experiment, s.phase, s.variation, (s.first_at at time zone 'UTC')::date,
        case when b.returning then 'returning' else 'new' end,
        coalesce(d.events > $2, false), s.doubled, coalesce(b.graduated, false), v.metrics, v.amounts, v.others
      from seen s
      join valued v using (root, experiment, phase)
      left join background b using (root, experiment, phase)
      left join busiest d using (root)
      """;

  private Participants() {}

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
        .compose(done -> run(connection, COUNT_METRICS, Tuple.of(ids, sign)));
  }

  private static Future<Void> run(SqlConnection connection, String statement, Tuple values) {
    return connection.preparedQuery(statement).execute(values).mapEmpty();
  }
}
