package io.knowfirst.server.visitor;

import io.knowfirst.server.decide.DecisionLog;
import io.knowfirst.server.store.journal.JournalTable;
import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.knowfirst.server.store.postgres.Outage;
import io.knowfirst.server.store.postgres.Rounds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes events and logged decisions that are older than they are to be kept, and lets profiles be
 * folded without them. One member at a time does it. What ends a visitor's cookies and tokens is
 * kept until none of them could be valid any more.
 */
public final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final long EVERY_MS = TimeUnit.HOURS.toMillis(1);
  private static final long FIRST_MS = TimeUnit.MINUTES.toMillis(1);
  private static final Duration PROOFS_VALID = Duration.ofDays(366);

  /** As in the statement, where it stands so that the planner knows it. */
  private static final int BATCH = 5_000;

  private static final String SINCE =
      """
      insert into installation as i (name, value) values ('events-since', $1)
      on conflict (name) do update set value = excluded.value
      where i.value::timestamptz < excluded.value::timestamptz
      """;
  private static final String DELETE =
      """
      delete from event e using (
        select visitor, message_id from event
        where at < $1 and at < case
          when type = 'reset' then $2::timestamptz
          when type = 'consent' then $3::timestamptz
          when type = 'track' and name like 'Order %' then $5::timestamptz
          else $4::timestamptz end
        order by at limit 5000) as old
      where e.visitor = old.visitor and e.message_id = old.message_id
      returning coalesce((select a.visitor from alias a where a.anonymous = e.visitor), e.visitor)
      """;

  private static final String RELEARN =
      "update learned_from set due = true where visitor = any ($1::text[])";

  /** Also of ids that are the visitor's by now. */
  private static final String DROP_SNAPSHOTS =
      """
      delete from profile_snapshot where visitor = any ($1::text[])
        or visitor in (select anonymous from alias where visitor = any ($1::text[]))
      """;

  private final Outage outage = new Outage(LOG, "Old events are not deleted");
  private final Vertx vertx;
  private final Pool pool;
  private final JournalTable decisions;
  private final Function<Collection<String>, Future<Void>> forget;
  private final KeptFor kept;
  private final InstantSource clock;
  private Future<Integer> running = Future.succeededFuture(0);
  private long timer;
  private volatile boolean closed;

  /**
   * @param forget drops what members have cached of these visitors
   * @param kept how long each kind of data is
   */
  public Retention(
      Vertx vertx,
      Pool pool,
      Function<Collection<String>, Future<Void>> forget,
      KeptFor kept,
      InstantSource clock) {
    this.vertx = vertx;
    this.pool = pool;
    this.decisions = new JournalTable(pool, DecisionLog.TABLE);
    this.forget = forget;
    this.kept = kept;
    this.clock = clock;
  }

  /** Deletes every hour from now on. */
  public Retention start() {
    timer = vertx.setTimer(FIRST_MS, first -> next());
    return this;
  }

  private synchronized void next() {
    if (!closed) {
      running =
          outage
              .watch(run())
              .otherwise(0)
              .onComplete(done -> timer = vertx.setTimer(EVERY_MS, again -> next()));
    }
  }

  /** Deletes all that is old now; the result is the number of events. */
  public Future<Integer> run() {
    var now = clock.instant();
    var before = kept.eventsBefore(now);
    return decisions
        .purge(KeptFor.before(kept.decisions(), now).getEpochSecond())
        .compose(purged -> batches(before))
        .onSuccess(
            number -> {
              if (number > 0) {
                LOG.info("{} events from before {} deleted", number, before);
              }
            });
  }

  private Future<Integer> batches(Instant before) {
    return Rounds.run(
            new Deletion(0, true),
            Deletion::more,
            soFar -> batch(before).map(deleted -> soFar.and(deleted.events(), closed)))
        .map(Deletion::events);
  }

  private record Deletion(int events, boolean more) {
    Deletion and(int deleted, boolean closed) {
      return new Deletion(events + deleted, deleted >= BATCH && !closed);
    }
  }

  private Future<Deleted> batch(Instant before) {
    return pool.withTransaction(connection -> batch(connection, before))
        .compose(deleted -> forget.apply(deleted.visitors()).map(deleted));
  }

  private record Deleted(int events, Set<String> visitors) {}

  private Future<Deleted> batch(SqlConnection connection, Instant before) {
    return AdvisoryLock.RETENTION
        .tryToTake(connection)
        .compose(
            locked ->
                locked
                    ? connection
                        .preparedQuery(SINCE)
                        .execute(Tuple.of(before.toString()))
                        .compose(marked -> AdvisoryLock.SNAPSHOTS.take(connection))
                        .compose(alone -> delete(connection, before))
                    : Future.succeededFuture(new Deleted(0, Set.of())));
  }

  private Future<Deleted> delete(SqlConnection connection, Instant before) {
    var now = clock.instant();
    var behaviour = KeptFor.before(kept.behaviour(), now);
    var proofless = now.minus(PROOFS_VALID);
    var resets = behaviour.isBefore(proofless) ? behaviour : proofless;
    return connection
        .preparedQuery(DELETE)
        .execute(
            Tuple.of(
                at(before),
                at(resets),
                at(KeptFor.before(kept.consents(), now)),
                at(behaviour),
                at(KeptFor.before(kept.orders(), now))))
        .map(
            rows -> {
              var visitors = new HashSet<String>();
              rows.forEach(row -> visitors.add(row.getString(0)));
              return new Deleted(rows.rowCount(), visitors);
            })
        .compose(
            deleted -> {
              var visitors = Tuple.of((Object) deleted.visitors().toArray(String[]::new));
              return connection
                  .preparedQuery(RELEARN)
                  .execute(visitors)
                  .compose(due -> connection.preparedQuery(DROP_SNAPSHOTS).execute(visitors))
                  .map(deleted);
            });
  }

  private static OffsetDateTime at(Instant moment) {
    return moment.atOffset(ZoneOffset.UTC);
  }

  /** Stops when the batch that is being deleted is committed. */
  public synchronized Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return running.otherwise(0).mapEmpty();
  }
}
