package io.knowfirst.server.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** The HTTP interface, version 1, as {@code openapi.yaml} says. One serves all event loops. */
public final class Api {
  private static final int IDLE_SECONDS = 60;
  private static final int MOST_HEADER_BYTES = 16 * 1024;
  private static final Problem NOWHERE = Problem.notFound("There is nothing at this path.");

  private final Services services;
  private final HttpSettings settings;
  private final Gate gate;
  private final Refusals refusals;
  private final DecisionRoutes decisions;
  private final EventRoutes events;
  private final ShopRoutes shop;
  private final VisitorRoutes visitors;
  private final ReportRoutes reports;
  private final ReplayRoutes replays;
  private final LedgerRoutes ledger;
  private final GraduationRoutes graduation;
  private final SimulationRoutes simulations;
  private final ServerRoutes server;
  private final DataRoutes data;
  private final RulesetRoutes rulesets;
  private final RuleRoutes rules;
  private final ExperimentRoutes experiments;

  public Api(Services services, HttpSettings settings) {
    this.services = services;
    this.settings = settings;
    this.gate = new Gate(services.access());
    this.refusals = new Refusals(services.metrics());
    var askers = new Askers(services, settings.behindProxy());
    var reader = new EventReader(services.access(), services.product());
    this.decisions = new DecisionRoutes(services, gate, askers, reader, settings.explainToSites());
    this.events = new EventRoutes(services, gate, askers, reader);
    this.shop = new ShopRoutes(services, gate);
    this.visitors = new VisitorRoutes(services, gate);
    this.reports = new ReportRoutes(services, gate);
    this.replays = new ReplayRoutes(services, gate);
    this.ledger = new LedgerRoutes(services, gate);
    this.graduation = new GraduationRoutes(services, gate);
    this.simulations = new SimulationRoutes(services, gate, reader);
    this.server = new ServerRoutes(services, gate);
    this.data = new DataRoutes(services, gate);
    this.rulesets = new RulesetRoutes(services, gate);
    this.rules = new RuleRoutes(services, gate);
    this.experiments = new ExperimentRoutes(services, gate);
  }

  /** The routes, for one event loop. */
  public Router router(Vertx vertx) {
    var router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              Answers.secure(context.response());
              if (plain(context)) {
                context.next();
              } else {
                throw new Refused(NOWHERE);
              }
            })
        .failureHandler(refusals);
    open(router, HttpMethod.POST, "/v1/decisions", decisions::decide);
    open(router, HttpMethod.POST, "/v1/events", events::take);
    mount(router, HttpMethod.GET, "/v1/decisions/:id", decisions::stored);
    mount(router, HttpMethod.PUT, "/v1/catalogue", shop::catalogue);
    mount(router, HttpMethod.POST, "/v1/stock", shop::stock);
    mount(router, HttpMethod.POST, "/v1/replay", replays::replay);
    mount(router, HttpMethod.POST, "/v1/simulate", simulations::simulate);
    mount(router, HttpMethod.POST, "/v1/visitors/token", visitors::token);
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
    mount(router, HttpMethod.GET, "/v1/experiments/:id/report", reports::report);
    mount(router, HttpMethod.GET, "/reports", reports::index);
    mount(router, HttpMethod.GET, "/v1/ledger", ledger::json);
    mount(router, HttpMethod.GET, "/v1/ignorance", ledger::ignorance);
    mount(router, HttpMethod.GET, "/reports/ledger", ledger::page);
    mount(router, HttpMethod.GET, "/reports/ledger.csv", ledger::csv);
    mount(router, HttpMethod.GET, "/reports/:id", reports::page);
    mount(router, HttpMethod.GET, "/v1/experiments", experiments::list);
    Resource.mount(
        router,
        "/v1/experiments/:id",
        Map.of(HttpMethod.GET, experiments::show, HttpMethod.PUT, experiments::apply),
        null,
        services.metrics());
    mount(router, HttpMethod.POST, "/v1/experiments/:id/graduate", graduation::draft);
    mount(router, HttpMethod.POST, "/v1/experiments/:id/:step", experiments::step);
    mount(router, HttpMethod.GET, "/openapi.yaml", server::openapi);
    mount(router, HttpMethod.GET, "/health/live", server::live);
    mount(router, HttpMethod.GET, "/health/ready", server::ready);
    mount(router, HttpMethod.GET, "/v1/health/data", data::health);
    mount(router, HttpMethod.GET, "/metrics", server::metrics);
    router
        .route()
        .handler(
            context -> {
              throw new Refused(NOWHERE);
            });
    return router;
  }

  /**
   * A server of this interface, on the event loop that calls. Several of one Vert.x share a port
   * when it is not 0.
   */
  public Future<HttpServer> listen(Vertx vertx) {
    var options =
        new HttpServerOptions()
            .setHost(settings.host())
            // A negative port is a free one that all event loops share; zero would give each its
            // own.
            .setPort(settings.port() == 0 ? -1 : settings.port())
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxHeaderSize(MOST_HEADER_BYTES)
            .setHandle100ContinueAutomatically(true)
            // No route speaks WebSocket, so no request need pass its handlers.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false);
    return vertx
        .createHttpServer(options)
        .invalidRequestHandler(refusals::malformed)
        .requestHandler(router(vertx))
        .listen();
  }

  /** Whether the path is spelt in the one way, so that whatever stands before it saw the same. */
  private static boolean plain(RoutingContext context) {
    var path = context.request().path();
    return path != null && path.equals(context.normalizedPath()) && !path.endsWith("/");
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
