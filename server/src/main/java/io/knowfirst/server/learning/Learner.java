package io.knowfirst.server.learning;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Trending;
import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.Recommendation.Sort;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.learning.TrendTable.Seen;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns what visitors view and buy together, and what trends, in the background; of all members of
 * a cluster one does it at a time, and all read what it wrote. Whoever sent an event is learned
 * from anew: what was learned from them before is taken back, so the sums are those of what
 * visitors are known for now, in whatever order and however often their events came. Nothing is
 * learned as long as no content or rule in force asks for it.
 */
public final class Learner {
  private static final Logger LOG = LoggerFactory.getLogger(Learner.class);
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final Duration KEPT = Duration.ofDays(180);
  private static final long PAUSE_MS = 10_000;

  private final Outage outage = new Outage(LOG, "Nothing is learned for recommendations");
  private final Vertx vertx;
  private final Pool pool;
  private final Supplier<RuleFolder> rules;
  private final BooleanSupplier trends;
  private final Function<String, Future<Profile>> profiles;
  private final InstantSource clock;
  private final Duration settled;
  private Future<?> running = Future.succeededFuture();
  private long timer;
  private boolean closed;

  /**
   * @param trends whether a rule asks what trends
   * @param settled how old an event is when all with a lower number are committed
   */
  Learner(
      Vertx vertx,
      Pool pool,
      Supplier<RuleFolder> rules,
      BooleanSupplier trends,
      Function<String, Future<Profile>> profiles,
      InstantSource clock,
      Duration settled) {
    this.vertx = vertx;
    this.pool = pool;
    this.rules = rules;
    this.trends = trends;
    this.profiles = profiles;
    this.clock = clock;
    this.settled = settled;
  }

  /**
   * Starts learning.
   *
   * @param rules that decide now
   * @param profiles finds what is known of a visitor
   */
  public static Learner start(
      Vertx vertx,
      Pool pool,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      InstantSource clock) {
    var learner =
        new Learner(
            vertx,
            pool,
            () -> rules.get().folder(),
            () -> rules.get().keys().any(Trending.class),
            profiles,
            clock,
            SETTLED);
    learner.later();
    return learner;
  }

  /** Learns from one batch of events; the result is whether there may be more. */
  Future<Boolean> pass() {
    var folder = rules.get();
    return pool.withTransaction(
        connection ->
            AdvisoryLock.LEARNING
                .tryToTake(connection)
                .compose(
                    locked -> locked ? pass(connection, folder) : Future.succeededFuture(false)));
  }

  private Future<Boolean> pass(SqlConnection connection, RuleFolder folder) {
    var old = clock.instant().minus(KEPT);
    return LearnedTable.forgetBefore(connection, old)
        .compose(
            forgotten ->
                isAsked(folder) || trends.getAsBoolean()
                    ? learn(connection, folder.profiling())
                    : Future.succeededFuture(forgotten >= LearnedTable.AT_ONCE));
  }

  private Future<Boolean> learn(SqlConnection connection, String purpose) {
    return LearnedTable.due(connection)
        .compose(due -> learn(connection, purpose, due))
        .compose(learned -> LearnedTable.next(connection, clock.instant().minus(settled)))
        .compose(
            batch ->
                learn(connection, purpose, batch.visitors())
                    .compose(learned -> LearnedTable.reached(connection, batch.reached()))
                    .compose(reached -> TrendTable.count(connection, clock.instant()))
                    .map(batch.more()));
  }

  private Future<?> learn(SqlConnection connection, String purpose, Map<String, Boolean> visitors) {
    var found = new HashMap<String, Future<Profile>>();
    visitors
        .keySet()
        .forEach(
            visitor -> {
              if (!Unproven.is(visitor)) {
                found.put(visitor, profiles.apply(visitor));
              }
            });
    // Whose profile cannot be read now has another turn: nobody else waits for it.
    return Future.join(List.copyOf(found.values()))
        .otherwiseEmpty()
        .compose(
            all ->
                vertx.executeBlocking(
                    () -> Share.of(found, visitors, purpose, clock.instant()), false))
        .compose(
            share ->
                LearnedTable.learn(connection, share.baskets(), share.bots())
                    .compose(learned -> TrendTable.see(connection, share.seen()))
                    .compose(seen -> LearnedTable.relearn(connection, share.late())));
  }

  /**
   * What visitors add.
   *
   * @param baskets by visitor
   * @param seen what they viewed and searched for of late, by visitor
   * @param bots of whom nothing is learned
   * @param late whose profile could not be read
   */
  private record Share(
      Map<String, String> baskets,
      Map<String, List<Seen>> seen,
      Set<String> bots,
      Set<String> late) {
    static Share of(
        Map<String, Future<Profile>> found,
        Map<String, Boolean> visitors,
        String purpose,
        Instant now) {
      var share = new Share(new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashSet<>());
      found.forEach(
          (visitor, profile) -> {
            if (profile.failed()) {
              share.late.add(visitor);
              return;
            }
            var root = profile.result().visitor();
            // Who signed in is learned from once, under the id that they are known by.
            share.baskets.putIfAbsent(visitor, LearnedBaskets.NONE);
            share.baskets.put(root, LearnedBaskets.of(profile.result(), purpose, now));
            share.seen.putIfAbsent(visitor, List.of());
            share.seen.put(root, TrendTable.of(profile.result(), purpose, now));
            if (Boolean.TRUE.equals(visitors.get(visitor))) {
              share.bots.add(visitor);
              share.bots.add(root);
            }
          });
      share.bots.forEach(bot -> share.seen.put(bot, List.of()));
      return share;
    }
  }

  private static boolean isAsked(RuleFolder folder) {
    return folder.contents().values().stream().anyMatch(Learner::isLearned);
  }

  private static boolean isLearned(Content content) {
    var products = content.products();
    var recommend = products == null ? null : products.recommend();
    return recommend != null && recommend.uses(Sort.LEARNED);
  }

  private synchronized void later() {
    if (!closed) {
      timer = vertx.setTimer(PAUSE_MS, now -> next());
    }
  }

  private synchronized void next() {
    if (closed) {
      return;
    }
    running =
        outage
            .watch(pass())
            .onSuccess(
                more -> {
                  if (more) {
                    vertx.runOnContext(now -> next());
                  } else {
                    later();
                  }
                })
            .onFailure(failure -> later());
  }

  /** Stops when the batch that is being learned from is committed. */
  public synchronized Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return running.otherwiseEmpty().mapEmpty();
  }
}
