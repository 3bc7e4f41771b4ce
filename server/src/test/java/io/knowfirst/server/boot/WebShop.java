package io.knowfirst.server.boot;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One server, one site in front of it and one Chromium, for all tests of the page client. Without a
 * Chromium those are skipped.
 */
final class WebShop implements AutoCloseable {
  static final String PERSON =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  static final Path CHROMIUM =
      Path.of(System.getProperty("knowfirst.chromium", "/usr/bin/chromium"));
  static final String NO_BROWSER =
      "Skipped: the tests of the page client need a browser at %s. Maybe run: apt-get install chromium"
          .formatted(CHROMIUM);

  /** Gives tests the shop as a parameter, where there is a browser. */
  static final class Resolver implements ParameterResolver, ExecutionCondition {
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Files.isExecutable(CHROMIUM)) {
        return ConditionEvaluationResult.enabled("There is a browser.");
      }
      if (TOLD.compareAndSet(false, true)) {
        System.out.println(NO_BROWSER);
      }
      return ConditionEvaluationResult.disabled(NO_BROWSER);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == WebShop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      var store = context.getRoot().getStore(Namespace.GLOBAL);
      var shop = store.getOrComputeIfAbsent(WebShop.class, key -> new WebShop(), WebShop.class);
      shop.reset();
      return shop;
    }
  }

  private final Path folder;
  private final TestServer server;
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;
  private final Playwright playwright;
  final Site site;
  final Browser browser;
  final String key;

  private WebShop() {
    try {
      folder = Files.createTempDirectory("web-shop");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var postgres = TestDatabase.url();
    server = TestServer.start(folder, postgres, rules());
    site = new Site(server.port());
    pool = PgBuilder.pool().connectingTo(PgConnectOptions.fromUri(postgres)).using(vertx).build();
    key = siteKey(site.origin());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setIgnoreDefaultArgs(List.of("--disable-back-forward-cache"))
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  private static Map<String, String> rules() {
    var files = SmallShop.files();
    files.put(
        "contents/welcome.yaml", "headline: Welcome\nlink: /hello\nimage: /images/welcome.png\n");
    files.put(
        "contents/rain.yaml",
        """
        headline: <b>Umbrellas</b>
        link: "javascript:alert(1)"
        image: https://images.example/rain.png
        imageAlt: Rain
        """);
    return files;
  }

  void reset() {
    site.mode = Site.Mode.PASS;
    site.asked.clear();
  }

  /** The link that makes the first administrator. */
  String firstAdministrator() {
    return server.firstAdministrator();
  }

  /** A page of the console. */
  String console(String page) {
    return "http://localhost:" + server.port() + "/console/" + page;
  }

  /** A browser of its own, used by a person. */
  BrowserContext person() {
    return browser.newContext(new Browser.NewContextOptions().setUserAgent(PERSON));
  }

  /** A page of that site with these attributes of the script tag and this body. */
  String html(String attributes, String body) {
    return html(attributes, body, key);
  }

  String html(String attributes, String body, String siteKey) {
    return """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>%s
        <script async src="/kf/client/knowfirst.js" data-key="%s" %s></script></head><body>%s</body></html>"""
        .formatted(loader(), siteKey, attributes, body);
  }

  int port() {
    return server.port();
  }

  /** A key for pages of this origin. */
  String siteKey(String origin) {
    return await(
            new AccessKeys(pool, InstantSource.system(), new SecureRandom())
                .make(KeyKind.SITE, "site", List.of(origin)))
        .text();
  }

  String loader() {
    return server.ask("/client/loader.html").body();
  }

  /** Puts a page at a path and opens it there. */
  Page open(BrowserContext context, String path, String html) {
    site.put(path, html);
    var page = context.newPage();
    page.navigate(site.origin() + path);
    return page;
  }

  /** The first number that a query gives. */
  long count(String sql) {
    return await(pool.query(sql).execute()).iterator().next().getLong(0);
  }

  long exposures() {
    return count("select count(*) from event where type = 'exposure'");
  }

  /** As a backend gets it for a customer who has signed in. */
  String token(String visitor) {
    return server
        .post("/v1/visitors/token", "{\"visitor\":{\"id\":\"" + visitor + "\"}}")
        .json()
        .path("token")
        .asText();
  }

  TestServer.Answer decide(String visitor, String placements, String more) {
    return server.decide(visitor, placements, more);
  }

  /** Sends events as the shop's backend does. */
  void tell(String... events) {
    var answer = server.post("/v1/events", "{\"batch\":[" + String.join(",", events) + "]}");
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.json().toString());
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
    site.close();
    await(pool.close());
    server.close();
    await(vertx.close());
  }
}
