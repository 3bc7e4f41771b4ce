package io.knowfirst.server.boot;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.decide.Decider;
import io.knowfirst.server.decide.DecisionLog;
import io.knowfirst.server.decide.DecisionMeter;
import io.knowfirst.server.decide.DecisionPath;
import io.knowfirst.server.decide.DecisionTracer;
import io.knowfirst.server.decide.Simulator;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.events.Exposures;
import io.knowfirst.server.events.Intake;
import io.knowfirst.server.events.StoragePolicy;
import io.knowfirst.server.experiments.ledger.Prefetched;
import io.knowfirst.server.outbound.StepRecorder;
import io.knowfirst.server.people.People;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.profile.OwnEvents;
import io.knowfirst.server.profile.ProfileSettings;
import io.knowfirst.server.profile.Profiles;
import io.knowfirst.server.quality.DataQuality;
import io.knowfirst.server.quality.QualityTable;
import io.knowfirst.server.rulesets.graduation.Graduation;
import io.knowfirst.server.rulesets.liveness.Liveness;
import io.knowfirst.server.rulesets.liveness.SilenceMeter;
import io.knowfirst.server.rulesets.replay.BlockingConstraints;
import io.knowfirst.server.rulesets.replay.Recorder;
import io.knowfirst.server.rulesets.replay.Replays;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.trace.Tracing;
import io.knowfirst.server.visitor.Visitors;
import io.knowfirst.server.web.Api;
import io.knowfirst.server.web.DecisionCalls;
import io.knowfirst.server.web.RuleCalls;
import io.knowfirst.server.web.Services;
import io.knowfirst.server.webhooks.Courier;
import io.knowfirst.server.webhooks.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running server: the list of its parts, started in the order they need each other and stopped in
 * reverse.
 */
public final class Knowfirst implements AutoCloseable {
  private final Running running = new Running();
  private final AtomicBoolean ready = new AtomicBoolean();
  private final InstantSource clock = MovableClock.ofProcess();
  private final Settings settings;
  private final RuleParts ruling;

  private Knowfirst(Settings settings) {
    this.settings = settings;
    this.ruling = new RuleParts(settings, clock, running);
  }

  /** A server that is yet to be started; it can be closed from another thread at any time. */
  public static Knowfirst of(Settings settings) {
    return new Knowfirst(settings);
  }

  /**
   * Starts the parts. Blocks until decisions are served.
   *
   * @return what runs where, and the keys that were made
   * @throws RuntimeException with advice, when a part cannot start; those started before are
   *     stopped
   */
  public Started start() {
    var done = false;
    try {
      var started = startParts();
      done = true;
      return started;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** Stops serving, stores what waits, stops the parts. */
  @Override
  public void close() {
    ready.set(false);
    running.close();
  }

  private Started startParts() {
    var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var wanted = settings.edge().traces();
    var traces = wanted == null ? null : keep(Tracing.of(wanted), Tracing::close);
    var vertx = keep(Gauges.measured(metrics, traces), v -> await(v.close()));
    var brought = CompletableFuture.supplyAsync(ruling::read);
    var member = MemberStart.begin(settings, running);
    var database = keep(Database.open(vertx, settings.database()), Database::close);
    var pool = database.pool();
    var cluster = member.apply(pool);

    var profiles = keep(Profiles.open(vertx, cluster, database), Profiles::close);
    var events = Events.open(vertx, database, profiles, ProfileSettings.DEFAULTS);
    var catalogue =
        keep(await(Catalogue.open(vertx, pool, database.connectOptions())), c -> await(c.close()));
    var random = new SecureRandom();
    var access = keep(await(Access.open(vertx, pool, clock, random)), Access::close);
    access.listen(database.connectOptions());
    var people =
        keep(
            People.start(vertx, pool, access, clock, random, settings.edge().provider()),
            People.Started::close);

    var quality =
        keep(
            new DataQuality(clock, metrics, new QualityTable(pool)).storing(vertx),
            q -> await(q.store()));
    var log = keep(new DecisionLog(vertx, pool, clock), DecisionLog::close);
    var recorder = keep(new Recorder(vertx, pool, settings.recording(), clock), Recorder::close);
    var rules = ruling.rulesets(vertx, database, catalogue, log, metrics);
    var origin = join(brought).begin(rules);
    ruling.follow(vertx, database, rules);
    var testing =
        ExperimentParts.start(vertx, database, () -> rules.get().base(), metrics, clock, running);
    var experiments = testing.lifecycle();
    var policy =
        new StoragePolicy(
            () -> rules.get().base().folder(), () -> experiments.now().goals(), profiles::find);
    var liveness =
        liveness(
            vertx,
            pool,
            rules,
            new BlockingConstraints(pool, catalogue::now, experiments::now, clock),
            metrics);
    var ledger =
        LedgerParts.start(vertx, pool, events, settings.ruleBudget(), metrics, clock, running);
    var learning =
        LearningParts.start(
            vertx, database, () -> rules.get().base(), profiles::find, clock, running);
    var shown = new Prefetched(ledger.counts(), log::find, liveness::decided);
    var limits =
        LimitParts.start(vertx, pool, profiles, () -> rules.get().base().folder(), clock, running);
    var intake = new Intake(policy, events, new Exposures(pool), limits::confirm, quality, shown);
    var decider =
        new Decider(
            intake,
            profiles,
            catalogue,
            rules,
            experiments::now,
            learning.forecasts()::now,
            learning.rates()::now,
            new DecisionPath(settings.ruleBudget(), access::sign),
            limits.settlement(),
            log,
            new DecisionMeter(metrics, traces == null ? DecisionTracer.NONE : traces.decisions()),
            ledger.listeners(recorder, liveness, new StepRecorder(pool, events)));
    var outbound =
        new OutboundParts(pool, clock, running)
            .start(
                decider.outbounds(),
                () -> rules.get().base(),
                profiles::read,
                new OwnEvents(profiles),
                metrics);
    var gauges = new Gauges(metrics);
    gauges.process();
    gauges.profiles(profiles);
    gauges.events(events);
    gauges.decisions(log);
    gauges.recordings(recorder);
    gauges.catalogue(catalogue);
    gauges.database(database);
    gauges.cluster(cluster);
    var replayed = new Replays(vertx, pool, recorder, catalogue::now, experiments::now, clock);
    ruling.guard(replayed);

    var health = new HealthCheck(database, cluster, events, ready::get);
    var reports = testing.reports(ledger);

    var visitors =
        new VisitorParts(vertx, database, cluster, clock, running)
            .start(
                profiles,
                events,
                ledger,
                decider.outbounds()::facts,
                new Visitors.Logs(log, recorder),
                settings.kept());
    keep(Courier.start(vertx, pool, settings.edge().privateWebhooks(), clock), Courier::close);
    var drafts = ruling.drafts(vertx, pool, rules, replayed);
    var services =
        new Services(
            access,
            people.people(),
            new DecisionCalls(
                decider::decide,
                decider::prefetch,
                log::find,
                keep(
                        new Simulator(
                            vertx,
                            profiles::find,
                            catalogue::now,
                            experiments::now,
                            learning.forecasts()::now,
                            learning.rates()::now,
                            limits.settlement()::bounds),
                        Simulator::close)
                    ::simulate),
            intake::accept,
            profiles::find,
            visitors,
            CatalogueParts.calls(catalogue, () -> rules.get().base().folder().currency()),
            new RuleCalls(
                () -> rules.get().base().folder().placements(),
                () -> rules,
                () -> drafts,
                liveness::rules,
                liveness::members,
                (question, progress) -> replayed.run(question, rules, progress),
                new Graduation(
                        rules,
                        id -> experiments.now().find(id).map(Registered::definition),
                        reports.report(),
                        clock)
                    ::draft),
            testing.calls(),
            reports,
            testing.studies(ledger),
            outbound,
            quality,
            new Webhooks(pool, clock, random, settings.edge().privateWebhooks()),
            health::now,
            metrics,
            clock);
    int port =
        keep(HttpLoops.open(vertx, new Api(services, settings.http()), settings), HttpLoops::close)
            .port();
    if (settings.rules() == null) {
      access.openDemo(Set.copyOf(FirstKeys.origins(settings.host(), port)));
    }
    var made = FirstKeys.makeWhereNone(new AccessKeys(pool, clock, random), port, settings.data());
    await(access.refresh());
    var link = await(people.people().invitations().firstLink());
    ready.set(true);
    return new Started(
        settings.host(),
        port,
        database.describe(),
        cluster.describe(),
        rules.get().base(),
        origin,
        made,
        FirstKeys.file(settings.data()),
        settings.rules() == null,
        (settings.edge().tls() == null ? "http" : "https") + "://localhost:" + port + "/console/",
        link.map(token -> "invitation?token=" + token).orElse(null));
  }

  private Liveness liveness(
      Vertx vertx,
      Pool pool,
      Rulesets rules,
      BlockingConstraints obstacles,
      MeterRegistry metrics) {
    var meter = new SilenceMeter(metrics);
    var started =
        Liveness.start(vertx, pool, () -> rules.get().base(), obstacles::of, clock, meter);
    return keep(started, l -> await(l.close()));
  }

  private <T> T keep(T part, Running.Stop<T> stop) {
    return running.keep(part, stop);
  }

  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  static <T> T await(Future<T> future) {
    return join(future.toCompletionStage().toCompletableFuture());
  }
}
