package io.knowfirst.server.experiments.ledger;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What became of the entries into a campaign of steps, from the events of the visitors. */
final class FlowTable {
  /** Moves of entries that began in the period; {@code root} is whom they count for. */
  private static final String MOVES =
      """
      with move as (
        select e.visitor, e.at, v ->> 'entry' as entry, v ->> 'kind' as kind, v ->> 'step' as step, v ->> 'told' as told,
          to_timestamp((v ->> 'since')::bigint / 1000.0) as since, v ->> 'detail' as detail,
          coalesce(a.visitor, e.visitor) as root
        from event e
        left join alias a on a.anonymous = e.visitor
        cross join lateral (select e.body::json -> 'values' as v) as b
        where e.type = 'step' and e.name = $1
          and to_timestamp((v ->> 'began')::bigint / 1000.0) between $2 and $3)
      """;

  private static final String COUNTS =
      MOVES
          + """
            select kind, step, case when kind in ('left', 'sent', 'unsent') then detail else '' end as detail,
              count(distinct (visitor, entry)) as n
            from move group by 1, 2, 3
            """;

  /** Between a step and the next that shows or sends, and within 14 days. */
  private static final String HAPPENED =
      MOVES
          + """
            , begun as (
              select root, visitor, entry, told as step, min(since) as begun from move where told <> '' group by 1, 2, 3, 4),
            span as (
              select *, lead(begun) over (partition by root, visitor, entry order by begun) as following from begun),
            person as (
              select distinct root, root as id from span
              union select s.root, a.anonymous from (select distinct root from span) s join alias a on a.visitor = s.root),
            happened as (
              select p.root, e.at, e.type = 'exposure' as shown,
                coalesce(e.body::json -> 'values' ->> 'channel', case
                  when e.name like 'Email %' then 'email' when e.name = 'Call Noted' then 'call-centre'
                  when e.name in ('Catalogue Requested', 'Letter Received') then 'post' when e.name = 'Store Visited' then 'store'
                  when e.name = 'Chatbot Asked' then 'chatbot' else 'web' end) as channel
              from person p join event e on e.visitor = p.id
              where (e.type = 'exposure' and e.name = $1)
                or (e.type = 'track' and e.name not like 'Email Delivered' and strpos(e.body, to_json($1::text)::text) > 0
                  and $1 in (e.body::json -> 'values' ->> 'campaign', e.body::json -> 'values' ->> 'promotion_id',
                    e.body::json -> 'values' ->> 'campaign_name')))
            select s.step, h.shown, h.channel, count(distinct (s.visitor, s.entry)) as n
            from span s
            join happened h on h.root = s.root and h.at >= s.begun
              and h.at < least(coalesce(s.following, 'infinity'), s.begun + interval '14 days')
            group by grouping sets ((1, 2, 3), (1, 2))
            """;

  private final Pool pool;

  FlowTable(Pool pool) {
    this.pool = pool;
  }

  /** How many entries made a move. */
  record Moved(String kind, String step, String detail, long entries) {}

  /**
   * In how many entries a step was shown, or answered.
   *
   * @param channel empty over all
   */
  record Happening(String step, boolean shown, String channel, long entries) {}

  Future<List<Moved>> moves(String campaign, LocalDate from, LocalDate until) {
    return pool.preparedQuery(COUNTS)
        .execute(tuple(campaign, from, until))
        .map(
            rows -> {
              var moves = new ArrayList<Moved>();
              for (var row : rows) {
                moves.add(
                    new Moved(
                        row.getString("kind"),
                        row.getString("step"),
                        row.getString("detail"),
                        row.getLong("n")));
              }
              return moves;
            });
  }

  Future<List<Happening>> happened(String campaign, LocalDate from, LocalDate until) {
    return pool.preparedQuery(HAPPENED)
        .execute(tuple(campaign, from, until))
        .map(
            rows -> {
              var happened = new ArrayList<Happening>();
              for (Row row : rows) {
                var channel = row.getString("channel");
                happened.add(
                    new Happening(
                        row.getString("step"),
                        row.getBoolean("shown"),
                        channel == null ? "" : channel,
                        row.getLong("n")));
              }
              return happened;
            });
  }

  private static Tuple tuple(String campaign, LocalDate from, LocalDate until) {
    return Tuple.of(
        campaign,
        from.atStartOfDay().atOffset(ZoneOffset.UTC),
        until.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC).minusNanos(1_000));
  }
}
