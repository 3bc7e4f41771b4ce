package io.knowfirst.server.outbound;

import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.server.decide.TriggerTimes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The statements on timers. Each change of one that was taken asks whether it still is. */
final class TimerTable {
  private static final String TYPE = "trigger.fired";

  /** Whoever takes a timer has it for so long; then another member may. */
  private static final Duration HOLD = Duration.ofSeconds(30);

  private static final String FORGET_RULES =
      "with gone as (delete from trigger_rule where rule <> all ($1) returning rule) delete from timer t using gone where t.rule = gone.rule";
  private static final String RULES =
      """
      insert into trigger_rule as r (rule, kind, name, distance, late, waits_for)
      select rule, kind, name, distance * interval '1 second', late * interval '1 second', %s
      from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[]) as u (rule, kind, name, distance, late)
      on conflict (rule) do update set kind = excluded.kind, name = excluded.name, distance = excluded.distance,
        late = excluded.late, waits_for = excluded.waits_for
      where (r.kind, r.name, r.distance, r.late) is distinct from (excluded.kind, excluded.name, excluded.distance, excluded.late)
      """
          .formatted(LookBack.NEW);

  /** Timers that stand by what a rule was before it changed. */
  private static final String FORGET_TIMERS =
      """
      delete from timer where (visitor, rule, product) in (
        select t.visitor, t.rule, t.product from timer t join trigger_rule r using (rule)
        where r.rule = any ($1) and r.kind in ('event', 'day') order by 1, 2, 3 for update of t)
      """;

  private static final String LOOK_BACK =
      """
      insert into timer (visitor, rule, due, nominal)
      select coalesce(a.visitor, e.visitor), r.rule,
        case when r.kind = 'day' then now() else max(e.at + r.distance) end,
        case when r.kind = 'day' then timestamptz 'epoch' else max(e.at + r.distance) end
      from trigger_rule r
      join event e on (r.kind = 'event' and e.type = 'track' and e.name = r.name and e.at > now() - r.distance - r.late)
        or (r.kind = 'day' and e.type = 'identify' and strpos(e.body, to_json(r.name)::text) > 0)
      left join alias a on a.anonymous = e.visitor
      where r.rule = any ($1)
      group by coalesce(a.visitor, e.visitor), r.rule, r.kind
      order by 1, 2
      on conflict (visitor, rule, product) do update set due = excluded.due, nominal = excluded.nominal, taken = null
        where excluded.nominal > timer.nominal or excluded.nominal = 'epoch'
      """;

  private static final String NEWS =
      """
      with news as (
        delete from product_news where (product, kind) in (
          select product, kind from product_news order by at limit 500 for update skip locked)
        returning product, kind, at
      )
      insert into timer (visitor, rule, product, due, nominal)
      select distinct on (1, 2, 3) coalesce(a.visitor, e.visitor), r.rule, n.product, n.at, n.at
      from news n join trigger_rule r on r.kind = n.kind
      join event e on e.type = 'track' and e.name in ('Product Viewed', 'Product Added') and e.at > now() - $1::int * interval '1 second'
        and strpos(e.body, '"product":' || to_json(n.product)::text) > 0
      left join alias a on a.anonymous = e.visitor
      order by 1, 2, 3
      on conflict (visitor, rule, product) do update set due = excluded.due, nominal = excluded.nominal, taken = null
      """;
  private static final String TAKE =
      """
      update timer t set taken = $1, due = $2::timestamptz + $3::int * interval '1 second'
      from (select visitor, rule, product from timer where due <= $2 and rule %s '@steps' order by due limit $4 for update skip locked) d
      where (t.visitor, t.rule, t.product) = (d.visitor, d.rule, d.product)
      returning t.visitor, t.rule, t.product, t.nominal
      """;
  private static final String MINE =
      " where visitor = $1 and rule = $2 and product = $3 and taken = $4";
  private static final String DELETE = "delete from timer" + MINE;
  private static final String LATER =
      "update timer set due = $5, nominal = $6, taken = null" + MINE;
  private static final String SEND =
      "with done as (%s returning 1) select webhook_tell($%d, $%d, $%d, $%d::text::jsonb) from done";
  private static final String MOVE =
      """
      with gone as (delete from timer
      """
          + MINE
          + """
             returning rule, product, nominal)
          insert into timer (visitor, rule, product, due, nominal)
          select $5, rule, product, $6, nominal from gone
          on conflict (visitor, rule, product) do nothing
          """;

  private final Pool pool;
  private final LookBack lookBack;

  TimerTable(Pool pool) {
    this.pool = pool;
    this.lookBack = new LookBack(pool, "trigger_rule", "rule", TimerTable::lookBack);
  }

  /** Makes these the triggers; what happened before is left to {@link #lookBack()}. */
  Future<Void> rules(Map<String, Trigger> triggers) {
    int size = triggers.size();
    var rules = new ArrayList<String>(size);
    var kinds = new ArrayList<String>(size);
    var names = new ArrayList<String>(size);
    var distances = new ArrayList<Long>(size);
    var late = new ArrayList<Long>(size);
    triggers.forEach(
        (rule, trigger) -> {
          rules.add(rule);
          kinds.add(trigger.kind().name().toLowerCase(Locale.ROOT));
          names.add(trigger.name());
          distances.add(trigger.distance().toSeconds());
          late.add(trigger.late().toSeconds());
        });
    var all = rules.toArray(String[]::new);
    return pool.withTransaction(
        client ->
            client
                .query("select pg_advisory_xact_lock(hashtext('trigger_rule'))")
                .execute()
                .compose(
                    locked -> client.preparedQuery(FORGET_RULES).execute(Tuple.of((Object) all)))
                .compose(
                    forgotten ->
                        client
                            .preparedQuery(RULES)
                            .execute(
                                Tuple.tuple()
                                    .addArrayOfString(all)
                                    .addArrayOfString(kinds.toArray(String[]::new))
                                    .addArrayOfString(names.toArray(String[]::new))
                                    .addArrayOfLong(distances.toArray(Long[]::new))
                                    .addArrayOfLong(late.toArray(Long[]::new))))
                .mapEmpty());
  }

  /**
   * Sets timers for what happened before a trigger was new.
   *
   * @return whether that is done for all
   */
  Future<Boolean> lookBack() {
    return lookBack.run();
  }

  private static Future<?> lookBack(SqlClient client, List<String> rules) {
    var these = Tuple.of((Object) rules.toArray(String[]::new));
    return client
        .preparedQuery(FORGET_TIMERS)
        .execute(these)
        .compose(forgotten -> client.preparedQuery(LOOK_BACK).execute(these));
  }

  /** Sets timers for whoever looked at a product that changed. */
  Future<Void> news() {
    return pool.query("select from product_news limit 1")
        .execute()
        .compose(
            any ->
                any.size() == 0
                    ? Future.succeededFuture()
                    : pool.preparedQuery(NEWS)
                        .execute(Tuple.of((int) TriggerTimes.INTERESTED.toSeconds()))
                        .mapEmpty());
  }

  /**
   * Takes timers that are due.
   *
   * @param ofSteps those of campaigns of steps, or all others
   */
  Future<List<Timer>> take(UUID token, Instant now, int most, boolean ofSteps) {
    return pool.preparedQuery(TAKE.formatted(ofSteps ? "=" : "<>"))
        .execute(Tuple.of(token, utc(now), (int) HOLD.toSeconds(), most))
        .map(
            rows -> {
              var timers = new ArrayList<Timer>(rows.size());
              for (var row : rows) {
                timers.add(
                    new Timer(
                        row.getString(0),
                        row.getString(1),
                        row.getString(2),
                        row.getOffsetDateTime(3).toInstant()));
              }
              return timers;
            });
  }

  Future<Boolean> delete(Timer timer, UUID token) {
    return one(pool, DELETE, mine(timer, token));
  }

  /** Looks again at another time. */
  Future<Boolean> later(Timer timer, UUID token, Instant due, Instant nominal) {
    return one(
        pool,
        LATER,
        mine(timer, token).addOffsetDateTime(utc(due)).addOffsetDateTime(utc(nominal)));
  }

  /** Gives the timer to the person that its visitor turned out to be. */
  Future<Boolean> move(Timer timer, UUID token, String to, Instant due) {
    return one(pool, MOVE, mine(timer, token).addString(to).addOffsetDateTime(utc(due)));
  }

  /** Tells of it, and ends the timer, at once or not at all. */
  Future<Boolean> send(Timer timer, UUID token, String message, Instant at, String data) {
    return one(
        pool,
        SEND.formatted(DELETE, 5, 6, 7, 8),
        mine(timer, token)
            .addString(TYPE)
            .addString(message)
            .addOffsetDateTime(utc(at))
            .addString(data));
  }

  /** As above; the timer is looked at again later. */
  Future<Boolean> sendAndLookAgain(
      Timer timer, UUID token, Instant again, String message, Instant at, String data) {
    return one(
        pool,
        SEND.formatted(LATER, 7, 8, 9, 10),
        mine(timer, token)
            .addOffsetDateTime(utc(again))
            .addOffsetDateTime(utc(again))
            .addString(TYPE)
            .addString(message)
            .addOffsetDateTime(utc(at))
            .addString(data));
  }

  private static Tuple mine(Timer timer, UUID token) {
    return Tuple.of(timer.visitor(), timer.rule(), timer.product(), token);
  }

  private static Future<Boolean> one(SqlClient client, String sql, Tuple with) {
    return client.preparedQuery(sql).execute(with).map(rows -> rows.rowCount() > 0);
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
