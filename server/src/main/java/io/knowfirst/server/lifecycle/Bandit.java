package io.knowfirst.server.lifecycle;

import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.Thompson;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.experiment.Registered;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the weights of bandits to each variation's probability to be the best, from time to time,
 * by one member at once. The same events always give the same weights.
 */
public final class Bandit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bandit.class);

  /** How often weights move where nobody says otherwise. */
  public static final Duration EVERY = Duration.ofMinutes(15);

  private static final double ALL = 10_000;
  private static final String LOCK = "select pg_try_advisory_xact_lock(6226481980)";
  private static final String CONVERSIONS =
      """
      select x.variation, count(*), count(*) filter (where exists (
        select from event e
        where e.name = $3 and e.type = 'track' and e.at >= x.first_at
          and e.visitor in (
            select x.visitor
            union all select a.visitor from alias a where a.anonymous = x.visitor
            union all select b.anonymous from alias b where b.visitor = x.visitor)))
      from exposure x
      where x.experiment = $1 and x.phase = $2 and not x.lost
      group by x.variation
      """;

  private final Vertx vertx;
  private final Pool pool;
  private final Lifecycle lifecycle;
  private final long timer;

  private Bandit(Vertx vertx, Pool pool, Lifecycle lifecycle, Duration every) {
    this.vertx = vertx;
    this.pool = pool;
    this.lifecycle = lifecycle;
    this.timer =
        vertx.setPeriodic(
            every.toMillis(),
            id ->
                update()
                    .onFailure(away -> LOG.warn("Weights of bandits stay: {}", away.getMessage())));
  }

  /** Begins to move weights, the first time after one interval. */
  public static Bandit start(Vertx vertx, Pool pool, Lifecycle lifecycle, Duration every) {
    return new Bandit(vertx, pool, lifecycle, every);
  }

  /** Moves the weights of all that run; does nothing where another member is at it. */
  Future<Void> update() {
    return pool.withTransaction(
        connection ->
            connection
                .query(LOCK)
                .execute()
                .compose(locked -> locked.iterator().next().getBoolean(0) ? all() : nothing()));
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
        done = done.compose(before -> one(experiment, bandit));
      }
    }
    return done;
  }

  private Future<Void> one(Registered experiment, ExperimentFile.Bandit bandit) {
    return conversions(experiment, bandit.goal())
        .compose(
            moments ->
                vertx.executeBlocking(() -> weights(experiment, bandit.minimumWeight(), moments)))
        .compose(
            weights ->
                weights.isEmpty() || weights.get().equals(experiment.split().variations())
                    ? nothing()
                    : lifecycle
                        .reweigh(experiment.id(), weights.get(), "weights " + weights.get())
                        .mapEmpty());
  }

  private Future<List<Moments>> conversions(Registered experiment, String goal) {
    return pool.preparedQuery(CONVERSIONS)
        .execute(Tuple.of(experiment.id(), experiment.split().phase(), goal))
        .map(
            rows ->
                experiment.split().variations().stream()
                    .map(
                        variation -> {
                          var found = new AtomicReference<>(Moments.NONE);
                          rows.forEach(
                              row -> {
                                if (row.getString(0).equals(variation.id())) {
                                  found.set(Moments.ofConversions(row.getLong(1), row.getLong(2)));
                                }
                              });
                          return found.get();
                        })
                    .toList());
  }

  /** Nothing while there is not enough data. */
  static Optional<List<Variation>> weights(
      Registered experiment, int minimumWeight, List<Moments> moments) {
    var ids = experiment.split().variations().stream().map(Variation::id).toList();
    return new Thompson(minimumWeight / ALL, Thompson.DEFAULT.leastVisitors())
        .weights(MetricKind.BINARY, moments, Direction.HIGHER_IS_BETTER)
        .found()
        .map(shares -> Variation.shared(ids, shares));
  }

  private static Future<Void> nothing() {
    return Future.succeededFuture();
  }
}
