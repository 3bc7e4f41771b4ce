package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bucket4j.TimeMeter;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.TlsFiles;
import io.knowfirst.server.console.Console;
import io.knowfirst.server.console.ConsoleSources;
import io.knowfirst.server.console.ExperimentSources;
import io.knowfirst.server.console.OperateSources;
import io.knowfirst.server.console.TodaySources;
import io.knowfirst.server.console.VisitorSources;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.wire.Refused;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
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
  private final RateLimits rates;
  private final Gate gate;
  private final Refusals refusals;
  private final Connections connections;
  private final Bodies.Kinds bodies;
  private final AtomicBoolean sweeping = new AtomicBoolean();
  private final EventStreams streams;
  private final List<Route> routes;

  public Api(Services services, HttpSettings settings) {
    this.services = services;
    this.settings = settings;
    var limits = settings.limits();
    this.rates = new RateLimits(settings.load(), TimeMeter.SYSTEM_NANOTIME);
    this.clients = new Clients(settings.behindProxy(), limits.allowedHosts());
    var cookies = new PersonCookies(settings.behindProxy());
    this.gate =
        new Gate(
            services.people(),
            clients,
            new InvalidKeys(limits.invalidKeys(), System::nanoTime),
            cookies,
            rates);
    this.connections = new Connections(limits, settings.behindProxy());
    this.bodies = new Bodies.Kinds(limits);
    gauges(services.metrics());
    var people = services.people();
    var side = SideDecisions.of(services, gate);
    var console =
        new Console(
            people,
            sources(services, side),
            ConsoleRoutes.styleAddress(),
            ConsoleRoutes.editorAddress());
    var answers = new ConsoleAnswers(cookies);
    this.refusals = new Refusals(services.metrics(), console, answers);
    this.streams =
        new EventStreams(
            () -> services.rules().rulesets().get().get().base().hash(),
            services.experiments().now(),
            clients,
            limits.connections() / 2);
    var signIn = new SignInRoutes(people, console, gate, answers, cookies, clients);
    var provider = new ProviderRoutes(people, signIn, gate, cookies);
    var pages = new ConsoleRoutes(console, people, gate, answers, cookies);
    this.routes =
        new RouteTable(services, settings, gate, side, streams, signIn, provider, pages).all();
  }

  private static ConsoleSources sources(Services services, SideDecisions side) {
    var experiments = services.experiments();
    return new ConsoleSources(
        new TodaySources(
            services.rules().rulesets(),
            services.rules().drafts(),
            services.rules().live(),
            services.rules().members(),
            services.reports().all(),
            services.reports().outcomes(),
            services.catalogue().assortment(),
            () -> VocabularyWriter.seen(services),
            services.clock()),
        new VisitorSources(
            services.visitors().find(),
            services.visitors().latest()::latest,
            services.decisions().simulate(),
            (who, actor, asked) -> link(services, side, who, actor, asked),
            services.rules().graduate()),
        new ExperimentSources(
            experiments.now(),
            experiments.step()::take,
            experiments.history(),
            services.reports().ledger(),
            asked -> services.studies().logins().on(asked.from(), asked.until())),
        new OperateSources(
            () -> services.health().get().parts(),
            () -> services.health().get().members(),
            services.quality()::findings,
            services.webhooks()));
  }

  private static Future<VisitorSources.SharedLink> link(
      Services services, SideDecisions side, Caller who, Actor actor, ObjectNode asked) {
    return side.previews()
        .make(Vertx.currentContext().owner(), who, actor, asked)
        .map(
            made ->
                new VisitorSources.SharedLink(
                    Preview.QUERY + services.access().signPreview(made.text()), made.until()));
  }

  /** The routes, for one event loop. */
  public Router router(Vertx vertx) {
    var shedder = new LoadShedder(settings.load().mostWait().toNanos(), System::nanoTime);
    vertx.setPeriodic(LoadShedder.TICK_MILLIS, tick -> shedder.tick());
    var router = entrance(vertx, shedder);
    Resource.mount(router, routes, gate, services.metrics());
    return withExit(router);
  }

  /** All routes, with who may use them. */
  List<Route> routes() {
    return routes;
  }

  /** What every request passes first. */
  private Router entrance(Vertx vertx, LoadShedder shedder) {
    var router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              connections.begin(context.request());
              AccessLog.begin(context, clients);
              Answers.secure(context.response());
              var path = context.request().path();
              if (shedder.refuses(RouteTable.EVENTS.equals(path)) && !Gate.isOfProbes(path)) {
                gate.crossOrigin().allowKnown(context.request());
                refusals.overloaded(context);
                return;
              }
              bodies.attach(context);
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
    var router = entrance(vertx, new LoadShedder(0, System::nanoTime));
    Resource.mount(router, List.of(RouteTable.openMetrics(services)), gate, services.metrics());
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
    rates.tidy();
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
}
