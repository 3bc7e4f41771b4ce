package io.knowfirst.server.rulesets.replay;

import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.store.journal.JournalTable;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides recorded decisions again, aside from those that are served: one replay at a time, on half
 * of the processors.
 */
public final class Replays {
  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final long PROGRESS_MILLIS = 1_000;
  private static final int MOST_GATED = 20_000;

  private final Vertx vertx;
  private final Pool pool;
  private final JournalTable table;
  private final Recorder recorder;
  private final Supplier<Assortment> catalogue;
  private final Supplier<Experiments> experiments;
  private final InstantSource clock;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** Another replay runs on this member. */
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Busy() {
      super("Another replay runs. Maybe try again when it has ended.");
    }
  }

  public Replays(
      Vertx vertx,
      Pool pool,
      Recorder recorder,
      Supplier<Assortment> catalogue,
      Supplier<Experiments> experiments,
      InstantSource clock) {
    this.vertx = vertx;
    this.pool = pool;
    this.table = new JournalTable(pool, Recorder.TABLE);
    this.recorder = recorder;
    this.catalogue = catalogue;
    this.experiments = experiments;
    this.clock = clock;
  }

  /**
   * Replays against edited rules. Fails with {@link Busy} while another replay runs, and with
   * {@link io.knowfirst.server.rulesets.versions.RulesetRefused} for rules that have errors or are
   * not kept.
   *
   * @param progress told each second how many decisions were replayed
   */
  public Future<ReplayReport> run(Question question, Rulesets rules, LongConsumer progress) {
    if (!busy.compareAndSet(false, true)) {
      return Future.failedFuture(new Busy());
    }
    return recorder
        .flush()
        .compose(flushed -> vertx.executeBlocking(() -> replay(question, rules, progress), false))
        .onComplete(ended -> busy.set(false));
  }

  /**
   * How many of the newest recorded decisions were for members of a segment, as these rules have
   * it. Fails with {@link Busy} while a replay runs.
   */
  public Future<Reach> reach(ActiveRules rules, String segment, Duration last, int most) {
    if (!busy.compareAndSet(false, true)) {
      return Future.failedFuture(new Busy());
    }
    return recorder
        .flush()
        .compose(
            flushed ->
                vertx.executeBlocking(() -> count(rules.aside(), segment, last, most), false))
        .onComplete(ended -> busy.set(false));
  }

  private Reach count(ActiveRules rules, String segment, Duration last, int most) {
    var until = clock.instant();
    var from = until.minus(last);
    var again = new Redecision(catalogue.get(), experiments.get(), unneeded -> Optional.empty());
    var scan = new RecordedScan(table, most);
    try {
      return scan
          .run(from, until, threads(), () -> new Reach.ReachCount(again, rules, segment))
          .stream()
          .reduce(Reach.ReachCount::plus)
          .orElseThrow()
          .reach(from, until, scan.recorded());
    } catch (CompletionException away) {
      throw new StoreUnavailable("Recordings are away", away);
    }
  }

  /**
   * A gate for new versions: why a candidate may not follow the rules in force, because it changes
   * more than a share of the newest decisions recorded within a day; empty where it may. Blocks for
   * as long as it takes.
   *
   * @param share 0 to 1; 1 asks nothing
   */
  public Optional<String> objection(ActiveRules candidate, ActiveRules current, double share) {
    if (share >= 1) {
      return Optional.empty();
    }
    var now = clock.instant();
    var replay =
        new Replay(
            table,
            catalogue.get(),
            experiments.get(),
            new ExperimentStates.Finder(pool)::find,
            unneeded -> Optional.empty(),
            current,
            candidate,
            MOST_GATED);
    var report = replay.run(now.minus(Question.LAST), now, threads());
    if (report.decisions() == 0) {
      LOG.warn("Rules go live without a replay: no decision was recorded within {}", Question.LAST);
      return Optional.empty();
    }
    return report.share() <= share
        ? Optional.empty()
        : Optional.of(
            "%s, expected at most %s %%. Maybe look at rules replay, then publish with a higher --max-change."
                .formatted(report.summary(), 100 * share));
  }

  private ReplayReport replay(Question question, Rulesets rules, LongConsumer progress) {
    var now = clock.instant();
    var begun = new AtomicReference<Replay>();
    long timer = vertx.setPeriodic(PROGRESS_MILLIS, id -> progress.accept(done(begun.get())));
    try {
      var replay = replay(question, rules);
      begun.set(replay);
      return replay.run(now.minus(question.last()), now, threads());
    } catch (CompletionException away) {
      throw new StoreUnavailable("Recordings are away", away);
    } finally {
      vertx.cancelTimer(timer);
    }
  }

  private static long done(@Nullable Replay begun) {
    return begun == null ? 0 : begun.done();
  }

  /** Reads rules that did not decide lately. */
  private Replay replay(Question question, Rulesets rules) {
    var hash = question.ruleset();
    var edited = hash == null ? rules.aside(question.files()) : rules.aside(hash);
    return new Replay(
        table,
        catalogue.get(),
        experiments.get(),
        new ExperimentStates.Finder(pool)::find,
        version -> version(rules, version),
        rules.get(),
        edited,
        question.most());
  }

  private static Optional<ActiveRules> version(Rulesets rules, String hash) {
    try {
      return Optional.of(rules.aside(hash));
    } catch (RulesetRefused gone) {
      LOG.info("Rules {} cannot be replayed: {}", hash, gone.reason());
      return Optional.empty();
    }
  }

  private static int threads() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }
}
