package io.knowfirst.server.http;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.experiments.assignment.Holdout;
import io.knowfirst.experiments.report.Analysis;
import io.knowfirst.experiments.report.ExperimentData;
import io.knowfirst.experiments.report.Metric;
import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.report.Settings;
import io.knowfirst.experiments.report.ledger.Bookkeeper;
import io.knowfirst.experiments.report.ledger.Ledger;
import io.knowfirst.experiments.report.ledger.LedgerData;
import io.knowfirst.experiments.report.ledger.LedgerSettings;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio;
import io.knowfirst.rules.base.Firing;
import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.catalogue.LineProblem;
import io.knowfirst.server.catalogue.StockChange;
import io.knowfirst.server.catalogue.StockReceipt;
import io.knowfirst.server.catalogue.UploadReport;
import io.knowfirst.server.decision.Simulator;
import io.knowfirst.server.decision.StoredDecision;
import io.knowfirst.server.experiment.Experiments;
import io.knowfirst.server.experiment.Refusal;
import io.knowfirst.server.experiment.Step;
import io.knowfirst.server.graduation.Draft;
import io.knowfirst.server.graduation.NotDecidedException;
import io.knowfirst.server.ledger.LedgerQuestion;
import io.knowfirst.server.lifecycle.Change;
import io.knowfirst.server.lifecycle.Period;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.Held;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.model.Reason;
import io.knowfirst.server.postgres.Database;
import io.knowfirst.server.postgres.StoreUnavailable;
import io.knowfirst.server.postgres.TestDatabase;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.profile.Receipt;
import io.knowfirst.server.ruleset.Rulesets;
import io.knowfirst.server.ruleset.Start;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A real server with real keys in a real PostgreSQL. What stands behind the HTTP interface is
 * played by this class, so that a test sees what was passed on and says what comes back.
 */
final class TestApi implements AutoCloseable {
  static final String SHOP = "https://shop.example";
  static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Map<String, Placement> PLACEMENTS =
      Map.of(
          "home-hero", new Placement("home-hero", "web", "welcome"),
          "recommendations", new Placement("recommendations", "web", null),
          "till-receipt", new Placement("till-receipt", "till", null));

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

  private static final Decision.Tested TESTED =
      new Decision.Tested("reco-layout", "grid", 1, 17, 0.5, Assignment.Source.HASHED);
  private static final Held HELD =
      new Held(
          "global",
          "umbrellas",
          Holdout.Arm.KNOWN,
          List.of(new Held.Draw("holdout:umbrellas", "known", 4711, 0.95)));

  /** 100 of 1000 against 150 of 1000. */
  private static final Report REPORT =
      Analysis.report(
          new ExperimentData(
              "layout",
              List.of("list", "grid"),
              List.of(new SampleRatio.Period(List.of(1000L, 1000L), List.of(1.0, 1.0))),
              List.of(
                  new ExperimentData.MetricSums(
                      Metric.goal("conversion", MetricKind.BINARY),
                      List.of(Moments.ofConversions(1000, 100), Moments.ofConversions(1000, 150)))),
              List.of(),
              List.of(),
              null,
              List.of()),
          Settings.finished());

  final Vertx vertx = Vertx.vertx();
  final Database database = TestDatabase.open(vertx);
  final Access access;
  final Contract contract = new Contract();
  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final List<DecisionRequest> asked = new CopyOnWriteArrayList<>();
  final List<Event> taken = new CopyOnWriteArrayList<>();
  final List<StockChange> changed = new CopyOnWriteArrayList<>();
  final String site;
  final String secret;
  final String admin;
  final String otherAdmin;
  final Rulesets fourEyes;
  final Rulesets rulesetsAway;
  volatile Rulesets rulesets;
  volatile Instant now = NOW;
  volatile boolean ready = true;
  volatile boolean away;
  private final Set<String> ids = new HashSet<>();
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestApi(boolean behindProxy) {
    access = await(Access.open(vertx, database.pool(), () -> now, new SecureRandom()));
    var keys = new AccessKeys(database.pool(), () -> now, new SecureRandom());
    site = await(keys.make(KeyKind.SITE, "shop", List.of(SHOP))).text();
    secret = await(keys.make(KeyKind.SECRET, "backend", List.of())).text();
    admin = await(keys.make(KeyKind.ADMIN, "operator", List.of())).text();
    otherAdmin = await(keys.make(KeyKind.ADMIN, "other operator", List.of())).text();
    await(access.refresh());
    fourEyes = rulesets(database, true);
    var gone = TestDatabase.open(vertx);
    rulesetsAway = rulesets(gone, false);
    rulesetsAway.close();
    gone.close();
    rulesets = rulesets(database, false);
    var services =
        new Services(
            access,
            this::decide,
            this::accept,
            this::stored,
            id -> id.equals(SHOE.id()) ? Optional.of(SHOE) : Optional.empty(),
            this::upload,
            this::stock,
            (question, progress) -> ReplayAnswers.of(question, progress, away),
            new Simulator(vertx, this::profile, () -> Assortment.EMPTY, () -> Experiments.NONE)
                ::simulate,
            () -> PLACEMENTS,
            () -> away ? rulesetsAway : rulesets,
            () -> LiveAnswers.of(away),
            calls(),
            () -> ready,
            this::report,
            this::reports,
            this::ledger,
            this::graduate,
            metrics,
            () -> now);
    server = await(new Api(services, new HttpSettings("127.0.0.1", 0, behindProxy)).listen(vertx));
  }

  private Rulesets rulesets(Database store, boolean fourEyesOf) {
    try {
      var compiled = Files.createTempDirectory("compiled");
      var settings =
          new Rulesets.Settings(
              compiled,
              Duration.ZERO,
              fourEyesOf,
              (candidate, inForce, most) -> Optional.empty(),
              () -> Outside.at(now),
              folder -> Future.succeededFuture(),
              () -> now);
      var made = new Rulesets(vertx, store.pool(), settings, new SimpleMeterRegistry());
      Start.read(null, compiled, Duration.ZERO, now).begin(made);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TestApi start() {
    return new TestApi(false);
  }

  static TestApi startBehindProxy() {
    return new TestApi(true);
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  int port() {
    return server.actualPort();
  }

  /** Forgets what was passed on and mends what was broken. */
  void reset() {
    asked.clear();
    taken.clear();
    changed.clear();
    ids.clear();
    now = NOW;
    ready = true;
    away = false;
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

  @Override
  public void close() {
    access.close();
    rulesets.close();
    fourEyes.close();
    await(server.close());
    database.close();
    await(vertx.close());
  }

  /** What a lifecycle with the experiment "layout" would say; "unsafe" may not be changed. */
  private ExperimentCalls calls() {
    var layout =
        ExperimentFile.read(
            "layout.yaml",
            "layout",
            """
            placement: recommendations
            owner: me
            running: true
            until: 2027-01-01T00:00:00Z
            variations:
              - {id: list, content: list, weight: 5000}
              - {id: grid, content: grid, weight: 5000}
            """,
            null);
    var known = Experiments.of(List.of(layout));
    var one = known.all().get(0);
    return new ExperimentCalls(
        () -> known,
        (id, text, who) ->
            orAway(
                () -> {
                  if (id.equals("unsafe")) {
                    throw new Refusal(List.of("It runs."));
                  }
                  ExperimentFile.read("experiments/" + id + ".yaml", id, text, null);
                  return one;
                }),
        (id, step, variation, who) ->
            orAway(
                () ->
                    known
                        .find(id)
                        .map(found -> step == Step.ARCHIVE ? step.take(found, null, now) : found)),
        id -> orAway(() -> List.of(new Change(now, "key k-1", "apply", "applied"))),
        id ->
            orAway(
                () ->
                    List.of(
                        new Period(
                            1,
                            now,
                            List.of("list", "grid"),
                            List.of(5_000, 5_000),
                            10_000,
                            List.of(0.5, 0.5)))));
  }

  private <T> Future<T> orAway(java.util.concurrent.Callable<T> answer) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    return vertx.executeBlocking(answer);
  }

  private Future<Decision> decide(DecisionRequest request) {
    asked.add(request);
    var placed = request.placements().stream().map(p -> placed(request, p)).toList();
    var events =
        request.events().isEmpty() ? null : new Decision.Taken(request.events().size(), 0, true);
    return Future.succeededFuture(
        new Decision("d-1", request.visitor(), "sha256:5f1d", 7, request.now(), placed, events));
  }

  private Decision.Placed placed(DecisionRequest request, Placement placement) {
    var origin = new Origin("e-1", request.now().minusSeconds(60));
    var rain = new Weather("rain", 9, List.of(origin));
    var member =
        new Membership("rained-on", "geographic", new Firing("Rain", List.of(rain), List.of()));
    var firing = new Firing("Umbrellas when it rains", List.of(), List.of(member));
    var note = new Reason.Note(Reason.Code.NO_OFFER, "Nothing was offered.");
    boolean known = placement.id().equals("home-hero");
    var token =
        access.sign(
            new Exposure(
                "d-1",
                placement.id(),
                request.visitor(),
                known ? Outcome.KNOWN : Outcome.TESTED,
                known ? "umbrellas" : null,
                known ? null : TESTED,
                List.of(),
                request.channel(),
                null));
    return known
        ? new Decision.Placed(
            placement.id(),
            Outcome.KNOWN,
            "umbrellas",
            Campaign.Style.AUTOMATION,
            null,
            HELD,
            new Decision.Shown("umbrella", Map.of("headline", "Dry", "id", "other"), List.of(SHOE)),
            new Reason(firing, List.of("rained-on"), List.of()),
            token)
        : new Decision.Placed(
            placement.id(),
            Outcome.TESTED,
            null,
            null,
            TESTED,
            null,
            null,
            new Reason(null, List.of(), List.of(note)),
            token);
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

  private Future<Optional<Report>> report(String id, @Nullable Integer phase) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    return Future.succeededFuture(
        id.equals("layout") && (phase == null || phase == 1)
            ? Optional.of(REPORT)
            : Optional.empty());
  }

  private Future<Optional<Draft>> graduate(String id) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    if (id.equals("open")) {
      return Future.failedFuture(new NotDecidedException("It has no winner."));
    }
    var finding =
        Finding.error("campaigns/layout-grid.drl", 1, 1, "KF100", "It is not as it should be.");
    return Future.succeededFuture(
        id.equals("layout")
            ? Optional.of(
                new Draft(
                    id,
                    "grid",
                    new TreeMap<>(Map.of("campaigns/layout-grid.drl", "rule")),
                    List.of(finding)))
            : Optional.empty());
  }

  /** 6 %, 5 % and 4 % of so many visitors. */
  private Future<Ledger> ledger(LedgerQuestion question) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    if (question.metric() != null && !question.metric().equals("conversion")) {
      return Future.failedFuture(new IllegalArgumentException("metric is unknown"));
    }
    var day =
        new LedgerData.Day(
            question.from(),
            0.95,
            Moments.ofConversions(95_000, 5_700),
            Moments.ofConversions(2_500, 125),
            Moments.ofConversions(2_500, 100));
    var missed =
        new LedgerData.Missed(
            "umbrellas", "Umbrellas when it rains", LedgerData.Instead.TESTED, 90, 45, 9);
    return Future.succeededFuture(
        Bookkeeper.ledger(
            new LedgerData(
                question.from(),
                question.until(),
                new LedgerData.Value(
                    "conversion", MetricKind.BINARY, Direction.HIGHER_IS_BETTER, ""),
                List.of(new LedgerData.Counts(LedgerData.Over.ALL, "", 6, 3, 1)),
                new LedgerData.Held("", List.of(day)),
                List.of(new LedgerData.Held("umbrellas", List.of(day))),
                List.of(new LedgerData.Gap("Weather", List.of(missed))),
                List.of()),
            LedgerSettings.DEFAULTS));
  }

  private Future<List<ReportIndex.Line>> reports() {
    return away
        ? Future.failedFuture(new StoreUnavailable("away"))
        : Future.succeededFuture(List.of(new ReportIndex.Line("layout", REPORT)));
  }

  private Future<Optional<StoredDecision>> stored(String id) {
    if (away) {
      return Future.failedFuture(new IOException("away"));
    }
    if (!id.equals("d-1")) {
      return Future.succeededFuture(Optional.empty());
    }
    var json =
        """
        {"decisionId":"d-1","visitor":{"id":"v-1"},"at":"2026-11-22T09:00:00Z","channel":"web",
         "ruleset":"sha256:5f1d","catalogue":7,"decisions":[]}""";
    return Future.succeededFuture(
        Optional.of(new StoredDecision(id, Json.parse(json.getBytes(StandardCharsets.UTF_8)))));
  }

  /** Takes lines that begin with a brace. */
  private Future<UploadReport> upload(ReadStream<Buffer> lines, Consumer<UploadReport> progress) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    Promise<UploadReport> done = Promise.promise();
    var text = Buffer.buffer();
    lines.handler(text::appendBuffer);
    lines.exceptionHandler(done::tryFail);
    lines.endHandler(
        end -> {
          int stored = 0;
          var problems = new ArrayList<LineProblem>();
          var all = text.toString().lines().toList();
          for (int i = 0; i < all.size(); i++) {
            if (all.get(i).startsWith("{")) {
              stored++;
            } else {
              problems.add(new LineProblem(i + 1, "", all.get(i), "an object"));
            }
            progress.accept(report(i + 1, stored, problems));
          }
          done.complete(report(all.size(), stored, problems));
        });
    return done.future();
  }

  private static UploadReport report(int lines, int stored, List<LineProblem> problems) {
    return new UploadReport(lines, stored, stored, problems.size(), problems, 8);
  }

  private Future<List<StockReceipt>> stock(List<StockChange> changes) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    changed.addAll(changes);
    return Future.succeededFuture(
        changes.stream()
            .map(
                c ->
                    c.product().equals("p-77")
                        ? new StockReceipt(c.product(), c.size(), StockReceipt.Status.CHANGED, 5)
                        : new StockReceipt(
                            c.product(), c.size(), StockReceipt.Status.UNKNOWN_PRODUCT, 0))
            .toList());
  }

  /** A JSON body of one page's usual question. */
  static String question() {
    return new JsonObject().put("placements", List.of("home-hero", "recommendations")).encode();
  }
}
