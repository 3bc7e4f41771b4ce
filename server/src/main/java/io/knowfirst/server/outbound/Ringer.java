package io.knowfirst.server.outbound;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.server.decide.Addressee;
import io.knowfirst.server.decide.ContactDecision;
import io.knowfirst.server.decide.Outbound;
import io.knowfirst.server.decide.OutboundMoment;
import io.knowfirst.server.decide.TriggerTimes;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.Outage;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after timers, on every member. Whoever takes a timer decides for its visitor, and what is
 * sent is told in the statement that ends the timer: a member that dies leaves it to the others,
 * and none is told of twice. A timer only says when to look; whether it is time, the profile says.
 */
public final class Ringer {
  private static final Logger LOG = LoggerFactory.getLogger(Ringer.class);
  private static final long PAUSE_MS = 500;
  private static final int AT_ONCE = 20;

  /** Where a day is further away than occasions are looked for. */
  private static final Duration NEXT_LOOK = Duration.ofDays(30);

  private final Outage outage = new Outage(LOG, "Triggers do not ring");
  private final TimerTable table;
  private final Outbound outbound;
  private final Supplier<RuleBase> rules;
  private final Function<String, Future<Profile>> profiles;
  private final Function<TriggerMessage, String> words;
  private final InstantSource clock;
  private final MeterRegistry metrics;
  private final ScheduledExecutorService thread;
  private String known = "";
  private Map<String, Trigger> triggers = Map.of();
  private volatile boolean closed;

  private Ringer(
      Pool pool,
      Outbound outbound,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      Function<TriggerMessage, String> words,
      InstantSource clock,
      MeterRegistry metrics) {
    this.table = new TimerTable(pool);
    this.outbound = outbound;
    this.rules = rules;
    this.profiles = profiles;
    this.words = words;
    this.clock = clock;
    this.metrics = metrics;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              var one = new Thread(task, "triggers");
              one.setDaemon(true);
              return one;
            });
  }

  /**
   * Looks from now on.
   *
   * @param profiles reads what is known of a visitor, past the cache
   * @param words a message as JSON
   */
  public static Ringer start(
      Pool pool,
      Outbound outbound,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      Function<TriggerMessage, String> words,
      InstantSource clock,
      MeterRegistry metrics) {
    var ringer = new Ringer(pool, outbound, rules, profiles, words, clock, metrics);
    ringer.thread.scheduleWithFixedDelay(ringer::look, PAUSE_MS, PAUSE_MS, TimeUnit.MILLISECONDS);
    return ringer;
  }

  /** Stops after the timer under way; what was taken is left to whoever starts next. */
  public void close() {
    closed = true;
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("A trigger is still under way");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      var base = rules.get();
      if (!base.hash().equals(known)) {
        triggers = triggers(base);
        await(table.rules(triggers));
        known = base.hash();
      }
      await(table.news());
      List<Timer> taken;
      do {
        var token = UUID.randomUUID();
        taken = await(table.take(token, clock.instant(), AT_ONCE));
        for (var timer : taken) {
          if (!closed) {
            count(ring(timer, token, base));
          }
        }
      } while (taken.size() == AT_ONCE && !closed);
      outage.over();
    } catch (CompletionException failed) {
      outage.failed(Objects.requireNonNullElse(failed.getCause(), failed));
    } catch (RuntimeException failed) {
      outage.failed(failed);
    }
  }

  private static Map<String, Trigger> triggers(RuleBase base) {
    var triggers = new HashMap<String, Trigger>();
    for (var rule : base.rules()) {
      var trigger = rule.trigger();
      if (trigger != null) {
        triggers.put(rule.name(), trigger);
      }
    }
    return triggers;
  }

  private void count(Rung what) {
    metrics
        .counter("knowfirst.triggers", "result", what.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  /** What became of a timer. */
  private enum Rung {
    SENT,
    /** No rule, or nothing to show, or no consent to any channel. */
    SILENT,
    /** Later than the trigger may be. */
    MISSED,
    /** Not yet. */
    LATER,
    /** Another member has it, or it was set anew. */
    TAKEN
  }

  private Rung ring(Timer timer, UUID token, RuleBase base) {
    var trigger = triggers.get(timer.rule());
    var profile = trigger == null ? null : await(profiles.apply(timer.visitor()));
    if (trigger == null || profile == null || profile.isErased()) {
      return end(timer, token, Rung.SILENT);
    }
    var now = clock.instant();
    if (!profile.visitor().equals(timer.visitor())) {
      await(table.move(timer, token, profile.visitor(), now));
      return Rung.LATER;
    }
    var nominal =
        trigger.isOfProduct()
            ? timer.nominal()
            : TriggerTimes.nominal(trigger, profile, now, base.folder().zone()).orElse(null);
    if (nominal == null) {
      return absent(timer, token, trigger, profile, now);
    }
    if (now.isBefore(nominal)) {
      return later(timer, token, nominal, nominal);
    }
    boolean interested =
        !trigger.isOfProduct() || TriggerTimes.isInterested(profile, timer.product(), now);
    if (!interested || !TriggerTimes.isDue(trigger, nominal, now)) {
      return over(timer, token, trigger, nominal, interested ? Rung.MISSED : Rung.SILENT);
    }
    return decide(timer, token, base, trigger, profile, nominal, now);
  }

  private Rung decide(
      Timer timer,
      UUID token,
      RuleBase base,
      Trigger trigger,
      Profile profile,
      Instant nominal,
      Instant now) {
    var folder = base.folder();
    var campaigns =
        base.rules().stream()
            .filter(rule -> rule.name().equals(timer.rule()))
            .flatMap(rule -> rule.campaigns().stream())
            .toList();
    var placements =
        campaigns.stream()
            .map(folder.campaigns()::get)
            .filter(Objects::nonNull)
            .flatMap(campaign -> campaign.placements().stream())
            .distinct()
            .map(folder.placements()::get)
            .filter(Objects::nonNull)
            .toList();
    var product = timer.product().isEmpty() ? null : timer.product();
    var one =
        new Addressee(
            profile, now, placements, List.of(new OutboundMoment.Ring(timer.rule(), product)));
    var segments = outbound.segments(one);
    var quietUntil = quietUntil(one, segments, base);
    if (quietUntil != null) {
      return later(timer, token, quietUntil, nominal);
    }
    var decided =
        outbound.decide(one, segments, placed -> isMeant(placed, timer.rule(), campaigns));
    if (decided.decision() == null) {
      return over(timer, token, trigger, nominal, Rung.SILENT);
    }
    return send(timer, token, trigger, nominal, now, product, profile, decided);
  }

  /** What the rule offers, or what a visitor who is held out from it gets instead. */
  private static boolean isMeant(Placed placed, String rule, List<String> campaigns) {
    var firing = placed.reason().firing();
    var held = placed.holdout();
    return (placed.outcome() == Outcome.KNOWN && firing != null && firing.rule().equals(rule))
        || (held != null && held.out() && campaigns.contains(held.campaign()));
  }

  /** When the channel that comes first may be used; null for now. */
  private @Nullable Instant quietUntil(Addressee one, Set<String> segments, RuleBase base) {
    var folder = base.folder();
    var there = one.placements().stream().map(Placement::channel).toList();
    return outbound.choices(one, segments).stream()
        .filter(choice -> there.contains(choice.channel()))
        .findFirst()
        .map(choice -> folder.channels().outbound().get(choice.channel()))
        .map(
            channel -> {
              var quiet = channel.quiet();
              var next =
                  quiet == null
                      ? one.now()
                      : quiet.next(one.now(), TriggerTimes.zone(one.profile(), folder.zone()));
              return next.isAfter(one.now()) ? next : null;
            })
        .orElse(null);
  }

  private Rung send(
      Timer timer,
      UUID token,
      Trigger trigger,
      Instant nominal,
      Instant now,
      @Nullable String product,
      Profile profile,
      ContactDecision decided) {
    var key = String.join("\n", timer.visitor(), timer.rule(), timer.product(), nominal.toString());
    var message = "msg_trigger_" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    var data =
        words.apply(new TriggerMessage(timer.rule(), profile.visitor(), nominal, product, decided));
    boolean told =
        trigger.kind() == Trigger.TriggerKind.DAY
            ? await(table.sendAndLookAgain(timer, token, now.plus(NEXT_LOOK), message, now, data))
            : await(table.send(timer, token, message, now, data));
    return told ? Rung.SENT : Rung.TAKEN;
  }

  private Rung absent(Timer timer, UUID token, Trigger trigger, Profile profile, Instant now) {
    boolean again =
        trigger.kind() == Trigger.TriggerKind.DAY && profile.traits().containsKey(trigger.name());
    return again
        ? later(timer, token, now.plus(NEXT_LOOK), now.plus(NEXT_LOOK))
        : end(timer, token, Rung.SILENT);
  }

  /** The trigger had its time; one of a day comes again. */
  private Rung over(Timer timer, UUID token, Trigger trigger, Instant nominal, Rung what) {
    if (trigger.kind() != Trigger.TriggerKind.DAY) {
      return end(timer, token, what);
    }
    var next = nominal.plus(NEXT_LOOK);
    return await(table.later(timer, token, next, next)) ? what : Rung.TAKEN;
  }

  private Rung later(Timer timer, UUID token, Instant due, Instant nominal) {
    return await(table.later(timer, token, due, nominal)) ? Rung.LATER : Rung.TAKEN;
  }

  private Rung end(Timer timer, UUID token, Rung what) {
    return await(table.delete(timer, token)) ? what : Rung.TAKEN;
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
