package io.knowfirst.server.visitor;

import io.knowfirst.server.store.journal.JournalTable;
import io.knowfirst.server.store.postgres.Rounds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases a visitor, in an order in which it can be cut off anywhere and done again:
 *
 * <ol>
 *   <li>Tombstones of all ids are committed while nobody stores events: nothing new is stored.
 *   <li>Cached profiles are dropped on every member: new decisions are kept without the visitor.
 *       Members hear of the tombstones and let go of whatever else they hold.
 *   <li>What members have yet to write of earlier decisions is waited for.
 *   <li>Chunks are rewritten without the visitor's entries, others' events without their ids.
 *   <li>Events are deleted in steps, so that nobody waits for long for the locks that this takes.
 *   <li>What is left of rows is deleted, the ties of the ids among them, by which all of this finds
 *       the ids.
 *   <li>Members let go again, of what they read of those rows meanwhile.
 * </ol>
 */
final class Erasure {
  private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);

  /** Within this, decisions end that began with the profile. */
  private static final long DECIDED_MILLIS = 1_000;

  /** Within this, other members have written the decisions of those as well. */
  private static final long OTHERS_WRITE_MILLIS = 4_000;

  private static final int EVENTS_AT_ONCE = 5_000;

  private final Vertx vertx;
  private final Pool pool;
  private final Function<Collection<String>, Future<Void>> forget;
  private final Supplier<Future<?>> flush;
  private final Runnable memory;
  private final BooleanSupplier alone;
  private final JournalTable decisions;
  private final JournalTable recordings;

  Erasure(
      Vertx vertx,
      Pool pool,
      Function<Collection<String>, Future<Void>> forget,
      Supplier<Future<?>> flush,
      Runnable memory,
      BooleanSupplier alone,
      JournalTable decisions,
      JournalTable recordings) {
    this.vertx = vertx;
    this.pool = pool;
    this.forget = forget;
    this.flush = flush;
    this.memory = memory;
    this.alone = alone;
    this.decisions = decisions;
    this.recordings = recordings;
  }

  /**
   * @param key public id of the key by which it was asked for
   */
  Future<Erased> erase(String id, String key) {
    return pool.withTransaction(connection -> ErasureTable.close(connection, id))
        .map(VisitorTable::texts)
        .compose(ids -> erase(ids).compose(erased -> audit(ids[0], key, erased)));
  }

  private Future<Erased> erase(String[] ids) {
    var all = Set.of(ids);
    return forget
        .apply(all)
        .compose(dropped -> written())
        .compose(written -> new Chunks(decisions, all).remove())
        .compose(
            logged ->
                new Chunks(recordings, all)
                    .remove()
                    .compose(recorded -> rows(ids).map(erased -> erased.with(logged, recorded))))
        .compose(erased -> forget.apply(List.of(ids)).map(erased))
        .compose(erased -> Forgetting.tell(pool).map(erased))
        .onSuccess(erased -> memory.run());
  }

  private Future<Void> written() {
    return vertx
        .timer(alone.getAsBoolean() ? DECIDED_MILLIS : OTHERS_WRITE_MILLIS)
        .compose(waited -> flush.get())
        .mapEmpty();
  }

  private Future<Erased> rows(String[] ids) {
    return ErasureTable.eraseMentions(pool, ids)
        .compose(done -> ErasureTable.eraseForced(pool, ids))
        .compose(
            done -> pool.withTransaction(connection -> ErasureTable.eraseCounted(connection, ids)))
        .compose(
            exposures ->
                events(ids)
                    .compose(
                        events ->
                            pool.withTransaction(connection -> ErasureTable.erase(connection, ids))
                                .map(erased -> erased.after(events, exposures))));
  }

  private Future<Integer> events(String[] ids) {
    return Rounds.run(
            new ErasedEvents(0, EVENTS_AT_ONCE),
            deleted -> deleted.last() == EVENTS_AT_ONCE,
            soFar ->
                pool.withTransaction(
                        connection -> ErasureTable.eraseEvents(connection, ids, EVENTS_AT_ONCE))
                    .map(last -> new ErasedEvents(soFar.all() + last, last)))
        .map(ErasedEvents::all);
  }

  /**
   * Events deleted so far.
   *
   * @param last in the last step
   */
  private record ErasedEvents(int all, int last) {}

  private Future<Erased> audit(String root, String key, Erased erased) {
    return ErasureTable.hash(pool, root)
        .map(
            hash -> {
              LOG.info(
                  "Visitor erased by key {}: {}, tombstone {}", key, erased, hash.substring(0, 16));
              return erased;
            });
  }
}
