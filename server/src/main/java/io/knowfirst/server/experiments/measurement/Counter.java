package io.knowfirst.server.experiments.measurement;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counting.Pass;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.Collection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the sums up with events and exposures, in the background; of all members of a cluster one
 * does it at a time. What was not finished when a member went away another one goes on with.
 */
public final class Counter {
  private static final Logger LOG = LoggerFactory.getLogger(Counter.class);
  private static final int BATCH = 5_000;
  private static final long PAUSE_MS = 500;
  private static final long AFTER_FAILURE_MS = 5_000;

  private final Outage outage = new Outage(LOG, "Experiments are not counted");
  private final Vertx vertx;
  private final Pool pool;
  private final Supplier<RuleFolder> rules;
  private final Supplier<Experiments> experiments;
  private final InstantSource clock;
  private final Counting counting;
  private Future<?> running = Future.succeededFuture();
  private boolean closed;

  Counter(
      Vertx vertx,
      Pool pool,
      Supplier<RuleFolder> rules,
      Supplier<Experiments> experiments,
      InstantSource clock,
      int batch) {
    this.vertx = vertx;
    this.pool = pool;
    this.rules = rules;
    this.experiments = experiments;
    this.clock = clock;
    this.counting = new Counting(batch);
  }

  /**
   * Starts counting.
   *
   * @param rules those that decide now; they define metrics
   * @param experiments as they stand now, drafts and what is over too
   */
  public static Counter start(
      Vertx vertx,
      Pool pool,
      Supplier<RuleFolder> rules,
      Supplier<Experiments> experiments,
      InstantSource clock) {
    var counter = new Counter(vertx, pool, rules, experiments, clock, BATCH);
    counter.later(PAUSE_MS);
    return counter;
  }

  /** Counts one batch. */
  Future<Pass> pass() {
    var folder = rules.get();
    var measured = experiments.get().all().stream().map(one -> Measured.of(one, folder)).toList();
    var all = Measured.json(Measured.all(folder));
    return pool.withTransaction(
        connection -> counting.pass(connection, measured, all, clock.instant()));
  }

  /** Forgets what was counted of an experiment; the next passes count it from nothing. */
  public Future<Void> recount(String experiment) {
    return pool.withTransaction(connection -> Measures.recount(connection, experiment));
  }

  /**
   * Counts these visitors anew, after the ties of their ids have changed; nobody else may count
   * meanwhile.
   */
  public static Future<Void> recount(SqlConnection connection, Collection<String> visitors) {
    return Participants.count(connection, visitors);
  }

  /** Stops when the batch that is being counted is committed. */
  public Future<Void> close() {
    synchronized (this) {
      closed = true;
      return running.otherwiseEmpty().mapEmpty();
    }
  }

  private void later(long millis) {
    vertx.setTimer(millis, id -> next());
  }

  private synchronized void next() {
    if (closed) {
      return;
    }
    running =
        outage
            .watch(pass())
            .onSuccess(
                pass -> {
                  if (pass == Pass.MORE) {
                    vertx.runOnContext(none -> next());
                  } else {
                    later(PAUSE_MS);
                  }
                })
            .onFailure(failure -> later(AFTER_FAILURE_MS));
  }
}
