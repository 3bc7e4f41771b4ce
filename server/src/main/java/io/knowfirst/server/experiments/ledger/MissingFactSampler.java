package io.knowfirst.server.experiments.ledger;

import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionListener;
import io.knowfirst.server.decide.DecisionPath;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.experiments.ledger.Ignorance.Missing;
import io.knowfirst.server.experiments.ledger.IgnoranceTable.Entry;
import io.knowfirst.server.experiments.ledger.IgnoranceTable.Looked;
import io.knowfirst.server.experiments.ledger.IgnoranceTable.Told;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again at a sample of the decisions for people, for what was not known: one thread priority
 * that rests nine times as long as it works. What comes while its queue is full is not in the
 * sample.
 */
public final class MissingFactSampler implements DecisionListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MissingFactSampler.class);
  private static final int WAITING = 256;
  private static final int REST = 9;
  private static final long STORE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long LOOK_MS = 200;
  private static final long CLOSING_MS = 5_000;

  private final Outage outage = new Outage(LOG, "What was not known is kept in memory only");
  private final IgnoranceTable table;
  private final Ignorance ignorance;
  private final BlockingQueue<Seen> queue = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread = new Thread(this::run, "learner");
  private volatile boolean closing;
  private volatile boolean forgetting;

  // Only the thread touches these.
  private final Map<Place, Long> looked = new TreeMap<>(Place.ORDER);
  private final Map<Fact, long[]> asked = new HashMap<>();
  private final Map<Named, Tally> found = new TreeMap<>(Named.ORDER);

  private record Seen(Situation situation, Decided decided) {}

  private record Tally(long decisions, double shares) {
    Tally plus(double share) {
      return new Tally(decisions + 1, shares + share);
    }
  }

  private record Fact(Place place, String fact) {}

  private record Place(LocalDate day, String placement, String outcome) {
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::day)
            .thenComparing(Place::placement)
            .thenComparing(Place::outcome);
  }

  private record Named(Place place, String fact, String campaign, String rule) {
    static final Comparator<Named> ORDER =
        Comparator.comparing(Named::place, Place.ORDER)
            .thenComparing(Named::fact)
            .thenComparing(Named::campaign)
            .thenComparing(Named::rule);
  }

  private MissingFactSampler(Pool pool, DecisionPath path, SplittableRandom random) {
    this.table = new IgnoranceTable(pool);
    this.ignorance = new Ignorance(path, random);
  }

  /**
   * Looks from now on.
   *
   * @param path with tokens that count for nothing
   */
  public static MissingFactSampler start(Pool pool, DecisionPath path, SplittableRandom random) {
    var learner = new MissingFactSampler(pool, path, random);
    learner.thread.setDaemon(true);
    learner.thread.start();
    return learner;
  }

  @Override
  public void onDecision(Situation situation, Decided decided) {
    if (!situation.request().bot()) {
      queue.offer(new Seen(situation, decided));
    }
  }

  /** Within a second, nothing is held of any visitor any more; learns anew from then on. */
  public void forget() {
    queue.clear();
    forgetting = true;
  }

  private void run() {
    long stored = System.nanoTime();
    while (!closing || !queue.isEmpty()) {
      try {
        if (forgetting) {
          forgetting = false;
          ignorance.forget();
        }
        var seen = queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
        if (seen != null) {
          long began = System.nanoTime();
          look(seen);
          if (!closing) {
            TimeUnit.NANOSECONDS.sleep((System.nanoTime() - began) * REST);
          }
        }
        if (closing || System.nanoTime() - stored > STORE_NANOS) {
          store();
          stored = System.nanoTime();
        }
      } catch (InterruptedException interrupted) {
        closing = true;
      } catch (RuntimeException failed) {
        LOG.warn("A decision could not be looked at again", failed);
      }
    }
    store();
  }

  private void look(Seen seen) {
    ignorance.learn(seen.situation);
    var day = LocalDate.ofInstant(seen.decided.decision().at(), ZoneOffset.UTC);
    var facts = ignorance.facts(seen.situation);
    for (var placed : seen.decided.decision().placements()) {
      var place = new Place(day, placed.placement(), placed.outcome().word());
      if (Ignorance.fellThrough(placed)) {
        looked.merge(place, 1L, Long::sum);
      }
      facts.forEach(
          (fact, told) ->
              asked.computeIfAbsent(new Fact(place, fact), f -> new long[2])[told ? 0 : 1]++);
    }
    for (Missing missing : ignorance.of(seen.situation, seen.decided)) {
      var place = new Place(day, missing.placement(), missing.instead().word());
      var named = new Named(place, missing.fact(), missing.campaign(), missing.rule());
      found.merge(named, new Tally(1, missing.share()), (one, more) -> one.plus(missing.share()));
    }
  }

  /** What cannot be stored stays for the next time. */
  private void store() {
    if (looked.isEmpty() && asked.isEmpty()) {
      return;
    }
    var samples = new ArrayList<Looked>();
    looked.forEach(
        (place, number) ->
            samples.add(new Looked(place.day, place.placement, place.outcome, number)));
    var entries = new ArrayList<Entry>();
    found.forEach(
        (named, tally) ->
            entries.add(
                new Entry(
                    named.place.day,
                    named.place.placement,
                    named.place.outcome,
                    named.fact,
                    named.campaign,
                    named.rule,
                    tally.decisions,
                    tally.shares)));
    var facts =
        asked.entrySet().stream()
            .map(
                one ->
                    new Told(
                        one.getKey().place.day,
                        one.getKey().place.placement,
                        one.getKey().place.outcome,
                        one.getKey().fact,
                        one.getValue()[0],
                        one.getValue()[1]))
            .sorted(Told.ORDER)
            .toList();
    if (isStored(table.add(samples, facts, entries))) {
      looked.clear();
      asked.clear();
      found.clear();
    }
  }

  private boolean isStored(Future<Void> stored) {
    try {
      stored.toCompletionStage().toCompletableFuture().get(CLOSING_MS, TimeUnit.MILLISECONDS);
      outage.over();
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException away) {
      outage.failed(away);
      return false;
    }
  }

  /** Stores what was found; what still waits is not looked at. */
  @Override
  public void close() {
    queue.clear();
    closing = true;
    try {
      thread.join(CLOSING_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
