package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.Report;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.State;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks a few times an hour, on one member, whether the data of running experiments can be trusted.
 * A phase whose checks fail is told of once, until they do not fail any more.
 */
public final class HealthWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
  private static final Duration EVERY = Duration.ofMinutes(15);
  private static final long LOOK_MS = Duration.ofMinutes(1).toMillis();

  private static final String CLAIM =
      """
      insert into installation as i (name, value) values ('experiments-watched', $1)
      on conflict (name) do update set value = excluded.value where i.value::timestamptz <= $2::text::timestamptz
      """;
  private static final String ALERT =
      "insert into experiment_alert (experiment, phase, reasons) values ($1, $2, $3) on conflict do nothing";
  private static final String CALM =
      "delete from experiment_alert where experiment = $1 and phase = $2";

  private final Outage outage = new Outage(LOG, "The health of experiments is not looked at");
  private final Vertx vertx;
  private final Pool pool;
  private final Supplier<Experiments> experiments;
  private final Function<String, Future<Optional<Report>>> reports;
  private final InstantSource clock;
  private final long timer;

  private HealthWatch(
      Vertx vertx,
      Pool pool,
      Supplier<Experiments> experiments,
      Function<String, Future<Optional<Report>>> reports,
      InstantSource clock) {
    this.vertx = vertx;
    this.pool = pool;
    this.experiments = experiments;
    this.reports = reports;
    this.clock = clock;
    this.timer = vertx.setPeriodic(LOOK_MS, tick -> outage.watch(look()));
  }

  /**
   * Looks from now on.
   *
   * @param reports of an experiment's running phase
   */
  public static HealthWatch start(
      Vertx vertx,
      Pool pool,
      Supplier<Experiments> experiments,
      Function<String, Future<Optional<Report>>> reports,
      InstantSource clock) {
    return new HealthWatch(vertx, pool, experiments, reports, clock);
  }

  /** Looks, where it is time and no other member has done it. */
  Future<Void> look() {
    var now = clock.instant();
    return pool.preparedQuery(CLAIM)
        .execute(Tuple.of(now.toString(), now.minus(EVERY).toString()))
        .compose(turn -> turn.rowCount() == 1 ? all() : Future.succeededFuture());
  }

  private Future<Void> all() {
    Future<Void> done = Future.succeededFuture();
    var running =
        experiments.get().all().stream().filter(one -> one.state() == State.RUNNING).toList();
    for (var experiment : running) {
      done =
          done.compose(before -> reports.apply(experiment.id()))
              .compose(
                  report ->
                      report.isEmpty() ? Future.succeededFuture() : note(experiment, report.get()));
    }
    return done;
  }

  private Future<Void> note(Registered experiment, Report report) {
    int phase = experiment.definition().split().phase();
    if (report.banner().verdict() != Report.Verdict.NOT_HEALTHY) {
      return pool.preparedQuery(CALM).execute(Tuple.of(experiment.id(), phase)).mapEmpty();
    }
    var failed =
        report.health().stream()
            .filter(check -> check.status() == Report.Status.BAD)
            .map(Report.Check::name)
            .toArray(String[]::new);
    return pool.preparedQuery(ALERT)
        .execute(Tuple.of(experiment.id(), phase).addArrayOfString(failed))
        .mapEmpty();
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
