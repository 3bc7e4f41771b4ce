package io.knowfirst.server.rulesets.replay;

import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionListener;
import io.knowfirst.server.decide.Redaction;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.store.journal.Journal;
import io.knowfirst.server.store.journal.JournalTable;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records a share of all decisions with what decides them again, without slowing or failing an
 * answer: the deciding thread leaves what it has anyway in a queue, another writes it down.
 */
public final class Recorder implements DecisionListener, AutoCloseable {
  public static final String TABLE = "decision_recording";
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final int MOST_WAITING = 8_192;
  private static final long PURGE_MILLIS = Duration.ofMinutes(10).toMillis();

  private final Outage outage = new Outage(LOG, "Old recordings are not purged");
  private final Vertx vertx;
  private final RecordSettings settings;
  private final InstantSource clock;
  private final JournalTable table;
  private final ExperimentStates states;
  private final Journal<Recording> journal;
  private final long timer;

  public Recorder(Vertx vertx, Pool pool, RecordSettings settings, InstantSource clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.clock = clock;
    this.table = new JournalTable(pool, TABLE);
    this.states = new ExperimentStates(pool, clock);
    long run = ThreadLocalRandom.current().nextLong();
    this.journal =
        new Journal<>(
            "recorder",
            table,
            new RecordingFormat(new ExperimentState(states::begun)),
            run,
            MOST_WAITING,
            clock);
    this.timer = vertx.setPeriodic(PURGE_MILLIS, id -> purge());
  }

  @Override
  public void onDecision(Situation situation, Decided decided) {
    // Whoever asked is drawn for by their id, so without it nothing can be decided again.
    boolean stored = !Redaction.of(situation).visitor();
    if (stored && isSampled(situation.id(), settings.share())) {
      journal.offer(new Recording(clock.millis() / 1000, situation, decided));
    }
  }

  /** The same decision is always recorded, or never, whoever asks. */
  static boolean isSampled(String decision, double share) {
    int hash = decision.hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
    return Integer.toUnsignedLong(hash ^ (hash >>> 16)) < share * (1L << 32);
  }

  /** Forgets what is older than the settings say; the result is the number of chunks. */
  public Future<Integer> purge() {
    var before = clock.instant().minus(Duration.ofDays(settings.days()));
    return outage.watch(
        states
            .purge(before.minusMillis(2 * PURGE_MILLIS))
            .compose(purged -> table.purge(before.getEpochSecond())));
  }

  /** Completes when all that was decided before is stored, or cannot be. */
  public Future<Void> flush() {
    return journal.flush().compose(flushed -> states.save());
  }

  /** Decisions recorded since the start. */
  public long recorded() {
    return journal.recorded();
  }

  /** Bytes stored since the start. */
  public long bytes() {
    return journal.bytes();
  }

  /** Decisions that should have been recorded since the start, and could not be. */
  public long dropped() {
    return journal.dropped();
  }

  /** Stores what is still waiting. */
  @Override
  public void close() {
    vertx.cancelTimer(timer);
    journal.close();
  }
}
