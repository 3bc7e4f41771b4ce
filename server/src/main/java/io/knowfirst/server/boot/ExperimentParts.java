package io.knowfirst.server.boot;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.experiments.ledger.ContactPressure;
import io.knowfirst.server.experiments.ledger.FlowReports;
import io.knowfirst.server.experiments.ledger.Ledgers;
import io.knowfirst.server.experiments.lifecycle.Bandit;
import io.knowfirst.server.experiments.lifecycle.Lifecycle;
import io.knowfirst.server.experiments.measurement.Baselines;
import io.knowfirst.server.experiments.measurement.Counter;
import io.knowfirst.server.experiments.measurement.Goals;
import io.knowfirst.server.experiments.measurement.HealthWatch;
import io.knowfirst.server.experiments.measurement.PhaseNotes;
import io.knowfirst.server.experiments.measurement.Reports;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.web.ExperimentCalls;
import io.knowfirst.server.web.ReportCalls;
import io.knowfirst.server.web.StudyCalls;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Experiments: their life, what is counted of them, and what is told of that. */
final class ExperimentParts {
  private final Vertx vertx;
  private final Database database;
  private final Supplier<RuleFolder> folder;
  private final InstantSource clock;
  private final Running running;
  private final Lifecycle lifecycle;

  private ExperimentParts(
      Vertx vertx,
      Database database,
      Supplier<RuleBase> rules,
      InstantSource clock,
      Running running) {
    this.vertx = vertx;
    this.database = database;
    this.folder = () -> rules.get().folder();
    this.clock = clock;
    this.running = running;
    var opened = Lifecycle.open(vertx, database.pool(), database.connectOptions(), clock, rules);
    this.lifecycle = running.keep(Knowfirst.await(opened), life -> Knowfirst.await(life.close()));
  }

  /** Starts what assigns visitors. */
  static ExperimentParts start(
      Vertx vertx,
      Database database,
      Supplier<RuleBase> rules,
      MeterRegistry metrics,
      InstantSource clock,
      Running running) {
    var parts = new ExperimentParts(vertx, database, rules, clock, running);
    var lifecycle = parts.lifecycle;
    Knowfirst.await(lifecycle.filesInForce());
    Gauge.builder("knowfirst.experiments.asking", lifecycle, Lifecycle::asking)
        .description("Experiments that assign visitors now")
        .register(metrics);
    var goals = new Goals(database.pool(), parts.folder);
    running.keep(
        Bandit.start(vertx, database.pool(), lifecycle, goals, Bandit.EVERY), Bandit::close);
    return parts;
  }

  Lifecycle lifecycle() {
    return lifecycle;
  }

  ExperimentCalls calls() {
    return new ExperimentCalls(
        lifecycle::now, lifecycle::apply, lifecycle::step, lifecycle::history, lifecycle::periods);
  }

  /** Starts to count, and to watch what is counted. */
  ReportCalls reports(LedgerParts ledger) {
    var pool = database.pool();
    running.keep(
        Counter.start(vertx, pool, folder, lifecycle::now, clock),
        counter -> Knowfirst.await(counter.close()));
    var reports = new Reports(vertx, pool, folder, lifecycle::now, clock);
    running.keep(
        HealthWatch.start(vertx, pool, lifecycle::now, id -> reports.report(id, null), clock),
        HealthWatch::close);
    var ledgers = new Ledgers(vertx, pool, folder);
    return new ReportCalls(
        reports::report,
        reports::all,
        ledgers::ledger,
        new ContactPressure(pool, folder)::of,
        () -> ledger.counts().sinceYesterday(clock.instant()),
        new FlowReports(pool, folder, ledgers::ledger)::report);
  }

  StudyCalls studies(LedgerParts ledger) {
    var notes = new PhaseNotes(database.pool(), clock);
    var bases = new Baselines(database.pool(), folder, lifecycle::now, clock);
    return new StudyCalls(notes::add, notes::remove, bases::of, ledger.logins()::report);
  }
}
