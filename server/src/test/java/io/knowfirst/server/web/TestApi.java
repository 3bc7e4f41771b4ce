package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.ChannelModel;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.access.WantedKey;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.StockChange;
import io.knowfirst.server.catalogue.StockReceipt;
import io.knowfirst.server.decide.Simulator;
import io.knowfirst.server.decide.arbitration.MomentBounds;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.people.People;
import io.knowfirst.server.people.ProviderSettings;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.profile.Receipt;
import io.knowfirst.server.quality.DataQuality;
import io.knowfirst.server.quality.QualityFinding;
import io.knowfirst.server.quality.SwitchedCounts;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.knowfirst.server.webhooks.Webhooks;
import io.knowfirst.server.wire.Pages;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real server with real keys in a real PostgreSQL. What stands behind the HTTP interface is
 * played by this class, so that a test sees what was passed on and says what comes back. Registered
 * as an extension it is there for all tests of a class, each from another browser.
 */
final class TestApi implements AutoCloseable, BeforeEachCallback, AfterAllCallback {
  static final String SHOP = "https://shop.example";
  static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final Map<String, Placement> PLACEMENTS =
      Map.of(
          "home-hero", new Placement("home-hero", "web", "welcome"),
          "recommendations", new Placement("recommendations", "web", null),
          "till-receipt", new Placement("till-receipt", "till", null));

  /** As they are by default, but for the number of wrong keys, of which tests send many. */
  static final HttpLimits LIMITS =
      new HttpLimits(
          Set.of("reports.example"),
          false,
          HttpLimits.DEFAULTS.connections(),
          HttpLimits.DEFAULTS.bodyBytes(),
          HttpLimits.DEFAULTS.headTime(),
          HttpLimits.DEFAULTS.bodyTime(),
          HttpLimits.DEFAULTS.idleTime(),
          100_000);

  /** However slow the machine: what a server refuses under load is tested apart. */
  private static final LoadLimits UNHURRIED = new LoadLimits(0, 0, Duration.ZERO);

  static final Product SHOE =
      new Product(
          "p-77",
          "Canvas shoe",
          "apparel.shoes",
          79.9,
          3,
          Map.of(),
          Map.of("brand", List.of("acme"), "colour", List.of("blue")),
          "/shoes/77",
          null);

  final Vertx vertx = Vertx.vertx();
  final Database database = TestDatabase.open(vertx);
  final Access access;
  final People.Started people;
  final Contract contract = new Contract();
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final DataQuality quality =
      new DataQuality(
          () -> NOW, metrics, new SwitchedCounts(database.pool(), () -> this.qualityAway));
  final List<DecisionRequest> asked = new CopyOnWriteArrayList<>();
  final List<Event> taken = new CopyOnWriteArrayList<>();
  final List<StockChange> changed = new CopyOnWriteArrayList<>();
  final String site;
  final String secret;
  final String admin;
  final String otherAdmin;
  final Rulesets fourEyes;
  private final Database gone;
  private final Map<Rulesets, DraftDesk> desks = new ConcurrentHashMap<>();
  final Rulesets rulesetsAway;
  volatile Rulesets rulesets;
  volatile Instant now = NOW;

  /** Other experiments than the one that is always there; null for that one. */
  volatile @Nullable Experiments experiments;

  private int test;
  volatile boolean ready = true;
  volatile String postgresql = Health.OK;
  volatile boolean away;
  volatile boolean qualityAway;
  private final Set<String> ids = new HashSet<>();
  private final Api served;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestApi(
      boolean behindProxy,
      boolean explainToSites,
      HttpLimits limits,
      LoadLimits load,
      @Nullable ProviderSettings provider) {
    access = await(Access.open(vertx, database.pool(), () -> now, new SecureRandom()));
    people = People.start(vertx, database.pool(), access, () -> now, new SecureRandom(), provider);
    var keys = people.people().keys();
    site = await(keys.make(KeyKind.SITE, "shop", List.of(SHOP))).text();
    secret = await(keys.make(KeyKind.SECRET, "backend", List.of())).text();
    admin = await(keys.make(KeyKind.ADMIN, "operator", List.of())).text();
    otherAdmin = await(keys.make(KeyKind.ADMIN, "other operator", List.of())).text();
    await(access.refresh());
    fourEyes = ShopRulesets.of(this, database, true);
    gone = TestDatabase.open(vertx);
    rulesetsAway = ShopRulesets.of(this, gone, false);
    rulesetsAway.close();
    gone.close();
    rulesets = ShopRulesets.of(this, database, false);
    var services =
        new Services(
            access,
            people.people(),
            new DecisionCalls(
                this::decide,
                this::decide,
                id -> DecisionAnswers.stored(id, away),
                new Simulator(
                        vertx,
                        this::profile,
                        () -> Assortment.EMPTY,
                        () -> Experiments.NONE,
                        () -> null,
                        () -> ChannelModel.NONE,
                        () -> MomentBounds.NONE)
                    ::simulate),
            this::accept,
            this::profile,
            VisitorAnswers.calls(vertx, () -> away),
            new CatalogueCalls(
                id -> id.equals(SHOE.id()) ? Optional.of(SHOE) : Optional.empty(),
                path -> Categories.within(SHOE.category(), path),
                () -> Assortment.of(List.of(SHOE), 1),
                new Pages(
                    address -> Assortment.of(List.of(SHOE), 1).at(address),
                    search -> Assortment.of(List.of(SHOE), 1).named(search)),
                (lines, progress) -> CatalogueAnswers.upload(lines, progress, away),
                id ->
                    away
                        ? Future.failedFuture(new StoreUnavailable("away"))
                        : Future.succeededFuture(id.equals(SHOE.id())),
                this::stock),
            new RuleCalls(
                () -> PLACEMENTS,
                () -> away ? rulesetsAway : rulesets,
                this::drafts,
                () -> LiveAnswers.of(away),
                segments -> LiveAnswers.members(segments, away),
                (question, progress) -> ReplayAnswers.of(question, progress, away),
                id -> ReportAnswers.graduated(id, away)),
            new ExperimentAnswers(this).calls(),
            new ReportCalls(
                (id, phase) -> ReportAnswers.of(id, phase, away),
                () -> ReportAnswers.all(away),
                question -> ReportAnswers.ledger(question, away),
                question -> ReportAnswers.pressure(question, away),
                () -> ReportAnswers.outcomes(away),
                (id, question) -> ReportAnswers.flow(id, question, away)),
            StudyAnswers.calls(() -> away),
            AudienceAnswers.calls(() -> away, () -> rulesets.get().base().hash()),
            quality,
            new Webhooks(database.pool(), () -> now, new SecureRandom(), false),
            () ->
                new Health(
                    ready,
                    new TreeMap<>(Map.of("postgresql", postgresql)),
                    List.of("127.0.0.1:5701")),
            metrics,
            () -> now);
    served =
        new Api(
            services,
            new HttpSettings(
                "127.0.0.1",
                0,
                HttpSettings.MetricsAddress.NONE,
                behindProxy,
                explainToSites,
                limits,
                load,
                null));
    server = await(served.listen(vertx));
  }

  List<Route> routes() {
    return served.routes();
  }

  static TestApi start() {
    return start(LIMITS);
  }

  static TestApi start(HttpLimits limits) {
    return new TestApi(false, false, limits, UNHURRIED, null);
  }

  static TestApi start(LoadLimits load) {
    return new TestApi(false, false, LIMITS, load, null);
  }

  /** With single sign-on. */
  static TestApi start(ProviderSettings provider) {
    return new TestApi(false, false, LIMITS, UNHURRIED, provider);
  }

  /** As with {@code --explain-to-sites}. */
  static TestApi startExplaining() {
    return new TestApi(false, true, LIMITS, UNHURRIED, null);
  }

  static TestApi startBehindProxy() {
    return new TestApi(true, false, LIMITS, UNHURRIED, null);
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  int port() {
    return server.actualPort();
  }

  /** Forgets what was passed on, mends what was broken, and asks from another browser. */
  void reset() {
    test++;
    asked.clear();
    taken.clear();
    changed.clear();
    ids.clear();
    now = NOW;
    ready = true;
    postgresql = Health.OK;
    away = false;
    experiments = null;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    reset();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** A site key of one channel. */
  String keyOf(String channel) {
    var keys = new AccessKeys(database.pool(), () -> now, new SecureRandom());
    var made =
        await(
            keys.make(
                new WantedKey(KeyKind.SITE, channel, List.of(SHOP), List.of(channel), null, null),
                Actor.itself("test")));
    await(access.refresh());
    return made.text();
  }

  Exchange decide(String key, String body, String... headers) {
    return post("/v1/decisions", key, body, headers);
  }

  Exchange events(String key, String body, String... headers) {
    return post("/v1/events", key, body, headers);
  }

  Exchange post(String path, String key, String body, String... headers) {
    var all = new ArrayList<>(List.of("X-API-Key", key, "Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return send("POST", path, body, all.toArray(String[]::new));
  }

  Exchange get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  /** Refused to a wrong key; a page leads whoever has none to the sign-in. */
  void asNobody(String path) {
    assertThat(get(path, "X-API-Key", "none").status()).isEqualTo(401);
    assertThat(get(path).status()).isEqualTo(path.startsWith("/reports") ? 303 : 401);
  }

  /** Sends a request; its answer must be one that the contract has. */
  Exchange send(String method, String path, String body, String... headers) {
    return send(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Exchange send(String method, String path, byte[] body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    request.setHeader("User-Agent", BROWSER + " Test/" + test);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      var built = request.build();
      var response = client.send(built, BodyHandlers.ofString());
      var type = built.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
      var exchange =
          new Exchange(
              method,
              path,
              type,
              new String(body, StandardCharsets.UTF_8),
              response.statusCode(),
              response.headers(),
              response.body());
      contract.check(exchange);
      return exchange;
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What the data quality has counted so far. */
  List<QualityFinding> findings() {
    return await(quality.findings());
  }

  @Override
  public void close() {
    people.close();
    access.close();
    rulesets.close();
    fourEyes.close();
    await(server.close());
    database.close();
    await(vertx.close());
  }

  /** Of the versions that are served now. */
  DraftDesk drafts() {
    return desks.computeIfAbsent(
        away ? rulesetsAway : rulesets,
        served ->
            DraftDesk.of(
                vertx,
                away ? gone.pool() : database.pool(),
                served,
                ReplayAnswers.recordings(() -> away),
                () -> now));
  }

  private Future<Decision> decide(DecisionRequest request) {
    asked.add(request);
    return Future.succeededFuture(DecisionAnswers.of(request, access::sign));
  }

  private Future<Profile> profile(String visitor) {
    return away
        ? Future.failedFuture(new StoreUnavailable("away"))
        : Future.succeededFuture(Profile.empty(visitor));
  }

  private Future<List<Receipt>> accept(List<Event> events) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    taken.addAll(events);
    return Future.succeededFuture(
        events.stream()
            .map(
                event ->
                    new Receipt(
                        event.id(),
                        ids.add(event.visitor() + event.id())
                            ? Receipt.Status.ACCEPTED
                            : Receipt.Status.DUPLICATE))
            .toList());
  }

  private Future<List<StockReceipt>> stock(List<StockChange> changes) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    changed.addAll(changes);
    return Future.succeededFuture(CatalogueAnswers.receipts(changes));
  }

  /** A JSON body of one page's usual question. */
  static String question() {
    return new JsonObject().put("placements", List.of("home-hero", "recommendations")).encode();
  }
}
