package io.knowfirst.server.rulesets.replay;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.store.journal.JournalTable;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One replay: recorded decisions of a time, decided again with the rules of the time and others.
 */
final class Replay {
  private static final int MOST_VERSIONS = 6;

  private final RecordedScan scan;
  private final Redecision again;
  private final Function<String, Optional<ActiveRules>> versions;
  private final Map<String, Optional<ActiveRules>> bases = new ConcurrentHashMap<>();
  private final ActiveRules inForce;
  private final ActiveRules edited;
  private final Set<String> rules;

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
    this.scan = new RecordedScan(table, most);
    this.again = new Redecision(assortment, experiments, then);
    this.versions = versions;
    this.inForce = inForce.aside();
    this.edited = edited.aside();
    this.rules =
        edited.base().rules().stream().map(RuleCard::name).collect(Collectors.toUnmodifiableSet());
    bases.put(inForce.base().hash(), Optional.of(this.inForce));
  }

  /** Decisions replayed so far. */
  long done() {
    return scan.done();
  }

  /** Takes as long as it takes: not on an event loop. */
  ReplayReport run(Instant from, Instant until, int threads) {
    long began = System.nanoTime();
    var tally = new Tally();
    scan.run(from, until, threads, Worker::new).forEach(worker -> tally.add(worker.tally));
    return tally.report(
        new ReplayReport.Frame(
            from,
            until,
            scan.recorded(),
            inForce.base().hash(),
            edited.base().hash(),
            again.assortment().version(),
            (System.nanoTime() - began) / 1e9));
  }

  private final class Worker implements RecordedScan.Reader {
    private final Tally tally = new Tally();

    @Override
    public void read(Recorded recorded) {
      replay(recorded, tally);
    }

    @Override
    public void unreadable(String id) {
      tally.proved(Reproduction.UNREADABLE, id);
    }
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
