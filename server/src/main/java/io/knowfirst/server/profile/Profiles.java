package io.knowfirst.server.profile;

import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.IMap;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.StoreBreaker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Finds profiles: in this member's memory, in another's, or folded anew from PostgreSQL.
 *
 * <p>A load marks the visitor's place first, then asks PostgreSQL, then installs what it folded if
 * the mark is still there. An event is folded after it was committed, and a fold removes the mark.
 * So either the load's query saw the event, or its profile is not kept.
 *
 * <p>Another member that does not answer in time is passed over: the profile is folded from
 * PostgreSQL and not kept. A fold that it has not confirmed yet is known here, so that finds of
 * this member read PostgreSQL until it has; its copies are right again when it answers, or when it
 * is put out of the cluster and its steps are run by who takes its place.
 */
public final class Profiles {
  private static final int ATTEMPTS = 3;
  private static final long LOAD_SECONDS = 3;

  /** Events that an event loop may fold; more of them hold up others. */
  private static final int AT_ONCE = 500;

  private static final long FOUND_MS = 50;
  private static final long SEEN_MS = 500;
  private static final long AGAIN_MS = 1_000;

  private final Vertx vertx;
  private final Pool pool;
  private final StoreBreaker breaker;
  private final LiveProfiles live;
  private final Cluster cluster;
  private final Peers peers;
  private final MapProxyImpl<String, Cached> map;
  private final long member = (long) ThreadLocalRandom.current().nextInt() << 32;
  private final AtomicInteger tokens = new AtomicInteger();
  private final ConcurrentHashMap<String, Promise<Loaded>> loading = new ConcurrentHashMap<>();

  /** Visitors of whom another member has not confirmed folds, and how many. */
  private final ConcurrentHashMap<String, Integer> unseen = new ConcurrentHashMap<>();

  private final LongAdder loads = new LongAdder();
  private final LongAdder folds = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder forgotten = new LongAdder();

  private Profiles(Vertx vertx, Cluster cluster, Database database) {
    this.vertx = vertx;
    this.pool = database.pool();
    this.breaker = database.breaker();
    this.peers = new Peers(cluster.member());
    this.live = cluster.live();
    this.cluster = cluster;
    this.map = (MapProxyImpl<String, Cached>) cluster.profiles();
  }

  public static Profiles open(Vertx vertx, Cluster cluster, Database database) {
    return new Profiles(vertx, cluster, database);
  }

  /**
   * A profile that was loaded.
   *
   * @param kept whether it was the newest when it was put into the cache
   */
  private record Loaded(Profile profile, boolean kept) {}

  /**
   * The visitor's profile, with every event acknowledged before the call; the empty profile for a
   * visitor without events. The profile of an anonymous visitor who is tied to a known one is the
   * known one's. Already complete when this member holds it. Fails with {@link ProfileUnavailable}
   * when it is not cached and PostgreSQL is away.
   */
  public Future<Profile> find(String visitor) {
    var cached = decoded(visitor);
    if (cached instanceof Cached.Alias alias) {
      cached = decoded(alias.visitor());
    }
    return cached instanceof Profile profile
        ? Future.succeededFuture(profile)
        : lookUp(visitor, ATTEMPTS);
  }

  private @Nullable Cached decoded(String visitor) {
    return isUnseen(visitor) ? null : live.get(visitor);
  }

  private boolean isUnseen(String visitor) {
    return !unseen.isEmpty() && unseen.containsKey(visitor);
  }

  private Future<Profile> lookUp(String visitor, int attempts) {
    if (attempts == 0 || isUnseen(visitor) || peers.isSilent(visitor)) {
      return fold(visitor).map(Loaded::profile);
    }
    var step = new Steps.Find(member | Integer.toUnsignedLong(tokens.incrementAndGet()));
    return within(FOUND_MS, visitor, run(visitor, step))
        .transform(
            asked ->
                asked.succeeded()
                    ? found(
                        visitor,
                        Objects.requireNonNull(
                            asked.result() == null ? step.found() : asked.result()),
                        attempts)
                    : fold(visitor).map(Loaded::profile));
  }

  private Future<Profile> found(String visitor, Cached found, int attempts) {
    if (found instanceof Profile profile) {
      return Future.succeededFuture(profile);
    }
    return found instanceof Cached.Alias alias
        ? lookUp(alias.visitor(), attempts - 1)
        : load(visitor, ((Cached.Loading) found).token(), attempts);
  }

  /** Fails when another member does not answer in time, and leaves it alone for a while. */
  private <R> Future<R> within(long millis, String visitor, Future<R> step) {
    return cluster.members() == 1 || step.isComplete()
        ? step
        : step.timeout(millis, TimeUnit.MILLISECONDS)
            .onFailure(
                late -> {
                  if (!step.isComplete()) {
                    peers.wasLate(visitor);
                  }
                });
  }

  /**
   * Joins the load that is under way here, or starts one. Nobody joins after the load began to
   * install, so who joins may take what was kept.
   */
  private Future<Profile> load(String visitor, long token, int attempts) {
    var mine = Promise.<Loaded>promise();
    var other = loading.putIfAbsent(visitor, mine);
    if (other != null) {
      return onContext(other.future())
          .compose(
              loaded ->
                  loaded.kept()
                      ? Future.succeededFuture(loaded.profile())
                      : lookUp(visitor, attempts - 1));
    }
    fold(visitor)
        .onComplete(done -> loading.remove(visitor, mine))
        .compose(loaded -> keep(visitor, token, loaded.profile()))
        .onComplete(mine);
    return onContext(mine.future()).map(Loaded::profile);
  }

  private Future<Loaded> keep(String visitor, long token, Profile profile) {
    if (!profile.visitor().equals(visitor)) {
      return tie(visitor, profile.visitor()).map(new Loaded(profile, false));
    }
    return within(FOUND_MS, visitor, run(visitor, new Steps.Install(token, profile)))
        .otherwise(false)
        .map(installed -> new Loaded(profile, installed));
  }

  /** Folds all events of a visitor, and of all who are tied to the same known one, anew. */
  private Future<Loaded> fold(String visitor) {
    return breaker
        .call(() -> EventTable.load(pool, visitor).timeout(LOAD_SECONDS, TimeUnit.SECONDS))
        .compose(
            rows ->
                rows.size() > AT_ONCE
                    ? vertx.executeBlocking(() -> folded(visitor, rows), false)
                    : Future.succeededFuture(folded(visitor, rows)))
        .recover(cause -> Future.failedFuture(new ProfileUnavailable(visitor, cause)));
  }

  /**
   * The profile as PostgreSQL has it, however long that takes; nothing of it is cached. Whoever
   * decides cannot wait so long, whoever exports can.
   */
  public Future<Profile> read(String visitor) {
    return EventTable.load(pool, visitor)
        .compose(rows -> vertx.executeBlocking(() -> folded(visitor, rows).profile(), false));
  }

  private Loaded folded(String visitor, RowSet<Row> rows) {
    var loaded = EventTable.loaded(visitor, rows);
    loads.increment();
    if (loaded.erased()) {
      return new Loaded(Profile.erased(loaded.root()), false);
    }
    var all = new Fold(Profile.empty(loaded.root())).addAll(loaded.events());
    var profile = Objects.requireNonNull(all.profile());
    forgotten.add(profile.dropped());
    return new Loaded(profile, false);
  }

  /** Folds committed events into the profile of the visitor they count for, where it is cached. */
  Future<Void> fold(String root, List<Stored> events) {
    var step = runThere(root, new Steps.FoldIn(events));
    step.onSuccess(
        outcome -> {
          if (outcome == Steps.FoldIn.FOLDED) {
            folds.add(events.size());
          } else if (outcome == Steps.FoldIn.DROPPED) {
            dropped.increment();
          }
        });
    return seen(root, step);
  }

  /** Makes sure that a cached profile holds events that turned out to be stored already. */
  Future<Void> confirm(String root, List<Stored> events) {
    return seen(root, runThere(root, new Steps.Confirm(events)));
  }

  /**
   * Completes when finds of this member see what the step does. Where it has not ended in time, or
   * failed, they read PostgreSQL until it has, or until what is cached is dropped.
   */
  private Future<Void> seen(String root, Future<?> step) {
    return within(SEEN_MS, root, step)
        .<Void>mapEmpty()
        .recover(
            late -> {
              unseen.merge(root, 1, Integer::sum);
              step.onComplete(
                  done -> {
                    if (done.succeeded()) {
                      becameSeen(root);
                    } else {
                      dropUntilDone(root);
                    }
                  });
              return Future.succeededFuture();
            });
  }

  private void dropUntilDone(String root) {
    runThere(root, new Steps.Drop())
        .onSuccess(done -> becameSeen(root))
        .onFailure(failed -> vertx.setTimer(AGAIN_MS, again -> dropUntilDone(root)));
  }

  private void becameSeen(String root) {
    unseen.computeIfPresent(root, (key, folds) -> folds == 1 ? null : folds - 1);
  }

  /**
   * Makes a committed tie seen: first the known visitor's profile is loaded anew, then the
   * anonymous one's place leads to it.
   */
  Future<Void> tied(String anonymous, String root) {
    var step = run(root, new Steps.Drop()).compose(done -> tie(anonymous, root));
    return Future.all(seen(root, step), seen(anonymous, step)).mapEmpty();
  }

  /** Drops what any member has cached of these ids; the next find loads it. */
  public Future<Void> forget(Collection<String> ids) {
    return Future.join(ids.stream().map(id -> run(id, new Steps.Drop())).toList()).mapEmpty();
  }

  /** Lets go of decoded profiles that other members own now. */
  public void tidy() {
    live.tidy();
  }

  private Future<Void> tie(String anonymous, String root) {
    return run(anonymous, new Steps.Put(new Cached.Alias(root))).mapEmpty();
  }

  /** Completes on the caller's context. */
  private <R> Future<R> run(String visitor, FoldStep<R> step) {
    var context = vertx.getOrCreateContext();
    return run(visitor, step, then -> context.runOnContext(now -> then.run()));
  }

  /** Completes on a thread of Hazelcast, which must not be held up, nor run another step. */
  private <R> Future<R> runThere(String visitor, FoldStep<R> step) {
    return run(visitor, step, Runnable::run);
  }

  /**
   * Runs a step as {@link IMap#submitToKey} does, without the futures that this wraps around: each
   * of them starts a thread to complete in, on a machine of two processors.
   */
  private <R> Future<R> run(String visitor, FoldStep<R> step, Executor executor) {
    var promise = Promise.<R>promise();
    CompletionStage<Data> stage = map.executeOnKeyInternal(visitor, step);
    stage.whenCompleteAsync(
        (result, failure) -> {
          if (failure == null) {
            promise.complete(cluster.<R>decoded(result));
          } else {
            promise.fail(failure);
          }
        },
        executor);
    return promise.future();
  }

  /** Drops what any member has cached. */
  Future<Void> forgetAll() {
    return Future.fromCompletionStage(
        CompletableFuture.runAsync(() -> map.executeOnEntries(new Steps.Drop())),
        vertx.getOrCreateContext());
  }

  private <T> Future<T> onContext(Future<T> future) {
    return Future.fromCompletionStage(future.toCompletionStage(), vertx.getOrCreateContext());
  }

  public Stats stats() {
    var local = map.getLocalMapStats();
    return new Stats(
        local.getOwnedEntryCount(),
        local.getOwnedEntryMemoryCost(),
        live.size(),
        live.weight(),
        loads.sum(),
        folds.sum(),
        dropped.sum(),
        forgotten.sum());
  }

  /**
   * Counts since the start, of this member.
   *
   * @param cached profiles this member owns now
   * @param bytes they take now
   * @param live decoded profiles this member holds now
   * @param liveBytes they take now, about
   * @param loads profiles folded anew from PostgreSQL
   * @param folds events folded into cached profiles
   * @param dropped cached profiles dropped because a fold could not tell
   * @param forgotten touches and orders that the profiles folded anew no longer keep
   */
  public record Stats(
      long cached,
      long bytes,
      long live,
      long liveBytes,
      long loads,
      long folds,
      long dropped,
      long forgotten) {}
}
