package io.knowfirst.server.learning;

import io.knowfirst.rules.facts.ChannelModel;
import io.knowfirst.rules.facts.ChannelModel.ChannelRate;
import io.knowfirst.rules.facts.ChannelPreference;
import io.knowfirst.rules.facts.ChannelPreference.Tally;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.Outage;
import io.knowfirst.server.store.postgres.Rounds;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often visitors respond on each channel. Once a day one member fits it anew to the profiles of
 * those who may be learned from; all read what it wrote.
 */
public final class ChannelRates {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelRates.class);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final Duration LOOKING_BACK = Duration.ofDays(180);
  private static final long LOOK_MS = Duration.ofMinutes(1).toMillis();
  private static final int AT_ONCE = 50;

  private final Outage outage = new Outage(LOG, "Rates of channels are not fitted anew");
  private final Vertx vertx;
  private final ChannelRateTable table;
  private final Supplier<RuleFolder> rules;
  private final Function<String, Future<Profile>> profiles;
  private final InstantSource clock;
  private volatile ChannelModel now = ChannelModel.NONE;
  private Future<?> running = Future.succeededFuture();
  private long timer;
  private volatile boolean closed;

  private ChannelRates(
      Vertx vertx,
      Pool pool,
      Supplier<RuleFolder> rules,
      Function<String, Future<Profile>> profiles,
      InstantSource clock) {
    this.vertx = vertx;
    this.table = new ChannelRateTable(pool);
    this.rules = rules;
    this.profiles = profiles;
    this.clock = clock;
  }

  /** Reads what was fitted last, and fits from now on. */
  public static Future<ChannelRates> start(
      Vertx vertx,
      Pool pool,
      Supplier<RuleFolder> rules,
      Function<String, Future<Profile>> profiles,
      InstantSource clock) {
    var rates = new ChannelRates(vertx, pool, rules, profiles, clock);
    rates.later();
    return rates.read().map(rates);
  }

  /** What decisions know of contacts. */
  public ChannelModel now() {
    return now;
  }

  private Future<Void> read() {
    return table.read().onSuccess(model -> now = model).mapEmpty();
  }

  /** Fits, where that is due, and reads what was fitted. */
  Future<Void> pass() {
    var at = clock.instant();
    var folder = rules.get();
    var outbound = folder.channels().outbound().keySet();
    boolean used =
        folder.placements().values().stream().anyMatch(one -> outbound.contains(one.channel()));
    return (used ? table.claim(at, at.minus(EVERY)) : Future.succeededFuture(false))
        .compose(mine -> mine ? fit(folder, at) : Future.succeededFuture())
        .compose(done -> read());
  }

  private Future<Void> fit(RuleFolder folder, Instant at) {
    return table
        .visitors(at.minus(LOOKING_BACK))
        .compose(visitors -> tallies(visitors, folder, at))
        .compose(
            tallies -> {
              var rates = new HashMap<String, ChannelRate>();
              var contacts = new HashMap<String, Long>();
              tallies.forEach(
                  (channel, all) -> {
                    rates.put(channel, ChannelFit.of(all));
                    contacts.put(channel, all.stream().mapToLong(Tally::contacts).sum());
                  });
              return table.keep(rates, contacts, at);
            });
  }

  private Future<Map<String, List<Tally>>> tallies(
      List<String> visitors, RuleFolder folder, Instant at) {
    var tallies = new TreeMap<String, List<Tally>>();
    var seen = new HashSet<String>();
    return Rounds.run(
            0,
            from -> from < visitors.size() && !closed,
            from -> {
              int to = Math.min(visitors.size(), from + AT_ONCE);
              return Future.all(visitors.subList(from, to).stream().map(profiles).toList())
                  .compose(
                      all ->
                          vertx.executeBlocking(
                              () -> {
                                for (var profile : all.<Profile>list()) {
                                  if (seen.add(profile.visitor())
                                      && profile.isProfiled(folder.profiling(), at)) {
                                    add(profile, at.toEpochMilli(), tallies);
                                  }
                                }
                                return to;
                              },
                              false));
            })
        .map(tallies);
  }

  private static void add(Profile profile, long at, Map<String, List<Tally>> to) {
    var history = profile.history(at);
    for (var channel : ChannelPreference.channels(history)) {
      to.computeIfAbsent(channel, c -> new ArrayList<>())
          .add(ChannelPreference.tally(history, channel, at));
    }
  }

  private synchronized void later() {
    if (!closed) {
      timer = vertx.setTimer(LOOK_MS, tick -> next());
    }
  }

  private synchronized void next() {
    if (!closed) {
      running = outage.watch(pass()).onComplete(done -> later());
    }
  }

  /** Stops when the visitors that are being read are. */
  public synchronized Future<Void> close() {
    closed = true;
    vertx.cancelTimer(timer);
    return running.otherwiseEmpty().mapEmpty();
  }
}
