package io.knowfirst.server.learning;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.PastOrders;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Value;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.Listener;
import io.knowfirst.server.store.postgres.Outage;
import io.knowfirst.server.store.postgres.Rounds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that forecasts orders. Once a day one member fits it anew to the profiles of those who
 * may be learned from, and all forecast by what it wrote; a member that starts goes on with that.
 * Nothing is fitted as long as no rule asks for a forecast.
 */
public final class Forecasts {
  private static final Logger LOG = LoggerFactory.getLogger(Forecasts.class);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final long LOOK_MS = TimeUnit.MINUTES.toMillis(1);
  private static final long PAUSE_MS = TimeUnit.MINUTES.toMillis(5);
  private static final long FIRST_MS = TimeUnit.SECONDS.toMillis(20);
  private static final int AT_ONCE = 100;

  private final Outage outage = new Outage(LOG, "Forecasts of orders are not fitted anew");
  private final Vertx vertx;
  private final BuyingModelTable table;
  private final Supplier<RuleBase> rules;
  private final Function<String, Future<Profile>> profiles;
  private final InstantSource clock;
  private final Listener listener;
  private volatile @Nullable BuyingModel model;
  private Future<?> running = Future.succeededFuture();
  private long timer;
  private volatile boolean closed;

  private Forecasts(
      Vertx vertx,
      Database database,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      InstantSource clock) {
    this.vertx = vertx;
    this.table = new BuyingModelTable(database.pool());
    this.rules = rules;
    this.profiles = profiles;
    this.clock = clock;
    this.listener =
        new Listener(
            vertx,
            database.connectOptions(),
            BuyingModelTable.CHANNEL,
            LOOK_MS,
            this::read,
            told -> read());
  }

  /**
   * Forecasts by what was fitted last, and fits from now on.
   *
   * @param rules that decide now
   * @param profiles finds what is known of a visitor
   */
  public static Future<Forecasts> start(
      Vertx vertx,
      Database database,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      InstantSource clock) {
    var forecasts = new Forecasts(vertx, database, rules, profiles, clock);
    forecasts.later(FIRST_MS);
    return forecasts.listener.connect().compose(heard -> forecasts.read()).map(forecasts);
  }

  /** Null as long as nothing can be forecast. */
  public @Nullable BuyingModel now() {
    return model;
  }

  private Future<Void> read() {
    return outage.watch(table.newest().onSuccess(newest -> model = newest.orElse(null)).mapEmpty());
  }

  /** Fits, where that is due; the result is whether there is a new model. */
  Future<Boolean> pass() {
    var base = rules.get();
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var last = model;
    if (!base.keys().asked(Value.class, "")
        || (last != null && last.fitted().isAfter(now.minus(EVERY)))) {
      return Future.succeededFuture(false);
    }
    return table
        .claim(now, now.minus(AGAIN))
        .compose(mine -> mine ? table.customers() : Future.succeededFuture(List.of()))
        .compose(visitors -> orders(visitors, base.folder()))
        .compose(
            orders ->
                vertx
                    .executeBlocking(
                        () -> BuyingModelFit.of(List.copyOf(orders.values()), now), false)
                    .compose(fitted -> keep(fitted, orders.size())));
  }

  private Future<Boolean> keep(Optional<BuyingModel> fitted, int customers) {
    if (fitted.isEmpty() || closed) {
      return Future.succeededFuture(false);
    }
    LOG.info("Forecasts of orders were fitted to {} customers", customers);
    return table.add(fitted.get(), customers).compose(added -> read()).map(true);
  }

  /** By the id that each is known by: a few at a time, as decisions want their share. */
  private Future<Map<String, PastOrders>> orders(List<String> visitors, RuleFolder folder) {
    var orders = new TreeMap<String, PastOrders>();
    return Rounds.run(
            0,
            from -> from < visitors.size() && !closed,
            from -> {
              int to = Math.min(visitors.size(), from + AT_ONCE);
              return add(visitors.subList(from, to), folder, orders).map(to);
            })
        .map(orders);
  }

  private Future<Void> add(List<String> visitors, RuleFolder folder, Map<String, PastOrders> to) {
    var found = visitors.stream().filter(visitor -> !Unproven.is(visitor)).map(profiles).toList();
    return Future.all(found)
        .compose(
            all ->
                vertx.executeBlocking(
                    () -> {
                      all.<Profile>list().forEach(profile -> add(profile, folder, to));
                      return null;
                    },
                    false));
  }

  private void add(Profile profile, RuleFolder folder, Map<String, PastOrders> to) {
    if (profile.isProfiled(folder.profiling(), clock.instant()) && !profile.isErased()) {
      long now = clock.millis();
      PastOrders.of(profile.history(now), ShopClock.at(now, folder.zone()))
          .forEach(orders -> to.put(profile.visitor(), orders));
    }
  }

  private synchronized void later(long pause) {
    if (!closed) {
      timer = vertx.setTimer(pause, now -> next());
    }
  }

  private synchronized void next() {
    if (!closed) {
      running = outage.watch(pass()).onComplete(done -> later(PAUSE_MS));
    }
  }

  /** Stops when the customers that are being read are. */
  public synchronized Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return listener.close().compose(deaf -> running.otherwiseEmpty()).mapEmpty();
  }
}
