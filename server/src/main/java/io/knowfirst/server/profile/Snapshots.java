package io.knowfirst.server.profile;

import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots of the profiles of visitors with many events, in the background and for a
 * twentieth of the time at most.
 *
 * <p>A snapshot holds all events up to a number. Numbers are drawn before transactions commit, so
 * one below the highest may yet come: the number is the highest at some moment, and is used once
 * all transactions have ended that had begun a while after it. Whoever deletes events deletes the
 * snapshots that hold them in the same transaction, under a lock; under the same lock a snapshot is
 * kept, if none were deleted since its events were read.
 */
final class Snapshots {
  /**
   * Rises with each change of what is made of events, or of how a profile is written: snapshots of
   * another version are folded anew.
   */
  static final int VERSION = 5;

  /** A snapshot is due when there are so many events since the last. */
  static final int TAIL = 100;

  /** Of so many events one makes its visitor be looked at, which is enough for who has many. */
  private static final int ONE_OF = 32;

  private static final int MOST_WAITING = 20_000;
  private static final int AT_ONCE = 200;
  private static final long PAUSE_MS = 1_000;
  private static final long LONGEST_PAUSE_MS = 60_000;
  private static final int PAUSES = 19;
  private static final int LOOKS = 30;

  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final String HIGHEST =
      "select coalesce(pg_sequence_last_value(pg_get_serial_sequence('event', 'seq')::regclass), 0)";
  private static final String HORIZON =
      "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint";
  private static final String ENDED =
      "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= $1";

  private final Vertx vertx;
  private final Pool pool;
  private final EventPages pages;
  private final Outage outage = new Outage(LOG, "Snapshots of profiles are not written");
  private final Set<String> waiting = new LinkedHashSet<>();
  private boolean running;
  private volatile boolean closed;

  Snapshots(Vertx vertx, Pool pool, EventPages pages) {
    this.vertx = vertx;
    this.pool = pool;
    this.pages = pages;
  }

  /** Looks at the visitor some time, if these events say so. */
  void stored(String root, List<Stored> events) {
    for (var stored : events) {
      if (stored.seq() % ONE_OF == 0) {
        notice(root);
        return;
      }
    }
  }

  /** Looks some time whether a snapshot of the visitor is due. */
  synchronized void notice(String root) {
    if (waiting.size() < MOST_WAITING && waiting.add(root) && !running && !closed) {
      running = true;
      vertx.setTimer(PAUSE_MS, now -> round());
    }
  }

  /** Begins no more; what is under way may fail. */
  void close() {
    closed = true;
  }

  private void round() {
    var roots = take();
    settled()
        .compose(
            seq -> {
              long began = System.nanoTime();
              return write(roots, seq)
                  .map(written -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            })
        .onSuccess(worked -> outage.over())
        .onFailure(
            failure -> {
              if (!closed) {
                outage.failed(failure);
              }
            })
        .otherwise(LONGEST_PAUSE_MS)
        .onSuccess(this::next);
  }

  private synchronized List<String> take() {
    var roots = new ArrayList<String>();
    for (var each = waiting.iterator(); each.hasNext() && roots.size() < AT_ONCE; ) {
      roots.add(each.next());
      each.remove();
    }
    return roots;
  }

  private synchronized void next(long worked) {
    running = !waiting.isEmpty() && !closed;
    if (running) {
      long pause = Math.min(LONGEST_PAUSE_MS, Math.max(PAUSE_MS, PAUSES * worked));
      vertx.setTimer(pause, now -> round());
    }
  }

  /** A number up to which all events are committed, or never will be. */
  Future<Long> settled() {
    return number(HIGHEST)
        .compose(
            seq ->
                vertx
                    .timer(PAUSE_MS, TimeUnit.MILLISECONDS)
                    .compose(waited -> number(HORIZON))
                    .compose(this::ended)
                    .map(all -> seq));
  }

  private Future<Long> number(String query) {
    return pool.query(query).execute().map(rows -> rows.iterator().next().getLong(0));
  }

  private Future<Void> ended(long horizon) {
    var promise = Promise.<Void>promise();
    look(horizon, LOOKS, promise);
    return promise.future();
  }

  private void look(long horizon, int looks, Promise<Void> promise) {
    pool.preparedQuery(ENDED)
        .execute(Tuple.of(horizon))
        .onFailure(promise::fail)
        .onSuccess(
            rows -> {
              if (rows.iterator().next().getBoolean(0)) {
                promise.complete();
              } else if (looks == 0) {
                promise.fail("A transaction has been under way for long.");
              } else {
                vertx.setTimer(PAUSE_MS, again -> look(horizon, looks - 1, promise));
              }
            });
  }

  /** Writes those that are due, as of a number that is {@link #settled}. */
  Future<Void> write(Collection<String> roots, long seq) {
    return SnapshotTable.due(pool, roots, VERSION, TAIL)
        .compose(
            due -> {
              var done = Future.<Void>succeededFuture();
              for (var root : due) {
                done = done.compose(before -> write(root, seq));
              }
              return done;
            });
  }

  /** Writes one, whether it is due or not. */
  Future<Void> write(String root, long seq) {
    return pool.withTransaction(connection -> write(connection, root, seq));
  }

  private Future<Void> write(SqlConnection connection, String root, long seq) {
    return SnapshotTable.deletions(connection)
        .compose(
            before ->
                SnapshotTable.load(connection, root, VERSION, 0)
                    .compose(
                        loaded ->
                            loaded.erased()
                                ? Future.succeededFuture()
                                : pages
                                    .fold(connection, loaded, seq, Long.MAX_VALUE)
                                    .compose(
                                        profile ->
                                            keep(connection, profile, loaded.ids(), seq, before))));
  }

  private Future<Void> keep(
      SqlConnection connection, Profile profile, List<String> ids, long seq, long before) {
    return AdvisoryLock.SNAPSHOTS
        .take(connection)
        .compose(locked -> SnapshotTable.deletions(connection))
        .compose(
            deletions -> {
              if (deletions != before) {
                notice(profile.visitor());
                return Future.succeededFuture();
              }
              return SnapshotTable.save(connection, profile, VERSION, ids, seq);
            });
  }
}
