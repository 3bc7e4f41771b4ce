package io.knowfirst.server.rulesets.replay;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.store.journal.Chunk;
import io.knowfirst.server.store.journal.JournalTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One replay: recorded decisions of a time, decided again with the rules of the time and others.
 */
final class Replay {
  private static final int MOST_VERSIONS = 6;

  private final JournalTable table;
  private final Redecision again;
  private final Function<String, Optional<ActiveRules>> versions;
  private final Map<String, Optional<ActiveRules>> bases = new ConcurrentHashMap<>();
  private final ActiveRules inForce;
  private final ActiveRules edited;
  private final Set<String> rules;
  private final int most;
  private final AtomicLong left;
  private final AtomicLong done = new AtomicLong();

  /**
   * @param then experiments as they were, by name; may block
   * @param versions rules by hash; may take as long as reading them takes
   * @param most decisions to replay, the newest
   */
  Replay(
      JournalTable table,
      Assortment assortment,
      Experiments experiments,
      Function<String, Optional<Experiments>> then,
      Function<String, Optional<ActiveRules>> versions,
      ActiveRules inForce,
      ActiveRules edited,
      int most) {
    this.table = table;
    this.again = new Redecision(assortment, experiments, then);
    this.versions = versions;
    this.inForce = inForce.aside();
    this.edited = edited.aside();
    this.rules =
        edited.base().rules().stream().map(RuleCard::name).collect(Collectors.toUnmodifiableSet());
    this.most = most;
    this.left = new AtomicLong(most);
    bases.put(inForce.base().hash(), Optional.of(this.inForce));
  }

  /** Decisions replayed so far. */
  long done() {
    return done.get();
  }

  /** Takes as long as it takes: not on an event loop. */
  ReplayReport run(Instant from, Instant until, int threads) {
    long began = System.nanoTime();
    var keys =
        table
            .keys(from.getEpochSecond(), until.getEpochSecond() + 1)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    long recorded = keys.stream().mapToLong(JournalTable.Key::entries).sum();
    var tally = new Tally();
    each(newest(keys), threads).forEach(tally::add);
    return tally.report(
        new ReplayReport.Frame(
            from,
            until,
            recorded,
            inForce.base().hash(),
            edited.base().hash(),
            again.assortment().version(),
            (System.nanoTime() - began) / 1e9));
  }

  private Queue<JournalTable.Key> newest(List<JournalTable.Key> keys) {
    var wanted = new ConcurrentLinkedQueue<JournalTable.Key>();
    long entries = 0;
    for (var key : keys) {
      if (entries >= most) {
        break;
      }
      wanted.add(key);
      entries += key.entries();
    }
    return wanted;
  }

  private List<Tally> each(Queue<JournalTable.Key> keys, int threads) {
    var pool = Executors.newFixedThreadPool(threads, work -> new Thread(work, "replay"));
    try {
      var workers = new ArrayList<CompletableFuture<Tally>>();
      for (int i = 0; i < threads; i++) {
        workers.add(CompletableFuture.supplyAsync(() -> work(keys), pool));
      }
      return workers.stream().map(CompletableFuture::join).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private Tally work(Queue<JournalTable.Key> keys) {
    var tally = new Tally();
    for (var key = keys.poll(); key != null; key = keys.poll()) {
      var bodies = table.chunk(key).toCompletionStage().toCompletableFuture().join();
      for (var body : bodies) {
        Chunk.read(
            body,
            json -> {
              if (left.getAndDecrement() <= 0) {
                return false;
              }
              try {
                replay(RecordingFormat.read(json), tally);
              } catch (IllegalArgumentException ofAnotherVersion) {
                tally.proved(Reproduction.UNREADABLE, json.path("id").asText());
              }
              done.incrementAndGet();
              return true;
            });
      }
    }
    return tally;
  }

  private void replay(Recorded recorded, Tally tally) {
    var before = prove(recorded, tally);
    tally.compare(recorded, before, again.decideNow(recorded, edited), rules);
  }

  /** What the rules in force decide, after the rules of the time had their turn. */
  private Decided prove(Recorded recorded, Tally tally) {
    var base = base(recorded.ruleset()).orElse(null);
    if (base == null) {
      tally.proved(Reproduction.RULES_MISSING, recorded.id());
      return again.decideNow(recorded, inForce);
    }
    var then = again.decide(recorded, base);
    tally.proved(again.prove(recorded, then), recorded.id());
    if (recorded.catalogue() == again.assortment().version()) {
      tally.productsCompared();
    }
    boolean current =
        recorded.ruleset().equals(inForce.base().hash()) && again.sameExperiments(recorded);
    return current ? then : again.decideNow(recorded, inForce);
  }

  private Optional<ActiveRules> base(String hash) {
    var known = bases.get(hash);
    if (known != null) {
      return known;
    }
    synchronized (bases) {
      known = bases.get(hash);
      if (known == null) {
        known =
            bases.size() < MOST_VERSIONS
                ? versions.apply(hash).map(ActiveRules::aside)
                : Optional.empty();
        bases.put(hash, known);
      }
      return known;
    }
  }
}
