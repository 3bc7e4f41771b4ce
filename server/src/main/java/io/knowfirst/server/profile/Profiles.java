package io.knowfirst.server.profile;

import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.IMap;
import com.hazelcast.map.impl.proxy.MapProxyImpl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Finds profiles: in this member's memory, in another's, or folded anew from PostgreSQL.
 *
 * <p>A load marks the visitor's place first, then asks PostgreSQL, then installs what it folded if
 * the mark is still there. An event is folded after it was committed, and a fold removes the mark.
 * So either the load's query saw the event, or its profile is not kept.
 */
public final class Profiles {
  private static final int ATTEMPTS = 3;
  private static final long LOAD_SECONDS = 3;

  private final Vertx vertx;
  private final Pool pool;
  private final LiveProfiles live;
  private final Cluster cluster;
  private final MapProxyImpl<String, Cached> map;
  private final long member = (long) ThreadLocalRandom.current().nextInt() << 32;
  private final AtomicInteger tokens = new AtomicInteger();
  private final ConcurrentHashMap<String, Promise<Loaded>> loading = new ConcurrentHashMap<>();
  private final LongAdder loads = new LongAdder();
  private final LongAdder folds = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder forgotten = new LongAdder();

  private Profiles(Vertx vertx, Cluster cluster, Pool pool) {
    this.vertx = vertx;
    this.pool = pool;
    this.live = cluster.live();
    this.cluster = cluster;
    this.map = (MapProxyImpl<String, Cached>) cluster.profiles();
  }

  public static Profiles open(Vertx vertx, Cluster cluster, Pool pool) {
    return new Profiles(vertx, cluster, pool);
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
    var cached = live.get(visitor);
    if (cached instanceof Cached.Alias alias) {
      cached = live.get(alias.visitor());
    }
    return cached instanceof Profile profile
        ? Future.succeededFuture(profile)
        : lookUp(visitor, ATTEMPTS);
  }

  private Future<Profile> lookUp(String visitor, int attempts) {
    if (attempts == 0) {
      return fold(visitor).map(Loaded::profile);
    }
    var step = new Steps.Find(member | Integer.toUnsignedLong(tokens.incrementAndGet()));
    return run(visitor, step)
        .map(returned -> Objects.requireNonNull(returned == null ? step.found() : returned))
        .compose(
            found -> {
              if (found instanceof Profile profile) {
                return Future.succeededFuture(profile);
              }
              return found instanceof Cached.Alias alias
                  ? lookUp(alias.visitor(), attempts)
                  : load(visitor, ((Cached.Loading) found).token(), attempts);
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
    return run(visitor, new Steps.Install(token, profile))
        .map(installed -> new Loaded(profile, installed));
  }

  /** Folds all events of a visitor, and of all who are tied to the same known one, anew. */
  private Future<Loaded> fold(String visitor) {
    return EventTable.load(pool, visitor)
        .timeout(LOAD_SECONDS, TimeUnit.SECONDS)
        .map(
            loaded -> {
              loads.increment();
              if (loaded.erased()) {
                return new Loaded(Profile.erased(loaded.root()), false);
              }
              var all = new Fold(Profile.empty(loaded.root())).addAll(loaded.events());
              var profile = Objects.requireNonNull(all.profile());
              forgotten.add(profile.dropped());
              return new Loaded(profile, false);
            })
        .recover(cause -> Future.failedFuture(new ProfileUnavailable(visitor, cause)));
  }

  /** Folds committed events into the profile of the visitor they count for, where it is cached. */
  Future<Void> fold(String root, List<Stored> events) {
    return runThere(root, new Steps.FoldIn(events))
        .map(
            outcome -> {
              if (outcome == Steps.FoldIn.FOLDED) {
                folds.add(events.size());
              } else if (outcome == Steps.FoldIn.DROPPED) {
                dropped.increment();
              }
              return null;
            });
  }

  /** Makes sure that a cached profile holds events that turned out to be stored already. */
  Future<Void> confirm(String root, List<Stored> events) {
    return runThere(root, new Steps.Confirm(events)).mapEmpty();
  }

  /**
   * Makes a committed tie seen: first the known visitor's profile is loaded anew, then the
   * anonymous one's place leads to it.
   */
  Future<Void> tied(String anonymous, String root) {
    return run(root, new Steps.Drop()).compose(done -> tie(anonymous, root));
  }

  /** Drops what any member has cached of these ids; the next find loads it. */
  public Future<Void> forget(Collection<String> ids) {
    return Future.join(ids.stream().map(id -> run(id, new Steps.Drop())).toList()).mapEmpty();
  }

  private Future<Void> tie(String anonymous, String root) {
    return run(anonymous, new Steps.Put(new Cached.Alias(root))).mapEmpty();
  }

  /** Completes on the caller's context. */
  private <R> Future<R> run(String visitor, Step<R> step) {
    var context = vertx.getOrCreateContext();
    return run(visitor, step, then -> context.runOnContext(now -> then.run()));
  }

  /** Completes on a thread of Hazelcast, which must not be held up, nor run another step. */
  private <R> Future<R> runThere(String visitor, Step<R> step) {
    return run(visitor, step, Runnable::run);
  }

  /**
   * Runs a step as {@link IMap#submitToKey} does, without the futures that this wraps around: each
   * of them starts a thread to complete in, on a machine of two processors.
   */
  private <R> Future<R> run(String visitor, Step<R> step, Executor executor) {
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

  private <T> Future<T> onContext(Future<T> future) {
    return Future.fromCompletionStage(future.toCompletionStage(), vertx.getOrCreateContext());
  }

  public Stats stats() {
    var local = map.getLocalMapStats();
    return new Stats(
        local.getOwnedEntryCount(),
        local.getOwnedEntryMemoryCost(),
        live.size(),
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
   * @param loads profiles folded anew from PostgreSQL
   * @param folds events folded into cached profiles
   * @param dropped cached profiles dropped because a fold could not tell
   * @param forgotten touches and orders that the profiles folded anew no longer keep
   */
  public record Stats(
      long cached, long bytes, long live, long loads, long folds, long dropped, long forgotten) {}
}
