package io.knowfirst.server.web;

import io.knowfirst.server.wire.ConsentReader;
import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.SegmentItem;
import io.knowfirst.server.wire.ShopVocabulary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The HTTP interface, version 1, as {@code openapi.yaml} says. One serves all event loops. */
public final class Api {
  private static final long SWEEP_MILLIS = 500;
  private static final int MOST_HEADER_BYTES = 16 * 1024;
  private static final int LEAST_COMPRESSED = 1024;

  private final Services services;
  private final HttpSettings settings;
  private final Clients clients;
  private final KeyGate gate;
  private final Refusals refusals;
  private final Connections connections;
  private final Bodies.Kinds bodies;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final DecisionRoutes decisions;
  private final EventRoutes events;
  private final SegmentRoutes segment;
  private final ShopRoutes shop;
  private final OfrepRoutes ofrep;
  private final EventStreams streams;
  private final PreviewRoutes previews;
  private final VisitorRoutes visitors;
  private final VisitorDataRoutes visitorData;
  private final ReportRoutes reports;
  private final ReplayRoutes replays;
  private final LedgerRoutes ledger;
  private final GraduationRoutes graduation;
  private final StudyRoutes studies;
  private final NoteRoutes notes;
  private final ShareRoutes shares;
  private final SimulationRoutes simulations;
  private final ServerRoutes server;
  private final DataRoutes data;
  private final ClientRoutes client = new ClientRoutes();
  private final DemoRoutes demo;
  private final RulesetRoutes rulesets;
  private final RuleRoutes rules;
  private final DraftMounts drafts;
  private final ExperimentRoutes experiments;

  public Api(Services services, HttpSettings settings) {
    this.services = services;
    this.settings = settings;
    var limits = settings.limits();
    this.clients = new Clients(settings.behindProxy(), limits.allowedHosts());
    this.gate =
        new KeyGate(
            services.access(), clients, new InvalidKeys(limits.invalidKeys(), System::nanoTime));
    this.connections = new Connections(limits, settings.behindProxy());
    this.bodies = new Bodies.Kinds(limits);
    gauges(services.metrics());
    this.refusals = new Refusals(services.metrics());
    var askers = new VisitorIdentifier(services, settings.behindProxy());
    var words =
        new ShopVocabulary(
            () -> services.rulesets().get().get().base(),
            services.experiments().now(),
            services.category());
    var consents =
        new ConsentReader(() -> services.rulesets().get().get().base().folder().purposes());
    var reader =
        new EventReader(services.access(), services.product(), services.pages(), words, consents);
    var aside = new AsideRules(services.rulesets());
    this.previews = new PreviewRoutes(services, gate, reader, aside);
    this.decisions =
        new DecisionRoutes(services, gate, askers, reader, previews, settings.explainToSites());
    this.events = new EventRoutes(services, gate, askers, reader);
    this.segment = new SegmentRoutes(services, gate, askers, reader);
    this.shop = new ShopRoutes(services, gate);
    this.streams =
        new EventStreams(
            () -> services.rulesets().get().get().base().hash(),
            services.experiments().now(),
            clients,
            limits.connections() / 2);
    this.ofrep = new OfrepRoutes(services, gate, askers, streams, settings.behindProxy());
    this.visitors = new VisitorRoutes(services, gate, askers);
    this.visitorData = new VisitorDataRoutes(services.visitors(), gate);
    this.reports = new ReportRoutes(services, gate);
    this.replays = new ReplayRoutes(services, gate);
    this.ledger = new LedgerRoutes(services, gate);
    this.graduation = new GraduationRoutes(services, gate);
    this.studies = new StudyRoutes(services, gate);
    this.notes = new NoteRoutes(services, gate);
    this.shares = new ShareRoutes(services, gate);
    this.simulations = new SimulationRoutes(services, gate, reader, aside);
    this.server = new ServerRoutes(services, gate);
    this.data = new DataRoutes(services, gate);
    this.demo = new DemoRoutes(services.access()::demoKey, client);
    this.rulesets = new RulesetRoutes(services, gate);
    this.rules = new RuleRoutes(services, gate);
    this.drafts = new DraftMounts(services, gate, reader, aside);
    this.experiments = new ExperimentRoutes(services, gate);
  }

  /** The routes, for one event loop. */
  public Router router(Vertx vertx) {
    var router = entrance(vertx);
    open(router, HttpMethod.POST, "/v1/decisions", decisions::decide);
    open(router, HttpMethod.POST, "/v1/events", events::take);
    for (var batch : List.of("/v1/batch", "/v1/b", "/v1/import", Target.IMPORT)) {
      open(router, HttpMethod.POST, batch, segment::batch);
    }
    for (var single : SegmentItem.paths()) {
      open(router, HttpMethod.POST, "/v1/" + single, segment::single);
    }
    mount(router, HttpMethod.GET, "/v1/decisions/:id", decisions::stored);
    open(router, HttpMethod.POST, "/ofrep/v1/evaluate/flags", ofrep::evaluateAll);
    open(router, HttpMethod.POST, "/ofrep/v1/evaluate/flags/:key", ofrep::evaluate);
    mount(router, HttpMethod.GET, EventStreams.PATH, ofrep::stream);
    mount(router, HttpMethod.POST, "/v1/previews", previews::create);
    mount(router, HttpMethod.PUT, "/v1/catalogue", shop::catalogue);
    Resource.mount(
        router,
        "/v1/catalogue/:id",
        Map.of(HttpMethod.GET, shop::product, HttpMethod.DELETE, shop::delete),
        null,
        services.metrics());
    mount(router, HttpMethod.POST, "/v1/stock", shop::stock);
    mount(router, HttpMethod.POST, "/v1/replay", replays::replay);
    mount(router, HttpMethod.POST, "/v1/simulate", simulations::simulate);
    mount(router, HttpMethod.POST, "/v1/visitors/token", visitors::token);
    open(router, HttpMethod.POST, "/v1/visitors/reset", visitors::reset);
    mount(router, HttpMethod.GET, "/v1/visitors/:id/export", visitorData::export);
    Resource.mount(
        router,
        "/v1/visitors/:id",
        Map.of(HttpMethod.GET, visitorData::show, HttpMethod.DELETE, visitorData::erase),
        null,
        services.metrics());
    mount(router, HttpMethod.DELETE, "/v1/visitors/:id/ids/:other", visitorData::untie);
    mount(router, HttpMethod.GET, "/v1/rules", rules::live);
    Resource.mount(
        router,
        "/v1/rulesets",
        Map.of(HttpMethod.GET, rulesets::history, HttpMethod.POST, rulesets::publish),
        null,
        services.metrics());
    mount(router, HttpMethod.GET, "/v1/rulesets/diff", rulesets::diff);
    mount(router, HttpMethod.POST, "/v1/rulesets/check", rulesets::check);
    mount(router, HttpMethod.GET, "/v1/rulesets/:hash", rulesets::version);
    mount(router, HttpMethod.POST, "/v1/rulesets/:hash/rollback", rulesets::rollback);
    mount(router, HttpMethod.POST, "/v1/rulesets/:hash/approve", rulesets::approve);
    drafts.mount(router);
    mount(router, HttpMethod.GET, "/v1/experiments/:id/report", reports::report);
    mount(router, HttpMethod.GET, "/reports", reports::index);
    mount(router, HttpMethod.GET, "/v1/ledger", ledger::json);
    mount(router, HttpMethod.GET, "/v1/ignorance", ledger::ignorance);
    mount(router, HttpMethod.GET, "/reports/ledger", ledger::page);
    mount(router, HttpMethod.GET, "/reports/ledger.csv", ledger::csv);
    mount(router, HttpMethod.GET, "/v1/plan", studies::plan);
    mount(router, HttpMethod.GET, "/reports/plan", studies::planPage);
    mount(router, HttpMethod.GET, "/reports/plan.csv", studies::planCsv);
    mount(router, HttpMethod.GET, "/v1/programme", studies::programme);
    mount(router, HttpMethod.GET, "/reports/programme", studies::programmePage);
    mount(router, HttpMethod.GET, "/reports/programme.csv", studies::programmeCsv);
    mount(router, HttpMethod.GET, "/reports/:id", reports::page);
    mount(router, HttpMethod.GET, "/shared/:token", shares::show);
    mount(router, HttpMethod.GET, "/v1/experiments", experiments::list);
    Resource.mount(
        router,
        "/v1/experiments/:id",
        Map.of(HttpMethod.GET, experiments::show, HttpMethod.PUT, experiments::apply),
        null,
        services.metrics());
    mount(router, HttpMethod.POST, "/v1/experiments/:id/graduate", graduation::draft);
    mount(router, HttpMethod.POST, "/v1/experiments/:id/share", shares::share);
    mount(router, HttpMethod.POST, "/v1/experiments/:id/notes", notes::add);
    mount(router, HttpMethod.DELETE, "/v1/experiments/:id/notes/:number", notes::remove);
    mount(router, HttpMethod.POST, "/v1/experiments/:id/:step", experiments::step);
    mount(router, HttpMethod.GET, ClientRoutes.PATH + ":file", client::file);
    mount(router, HttpMethod.GET, "/demo", demo::home);
    mount(router, HttpMethod.GET, DemoRoutes.PATH + ":page", demo::page);
    mount(router, HttpMethod.GET, "/openapi.yaml", server::openapi);
    mount(router, HttpMethod.GET, "/health/live", server::live);
    mount(router, HttpMethod.GET, "/health/ready", server::ready);
    mount(router, HttpMethod.GET, "/v1/health/data", data::health);
    mount(router, HttpMethod.GET, "/metrics", server::metrics);
    return withExit(router);
  }

  /** What every request passes first. */
  private Router entrance(Vertx vertx) {
    var router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              connections.begin(context.request());
              AccessLog.begin(context, clients);
              bodies.attach(context);
              Answers.secure(context.response());
              Target.check(context);
              context.next();
            })
        .failureHandler(refusals);
    return router;
  }

  private static Router withExit(Router router) {
    router
        .route()
        .handler(
            context -> {
              throw new Refused(Target.NOWHERE);
            });
    return router;
  }

  /**
   * A server of this interface, on the event loop that calls. Several of one Vert.x share a port
   * when it is not 0.
   */
  public Future<HttpServer> listen(Vertx vertx) {
    if (sweeping.compareAndSet(false, true)) {
      vertx.setPeriodic(SWEEP_MILLIS, tick -> sweep());
      vertx.setPeriodic(EventStreams.EVERY_MILLIS, tick -> streams.tick());
    }
    return listen(vertx, settings.host(), settings.port(), router(vertx), settings.tls());
  }

  /**
   * A server of metrics alone, which asks for no key; none where the settings have no address for
   * it.
   */
  public Future<@Nullable HttpServer> listenForMetrics(Vertx vertx) {
    var at = settings.metrics();
    if (at.port() < 0) {
      return Future.succeededFuture();
    }
    var router = entrance(vertx);
    mount(router, HttpMethod.GET, "/metrics", server::openMetrics);
    return listen(vertx, at.host(), at.port(), withExit(router), null).map(listening -> listening);
  }

  private Future<HttpServer> listen(
      Vertx vertx, String host, int port, Router router, @Nullable TlsFiles tls) {
    var options =
        new HttpServerOptions()
            .setHost(host)
            // A negative port is a free one that all event loops share; zero would give each its
            // own.
            .setPort(port == 0 ? -1 : port)
            .setHttp2ClearTextEnabled(settings.limits().h2c())
            // Those that wait for their clients are closed by Connections, and much sooner.
            .setIdleTimeout(Connections.LONGEST_SECONDS)
            .setMaxHeaderSize(MOST_HEADER_BYTES)
            .setHandle100ContinueAutomatically(true)
            .setCompressionSupported(true)
            .setCompressionContentSizeThreshold(LEAST_COMPRESSED)
            // No route speaks WebSocket, so no request need pass its handlers.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    if (tls != null) {
      options.setSsl(true).setUseAlpn(false).setKeyCertOptions(tls.pair(vertx));
    }
    var server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connections::accept)
            .invalidRequestHandler(refusals::malformed)
            .requestHandler(router);
    if (tls != null) {
      tls.follow(vertx, server);
    }
    return server.listen();
  }

  private void sweep() {
    long now = System.nanoTime();
    connections.expire(now);
    bodies.expire(now);
  }

  private void gauges(MeterRegistry metrics) {
    Gauge.builder("knowfirst.http.connections", connections, Connections::count)
        .description("Open connections of clients")
        .register(metrics);
    Gauge.builder("knowfirst.http.streams", this, api -> api.streams.count())
        .description("Open streams of server-sent events")
        .register(metrics);
    Gauge.builder("knowfirst.http.body", bodies, Bodies.Kinds::bytes)
        .description("Bodies that are received or processed")
        .baseUnit("bytes")
        .register(metrics);
  }

  /** A path that pages of other origins call. */
  private void open(
      Router router, HttpMethod method, String path, Handler<RoutingContext> handler) {
    Resource.mount(router, method, path, handler, gate, services.metrics());
  }

  private void mount(
      Router router, HttpMethod method, String path, Handler<RoutingContext> handler) {
    Resource.mount(router, method, path, handler, null, services.metrics());
  }
}
