package io.knowfirst.server.experiments.lifecycle;

import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.Thompson;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.experiments.measurement.Goals;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the weights of bandits to each variation's probability to be the best, once in an interval,
 * whichever member is first. The same sums always give the same weights.
 *
 * <p>Weights change with time, and so do visitors and the conversions that are still to come:
 * pooled rates would compare a variation's good days with another's bad ones. So each visitor
 * counts by the inverse of the propensity, as if all variations had had the same share at all times
 * (Hájek 1971); a rate is then a ratio of two sums, whose variance is by the delta method.
 */
public final class Bandit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bandit.class);

  /** How often weights move where nobody says otherwise. */
  public static final Duration EVERY = Duration.ofMinutes(15);

  private static final double ALL = 10_000;
  private static final long LOOKS_IN_AN_INTERVAL = 15;

  /** Of all members, one gets the row; by the clock of the database. */
  private static final String TURN =
      "update bandit_look set at = now() where at <= now() - make_interval(secs => $1)";

  private final Outage outage = new Outage(LOG, "Weights of bandits stay");
  private final Vertx vertx;
  private final Pool pool;
  private final Lifecycle lifecycle;
  private final Goals goals;
  private final Duration every;
  private final long timer;

  private Bandit(Vertx vertx, Pool pool, Lifecycle lifecycle, Goals goals, Duration every) {
    this.vertx = vertx;
    this.pool = pool;
    this.lifecycle = lifecycle;
    this.goals = goals;
    this.every = every;
    this.timer =
        vertx.setPeriodic(
            Math.max(TimeUnit.SECONDS.toMillis(1), every.toMillis() / LOOKS_IN_AN_INTERVAL),
            id -> outage.watch(update()));
  }

  /**
   * Begins to move weights.
   *
   * @param every how long the weights of all bandits stay, whatever member moved them last
   */
  public static Bandit start(
      Vertx vertx, Pool pool, Lifecycle lifecycle, Goals goals, Duration every) {
    return new Bandit(vertx, pool, lifecycle, goals, every);
  }

  /** Moves the weights of all that run, where it is time and no other member has done it. */
  Future<Void> update() {
    return pool.preparedQuery(TURN)
        .execute(Tuple.of((double) every.toSeconds()))
        .compose(turn -> turn.rowCount() == 1 ? all() : nothing());
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }

  private Future<Void> all() {
    Future<Void> done = nothing();
    for (var experiment : lifecycle.now().all()) {
      var bandit = experiment.definition().bandit();
      if (bandit != null && lifecycle.asks(experiment)) {
        done =
            done.compose(before -> one(experiment, bandit))
                .recover(away -> stays(experiment, away));
      }
    }
    return done;
  }

  private static Future<Void> stays(Registered experiment, Throwable away) {
    LOG.warn("Weights of bandit {} stay: {}", experiment.id(), away.getMessage());
    return nothing();
  }

  private Future<Void> one(Registered experiment, ExperimentFile.Bandit bandit) {
    return goals
        .of(experiment)
        .compose(
            found ->
                vertx.executeBlocking(() -> weights(experiment, bandit.minimumWeight(), found)))
        .compose(
            weights ->
                weights.isEmpty() || weights.get().equals(experiment.split().variations())
                    ? nothing()
                    : lifecycle
                        .reweigh(experiment, weights.get(), "weights " + weights.get())
                        .mapEmpty());
  }

  /** Nothing while there is not enough data. */
  private static Optional<List<Variation>> weights(
      Registered experiment, int minimumWeight, Map<String, Moments> found) {
    var ids = experiment.split().variations().stream().map(Variation::id).toList();
    var moments = ids.stream().map(id -> found.getOrDefault(id, Moments.NONE)).toList();
    long least = Thompson.DEFAULT.leastVisitors();
    boolean enough = moments.stream().allMatch(one -> one.n() >= least);
    boolean told = enough && moments.stream().anyMatch(Bandit::varies);
    return new Thompson(minimumWeight / ALL, least)
        .weights(
            MetricKind.RATIO,
            told ? moments.stream().map(Bandit::varying).toList() : moments,
            Direction.HIGHER_IS_BETTER)
        .found()
        .map(shares -> Variation.shared(ids, shares));
  }

  private static boolean varies(Moments moments) {
    return moments.sum() > 0 && moments.ratio() < 1;
  }

  /**
   * Where nobody or everybody converted the data tell no spread, and one of each is added, of
   * average weight (Laplace's rule of succession): a variation that nobody buys from must not keep
   * its share for that.
   */
  private static Moments varying(Moments moments) {
    double weight = moments.otherSum() / moments.n();
    return varies(moments)
        ? moments
        : moments.plus(Moments.ofVisitor(weight, weight)).plus(Moments.ofVisitor(0, weight));
  }

  private static Future<Void> nothing() {
    return Future.succeededFuture();
  }
}
