package io.knowfirst.server.outbound;

import static io.knowfirst.server.outbound.TakenTimer.await;
import static java.util.concurrent.CompletableFuture.allOf;
import static java.util.concurrent.CompletableFuture.runAsync;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.server.decide.Addressee;
import io.knowfirst.server.decide.Outbound;
import io.knowfirst.server.decide.OutboundMoment;
import io.knowfirst.server.decide.TriggerTimes;
import io.knowfirst.server.outbound.TakenTimer.Rung;
import io.knowfirst.server.profile.OwnEvents;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.postgres.Outage;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /**
   * So many visitors are looked at for steps at a time, as most of it is waiting for PostgreSQL.
   */
  private static final int BESIDE = 2;

  private static final long MOST_REST = TimeUnit.SECONDS.toNanos(1);

  private final Outage outage = new Outage(LOG, "Triggers do not ring");
  private final TimerTable table;
  private final StepTable campaigns;
  private final StepRinger steps;
  private final Outbound outbound;
  private final Supplier<RuleBase> rules;
  private final Function<String, Future<Profile>> profiles;
  private final MessageWords words;
  private final InstantSource clock;
  private final MeterRegistry metrics;
  private final ScheduledExecutorService thread;
  private final ExecutorService visitors;
  private String known = "";
  private Map<String, Trigger> triggers = Map.of();

  /** Whether something is new, and what happened before is not looked at yet. */
  private boolean behind;

  private volatile boolean closed;

  private Ringer(
      Pool pool,
      Outbound outbound,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      MessageWords words,
      OwnEvents own,
      InstantSource clock,
      MeterRegistry metrics) {
    this.table = new TimerTable(pool);
    this.campaigns = new StepTable(pool);
    this.steps = new StepRinger(campaigns, outbound, own, words.ofSteps(), metrics);
    this.outbound = outbound;
    this.rules = rules;
    this.profiles = profiles;
    this.words = words;
    this.clock = clock;
    this.metrics = metrics;
    this.thread = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "triggers"));
    this.visitors = Executors.newFixedThreadPool(BESIDE, task -> daemon(task, "steps"));
  }

  private static Thread daemon(Runnable task, String name) {
    var one = new Thread(task, name);
    one.setDaemon(true);
    return one;
  }

  /** What goes out, as JSON. */
  public record MessageWords(
      Function<TriggerMessage, String> ofTriggers, Function<StepMessage, String> ofSteps) {}

  /**
   * Looks from now on.
   *
   * @param profiles reads what is known of a visitor, past the cache
   * @param words messages as JSON
   * @param own makes events of steps seen
   */
  @SuppressWarnings("FutureReturnValueIgnored") // What fails is reported by look itself.
  public static Ringer start(
      Pool pool,
      Outbound outbound,
      Supplier<RuleBase> rules,
      Function<String, Future<Profile>> profiles,
      MessageWords words,
      OwnEvents own,
      InstantSource clock,
      MeterRegistry metrics) {
    var ringer = new Ringer(pool, outbound, rules, profiles, words, own, clock, metrics);
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
    visitors.shutdown();
  }

  private void look() {
    try {
      var base = rules.get();
      if (!base.hash().equals(known)) {
        triggers = TriggerRules.of(base);
        await(table.rules(triggers));
        await(campaigns.campaigns(base.flows().stream().map(Campaign::id).toList()));
        known = base.hash();
        behind = true;
      }
      if (behind) {
        boolean caughtUp = await(table.lookBack());
        behind = !(await(campaigns.lookBack()) && caughtUp);
      }
      boolean more = true;
      while (more && !closed) {
        await(table.news());
        more = ring(base, false) == AT_ONCE || ring(base, true) == AT_ONCE;
      }
      outage.over();
    } catch (CompletionException failed) {
      outage.failed(Objects.requireNonNullElse(failed.getCause(), failed));
    } catch (RuntimeException failed) {
      outage.failed(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Rings some timers, and tells how many. Triggers have their turn before each few visitors who
   * are looked at for steps, which are many after a busy hour and take half of the time at most.
   */
  private int ring(RuleBase base, boolean ofSteps) throws InterruptedException {
    long began = System.nanoTime();
    var token = UUID.randomUUID();
    var taken = await(table.take(token, clock.instant(), AT_ONCE, ofSteps));
    if (ofSteps) {
      var looks = taken.stream().map(timer -> runAsync(() -> ring(timer, token, base), visitors));
      allOf(looks.toArray(CompletableFuture<?>[]::new)).join();
    } else {
      taken.forEach(timer -> ring(timer, token, base));
    }
    if (ofSteps && !taken.isEmpty()) {
      TimeUnit.NANOSECONDS.sleep(Math.min(MOST_REST, System.nanoTime() - began));
    }
    return taken.size();
  }

  private void ring(Timer timer, UUID token, RuleBase base) {
    if (!closed) {
      count(ring(new TakenTimer(timer, token, table), base));
    }
  }

  private void count(Rung what) {
    metrics
        .counter("knowfirst.triggers", "result", what.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  private Rung ring(TakenTimer taken, RuleBase base) {
    var timer = taken.timer();
    if (timer.rule().equals(StepTable.RULE)) {
      return step(taken, base);
    }
    var trigger = triggers.get(timer.rule());
    var profile = trigger == null ? null : await(profiles.apply(timer.visitor()));
    if (trigger == null || profile == null || profile.isErased()) {
      return taken.end(Rung.SILENT);
    }
    var now = clock.instant();
    if (!profile.visitor().equals(timer.visitor())) {
      return taken.move(profile.visitor(), now);
    }
    var nominal =
        trigger.isOfProduct()
            ? timer.nominal()
            : TriggerTimes.nominal(trigger, profile, now, base.folder().zone()).orElse(null);
    if (nominal == null) {
      boolean day = trigger.kind() == Trigger.TriggerKind.DAY;
      return taken.absent(day && profile.traits().containsKey(trigger.name()), now);
    }
    if (now.isBefore(nominal)) {
      return taken.later(nominal, nominal);
    }
    boolean interested =
        !trigger.isOfProduct() || TriggerTimes.isInterested(profile, timer.product(), now);
    if (!interested || !TriggerTimes.isDue(trigger, nominal, now)) {
      return taken.over(trigger, nominal, interested ? Rung.MISSED : Rung.SILENT);
    }
    return decide(taken, base, trigger, profile, nominal, now);
  }

  /** Who is inside no campaign of steps, and cannot be, needs no timer. */
  private Rung step(TakenTimer taken, RuleBase base) {
    var timer = taken.timer();
    var profile = base.flows().isEmpty() ? null : await(profiles.apply(timer.visitor()));
    if (profile == null || profile.isErased()) {
      return taken.end(Rung.SILENT);
    }
    var now = clock.instant();
    return profile.visitor().equals(timer.visitor())
        ? steps.ring(timer, taken.token(), base, profile, now)
        : taken.move(profile.visitor(), now);
  }

  private Rung decide(
      TakenTimer taken,
      RuleBase base,
      Trigger trigger,
      Profile profile,
      Instant nominal,
      Instant now) {
    var timer = taken.timer();
    var campaigns = TriggerRules.campaigns(base, timer.rule());
    var product = timer.product().isEmpty() ? null : timer.product();
    var one =
        new Addressee(
            profile,
            now,
            TriggerRules.placements(base, campaigns),
            List.of(new OutboundMoment.Ring(timer.rule(), product)));
    var segments = outbound.segments(one);
    var decided =
        outbound.decideNow(
            one, segments, placed -> TriggerRules.isMeant(placed, timer.rule(), campaigns));
    if (decided.quietUntil() != null) {
      return taken.later(decided.quietUntil(), nominal);
    }
    if (decided.decision() == null) {
      return taken.over(trigger, nominal, Rung.SILENT);
    }
    var message = new TriggerMessage(timer.rule(), profile.visitor(), nominal, product, decided);
    return taken.send(trigger, nominal, now, words.ofTriggers().apply(message));
  }
}
