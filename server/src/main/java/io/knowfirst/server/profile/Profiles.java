package io.knowfirst.server.profile;

import io.knowfirst.server.store.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
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
public final class Profiles implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final long FOUND_MS = 50;

  private final Vertx vertx;
  private final LiveProfiles live;
  private final ProfileMap map;
  private final Standstill standstill;
  private final Unseen unseen;
  private final Loader loader;
  private final Reservations reservations;
  private final long member = (long) ThreadLocalRandom.current().nextInt() << 32;
  private final AtomicInteger tokens = new AtomicInteger();
  private final ConcurrentHashMap<String, Promise<Loaded>> loading = new ConcurrentHashMap<>();

  private final LongAdder folds = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  private Profiles(Vertx vertx, Cluster cluster, Database database) {
    this.vertx = vertx;
    this.live = cluster.live();
    this.map = new ProfileMap(vertx, cluster);
    this.standstill = Standstill.watch(cluster::expected);
    this.unseen = new Unseen(vertx, map, () -> standstill.isInDoubt() || cluster.isSettling());
    this.loader = new Loader(vertx, database);
    this.reservations = new Reservations(vertx, cluster, standstill);
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
    return unseen.holds(visitor) ? null : live.get(visitor);
  }

  private Future<Profile> lookUp(String visitor, int attempts) {
    if (attempts == 0 || unseen.holds(visitor) || map.isSilent(visitor)) {
      return loader.load(visitor);
    }
    var step = new Steps.Find(member | Integer.toUnsignedLong(tokens.incrementAndGet()));
    return map.within(FOUND_MS, visitor, map.run(visitor, step))
        .transform(
            asked ->
                asked.succeeded() && !unseen.holds(visitor)
                    ? found(
                        visitor,
                        Objects.requireNonNull(
                                asked.result() == null ? step.found() : asked.result())
                            .unpacked(),
                        attempts)
                    : loader.load(visitor));
  }

  private Future<Profile> found(String visitor, Cached found, int attempts) {
    if (found instanceof Profile profile) {
      return Future.succeededFuture(profile);
    }
    return found instanceof Cached.Alias alias
        ? lookUp(alias.visitor(), attempts - 1)
        : load(visitor, ((Cached.Loading) found).token(), attempts);
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
    loader
        .load(visitor)
        .onComplete(done -> loading.remove(visitor, mine))
        .compose(profile -> keep(visitor, token, profile))
        .onComplete(mine);
    return onContext(mine.future()).map(Loaded::profile);
  }

  private Future<Loaded> keep(String visitor, long token, Profile profile) {
    if (!profile.visitor().equals(visitor)) {
      return map.within(FOUND_MS, visitor, tie(visitor, profile.visitor()))
          .transform(tied -> Future.succeededFuture(new Loaded(profile, false)));
    }
    return map.within(FOUND_MS, visitor, map.run(visitor, new Steps.Install(token, profile)))
        .otherwise(false)
        .map(installed -> new Loaded(profile, installed));
  }

  /**
   * The profile as PostgreSQL has it, however long that takes; nothing of it is cached. Whoever
   * decides cannot wait so long, whoever exports can.
   */
  public Future<Profile> read(String visitor) {
    return loader.read(visitor);
  }

  /** Folds committed events into the profile of the visitor they count for, where it is cached. */
  Future<Void> fold(String root, List<Stored> events) {
    loader.snapshots().stored(root, events);
    var step = map.runThere(root, new Steps.FoldIn(events));
    step.onSuccess(
        outcome -> {
          if (outcome == Steps.FoldIn.FOLDED) {
            folds.add(events.size());
          } else if (outcome == Steps.FoldIn.DROPPED) {
            dropped.increment();
          }
        });
    return unseen.until(root, step);
  }

  /** Makes sure that a cached profile holds events that turned out to be stored already. */
  Future<Void> confirm(String root, List<Stored> events) {
    return unseen.until(root, map.runThere(root, new Steps.Confirm(events)));
  }

  /**
   * Makes a committed tie seen: first the known visitor's profile is loaded anew, then the
   * anonymous one's place leads to it.
   */
  Future<Void> tied(String anonymous, String root) {
    var step = map.run(root, new Steps.Drop()).compose(done -> tie(anonymous, root));
    return Future.all(unseen.until(root, step), unseen.until(anonymous, step)).mapEmpty();
  }

  /** Drops what any member has cached of these ids; the next find loads it. */
  public Future<Void> forget(Collection<String> ids) {
    ids.forEach(loader.snapshots()::notice);
    var dropped = Future.join(ids.stream().map(id -> map.run(id, new Steps.Drop())).toList());
    return Future.join(dropped, reservations.forget(ids)).mapEmpty();
  }

  /** What decisions have taken of the limits of visitors. */
  public Reservations reservations() {
    return reservations;
  }

  /** Works no more in the background; finds go on. */
  @Override
  public void close() {
    standstill.close();
    loader.snapshots().close();
  }

  /** Lets go of decoded profiles that other members own now, and of what profiles share. */
  public void tidy() {
    live.tidy();
    Shared.forget();
  }

  private Future<Void> tie(String anonymous, String root) {
    return map.run(anonymous, new Steps.Put(new Cached.Alias(root))).mapEmpty();
  }

  /** Drops what any member has cached. */
  Future<Void> forgetAll() {
    return map.dropAll();
  }

  private <T> Future<T> onContext(Future<T> future) {
    return Future.fromCompletionStage(future.toCompletionStage(), vertx.getOrCreateContext());
  }

  Loader loader() {
    return loader;
  }

  /** Profiles that are being folded from PostgreSQL now. */
  public int loading() {
    return loader.waiting();
  }

  public Stats stats() {
    var local = map.stats();
    return new Stats(
        local.getOwnedEntryCount(),
        local.getOwnedEntryMemoryCost(),
        live.size(),
        live.weight(),
        loader.loads(),
        folds.sum(),
        dropped.sum(),
        loader.forgotten());
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
