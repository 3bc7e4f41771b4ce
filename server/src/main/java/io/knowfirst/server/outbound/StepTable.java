package io.knowfirst.server.outbound;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.OwnEvents;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on visitors who are to be looked at for campaigns of steps. */
final class StepTable {
  /** The rule under which their timers stand, which no rule of an author is called. */
  static final String RULE = "@steps";

  /** How long after the last event visitors are looked at, whether or not they come back. */
  static final int DAYS = 92;

  private static final String TYPE = "step.due";
  private static final String FORGET = "delete from step_campaign where campaign <> all ($1)";
  private static final String ADD =
      "insert into step_campaign (campaign, waits_for) select unnest($1::text[]), %s on conflict do nothing"
          .formatted(LookBack.NEW);

  /** Not all at once, so that other timers have their turn. */
  private static final String LOOK_AT_ALL =
      """
      insert into timer (visitor, rule, due, nominal)
      select visitor, $1, now() + row_number() over (order by visitor) * interval '2 milliseconds', timestamptz 'epoch'
      from (
        select distinct coalesce(a.visitor, e.visitor) as visitor
        from event e left join alias a on a.anonymous = e.visitor
        where e.at > now() - $2::int * interval '1 day') as v
      on conflict (visitor, rule, product) do update set due = least(timer.due, excluded.due)
      """;

  private static final String LOOK =
      """
      insert into timer (visitor, rule, due, nominal) values ($1, $2, $3, timestamptz 'epoch')
      on conflict (visitor, rule, product) do update set due = excluded.due, taken = null
      where timer.taken is not null or timer.due > excluded.due
      """;
  private static final String MINE =
      " where visitor = $1 and rule = $2 and product = '' and taken = $3 returning 1";
  private static final String LATER = "update timer set due = $4, taken = null" + MINE;
  private static final String END = "delete from timer" + MINE + ", $4::timestamptz";
  private static final String COMMIT =
      """
      with mine as (%s), fresh as (
        insert into event (visitor, message_id, type, name, at, received, body, sender)
        select m.visitor, m.message_id, m.type, m.name, m.at, m.received, m.body, 'server'
        from mine, %s
        where not is_erased(m.visitor)
        on conflict do nothing
        returning message_id, seq)
      select message_id, seq, case when message_id = $5 then step_tell('%s', $6, $7, $8::text::jsonb) end as told,
        (select count(*) from mine) as mine
      from fresh
      union all select null, null, null, count(*) from mine
      """;

  private final Pool pool;
  private final LookBack lookBack;

  StepTable(Pool pool) {
    this.pool = pool;
    this.lookBack =
        new LookBack(
            pool,
            "step_campaign",
            "campaign",
            (client, campaigns) -> client.preparedQuery(LOOK_AT_ALL).execute(Tuple.of(RULE, DAYS)));
  }

  /**
   * What is told when the last of the events is stored.
   *
   * @param event the id of that event
   */
  record Telling(String event, String message, String data) {}

  /**
   * What a commit came to.
   *
   * @param mine whether the timer was still this member's
   * @param numbers of the events that were new
   */
  record StepCommit(boolean mine, Map<String, Long> numbers) {}

  /** Makes these the campaigns; who did something before is left to {@link #lookBack()}. */
  Future<Void> campaigns(Collection<String> campaigns) {
    var all = campaigns.toArray(String[]::new);
    return pool.withTransaction(
        client ->
            client
                .query("select pg_advisory_xact_lock(hashtext('step_campaign'))")
                .execute()
                .compose(locked -> client.preparedQuery(FORGET).execute(Tuple.of((Object) all)))
                .compose(done -> client.preparedQuery(ADD).execute(Tuple.of((Object) all)))
                .mapEmpty());
  }

  /**
   * Where a campaign is new, has everybody of late looked at.
   *
   * @return whether that is done for all
   */
  Future<Boolean> lookBack() {
    return lookBack.run();
  }

  /** Has a visitor looked at, at that time at the latest. */
  Future<Void> look(String visitor, Instant due) {
    return pool.preparedQuery(LOOK).execute(Tuple.of(visitor, RULE, utc(due))).mapEmpty();
  }

  /**
   * Stores events, tells of what is sent and sets the timer, at once or not at all.
   *
   * @param due when to look again; null for never
   */
  Future<StepCommit> commit(
      Timer timer,
      UUID token,
      @Nullable Instant due,
      List<Event> events,
      @Nullable Telling telling,
      Instant now) {
    var tuple =
        Tuple.of(timer.visitor(), RULE, token)
            .addOffsetDateTime(utc(due == null ? now : due))
            .addString(telling == null ? "" : telling.event())
            .addString(telling == null ? "" : telling.message())
            .addOffsetDateTime(utc(now))
            .addString(telling == null ? "{}" : telling.data());
    var first = due == null ? END : LATER;
    return pool.preparedQuery(COMMIT.formatted(first, OwnEvents.rows(9), TYPE))
        .execute(OwnEvents.addTo(tuple, events))
        .map(
            rows -> {
              var numbers = new HashMap<String, Long>();
              boolean mine = false;
              for (var row : rows) {
                mine |= row.getLong("mine") > 0;
                if (row.getString("message_id") != null) {
                  numbers.put(row.getString("message_id"), row.getLong("seq"));
                }
              }
              return new StepCommit(mine, numbers);
            });
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
