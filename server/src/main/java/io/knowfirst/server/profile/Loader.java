package io.knowfirst.server.profile;

import io.knowfirst.server.profile.SnapshotTable.Loaded;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.StoreBreaker;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Folds profiles from what PostgreSQL holds: the visitor's snapshot, where there is one, and the
 * events since; where these do not tell, or are too many for an event loop, page by page.
 */
final class Loader {
  /** So many at once, as docs/operations.md says. */
  private static final int MOST = 1_000;

  private static final long SECONDS = 3;

  /** Events that an event loop may fold; more of them hold up others. */
  private static final int AT_ONCE = 500;

  /** For so long a visitor is not tried again who took too long. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(20);

  private static final int MOST_PAUSED = 1_000;

  private final Pool pool;
  private final StoreBreaker breaker;
  private final EventPages pages;
  private final Snapshots snapshots;
  private final LoadTurns turns;
  private final ConcurrentHashMap<String, Long> paused = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder loads = new LongAdder();
  private final LongAdder forgotten = new LongAdder();

  Loader(Vertx vertx, Database database) {
    this.pool = database.pool();
    this.breaker = database.breaker();
    this.pages = new EventPages(vertx);
    this.snapshots = new Snapshots(vertx, pool, pages);
    this.turns = new LoadTurns(vertx, SECONDS, this::loadNow);
  }

  Snapshots snapshots() {
    return snapshots;
  }

  /** How many profiles were folded. */
  long loads() {
    return loads.sum();
  }

  /** How many touches and orders they no longer keep. */
  long forgotten() {
    return forgotten.sum();
  }

  /**
   * For a decision: within three seconds, or it fails with {@link ProfileUnavailable}; at once
   * where as many are being loaded as may.
   */
  Future<Profile> load(String visitor) {
    return turns
        .load(visitor)
        .recover(cause -> Future.failedFuture(new ProfileUnavailable(visitor, cause)));
  }

  private Future<Profile> loadNow(String visitor) {
    if (waiting.incrementAndGet() > MOST) {
      waiting.decrementAndGet();
      return Future.failedFuture(
          new StoreUnavailable(
              "%d profiles are being loaded already. Maybe PostgreSQL is slow.".formatted(MOST)));
    }
    return breaker
        .call(
            () ->
                SnapshotTable.load(pool, visitor, Snapshots.VERSION, AT_ONCE + 1)
                    .timeout(SECONDS, TimeUnit.SECONDS))
        .compose(this::folded)
        .onComplete(done -> waiting.decrementAndGet());
  }

  /** How many profiles are being loaded for decisions now. */
  int waiting() {
    return waiting.get();
  }

  /** However long that takes. */
  Future<Profile> read(String visitor) {
    return pool.withTransaction(
            connection ->
                SnapshotTable.load(connection, visitor, Snapshots.VERSION, 0)
                    .compose(
                        loaded -> pages.fold(connection, loaded, Long.MAX_VALUE, Long.MAX_VALUE)))
        .map(this::counted);
  }

  private Future<Profile> folded(Loaded loaded) {
    if (loaded.erased()) {
      return Future.succeededFuture(counted(Profile.erased(loaded.root())));
    }
    if (loaded.tail().size() >= Snapshots.TAIL) {
      snapshots.notice(loaded.root());
    }
    var profile = loaded.tail().size() > AT_ONCE ? null : atOnce(loaded);
    return profile != null ? Future.succeededFuture(counted(profile)) : byPages(loaded);
  }

  private static @Nullable Profile atOnce(Loaded loaded) {
    var fold = loaded.fold();
    if (loaded.snapshot() == null) {
      loaded.tail().forEach(fold::addAnew);
    } else {
      loaded.tail().forEach(fold::addMissing);
    }
    return fold.profile();
  }

  private Future<Profile> byPages(Loaded loaded) {
    var last = paused.get(loaded.root());
    if (last != null && System.nanoTime() - last < PAUSE) {
      return Future.failedFuture(
          new TimeoutException("The visitor's many events are not folded yet."));
    }
    return pool.withTransaction(
            connection ->
                pages.fold(connection, loaded, Long.MAX_VALUE, TimeUnit.SECONDS.toNanos(SECONDS)))
        .timeout(SECONDS, TimeUnit.SECONDS)
        .onFailure(late -> pause(loaded.root()))
        .map(this::counted);
  }

  private void pause(String root) {
    if (paused.size() >= MOST_PAUSED) {
      paused.clear();
    }
    paused.put(root, System.nanoTime());
    snapshots.notice(root);
  }

  private Profile counted(Profile profile) {
    loads.increment();
    forgotten.add(profile.dropped());
    return profile;
  }
}
