package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.openfeature.contrib.providers.ofrep.OfrepProvider;
import dev.openfeature.contrib.providers.ofrep.OfrepProviderOptions;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.Value;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenFeature's own providers against the server, and what they leave in the counts. */
class OfrepProvidersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String url = "";
  private static TestServer server;
  private static Path folder;

  @BeforeAll
  static void start(@TempDir Path temporary) {
    folder = temporary;
    url = TestDatabase.url();
    server = TestServer.start(folder.resolve("one"), url, files("Welcome"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<String, String> files(String title) {
    var files = SmallShop.files();
    files.put(
        "placements.yaml",
        """
        - {id: hero, channel: web, content: welcome}
        - {id: shelf, channel: web, content: shelf-default}
        - {id: broken, channel: web, content: welcome}
        - {id: title, channel: web, content: title}
        - {id: limit, channel: web, content: limit}
        - {id: beta, channel: web, content: beta}
        - {id: empty, channel: web}
        - {id: ahead, channel: web, content: welcome}
        """);
    files.put("contents/title.yaml", "value: " + title + "\n");
    files.put("contents/limit.yaml", "value: 7\n");
    files.put("contents/beta.yaml", "value: true\n");
    files.put(
        "campaigns/campaigns.yaml",
        files.get("campaigns/campaigns.yaml")
            + "- {id: sun, style: automation, placements: [ahead], contents: [rain], priority: 10, owner: me}\n");
    files.put(
        "campaigns/sun.drl",
        """
        package small.campaigns;
        import io.knowfirst.rules.facts.*;
        rule "Sun cream when it is clear"
            @campaign("sun") @owner("me")
        when
            Weather(condition == "clear")
        then
            insert(new Offer("sun"));
        end
        """);
    return files;
  }

  @Test
  void the_provider_for_Java_reads_values_of_every_kind() throws Exception {
    var api = OpenFeatureAPI.getInstance();
    api.setProviderAndWait(provider(server.key(KeyKind.SECRET)));
    try {
      api.addHooks(hookOfTheDocuments());
      var client = api.getClient();
      var rain = Map.of("weather", Value.objectToValue(Map.of("condition", "rain", "celsius", 9)));
      EvaluationContext context = new ImmutableContext("java-1", rain);
      var hero = client.getObjectDetails("hero", new Value(), context);
      assertThat(hero.getReason()).isEqualTo("TARGETING_MATCH");
      assertThat(hero.getVariant()).isEqualTo("rain");
      assertThat(hero.getValue().asStructure().getValue("headline").asString()).isEqualTo("rain");
      assertThat(hero.getFlagMetadata().getString("campaign")).isEqualTo("rain");
      var shelf = client.getObjectDetails("shelf", new Value(), context);
      assertThat(shelf.getReason()).isEqualTo("SPLIT");
      assertThat(shelf.getVariant()).isIn("list", "grid");
      assertThat(shelf.getFlagMetadata().getInteger("phase")).isEqualTo(1);
      var title = client.getStringDetails("title", "code", context);
      assertThat(title.getValue()).isEqualTo("Welcome");
      assertThat(title.getReason()).isEqualTo("STATIC");
      assertThat(client.getIntegerValue("limit", 0, context)).isEqualTo(7);
      assertThat(client.getBooleanValue("beta", false, context)).isTrue();

      var missing = client.getBooleanDetails("nowhere", true, context);
      assertThat(missing.getValue()).isTrue();
      assertThat(missing.getErrorCode()).isEqualTo(ErrorCode.FLAG_NOT_FOUND);
      var mismatch = client.getBooleanDetails("title", true, context);
      assertThat(mismatch.getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
      assertThat(client.getStringValue("empty", "code", context)).isEqualTo("code");
      var keyless = client.getObjectDetails("shelf", new Value(), new ImmutableContext());
      assertThat(keyless.getVariant()).isEqualTo("shelf-default");
      assertThat(keyless.getReason()).isEqualTo("DEFAULT");

      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(number("select count(*) from exposure where visitor = 'java-1'"))
                      .isEqualTo(1));
    } finally {
      api.clearHooks();
      api.shutdown();
    }
    var refused =
        provider("kf_secret_none").getStringEvaluation("title", "code", new ImmutableContext());
    assertThat(refused.getValue()).isEqualTo("code");
    assertThat(refused.getErrorCode()).isEqualTo(ErrorCode.GENERAL);
  }

  private static OfrepProvider provider(String key) {
    return OfrepProvider.constructProvider(
        OfrepProviderOptions.builder()
            .baseUrl("http://127.0.0.1:" + server.port())
            .headers(ImmutableMap.of("X-API-Key", ImmutableList.of(key)))
            .build());
  }

  /** Compiled from the file that readers are given. */
  private static Hook<?> hookOfTheDocuments() throws Exception {
    var source = documents().resolve("openfeature/KnowfirstExposureHook.java");
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
    assertThat(failed).isZero();
    @SuppressWarnings("resource") // closed with the process: its thread goes on
    var loader =
        new URLClassLoader(
            new java.net.URL[] {folder.toUri().toURL()}, OfrepProvidersTest.class.getClassLoader());
    return (Hook<?>)
        loader
            .loadClass("KnowfirstExposureHook")
            .getConstructor(String.class, String.class)
            .newInstance("http://127.0.0.1:" + server.port(), server.key(KeyKind.SECRET));
  }

  private static Path documents() {
    var own = Path.of("docs").toAbsolutePath();
    return Files.isDirectory(own) ? own : Path.of("..", "docs").toAbsolutePath().normalize();
  }

  @Test
  void the_provider_for_servers_in_JavaScript_reads_values_of_every_kind() throws Exception {
    var read =
        json(
            NodeScript.run(
                "ofrep-server.mjs",
                "http://127.0.0.1:" + server.port(),
                server.key(KeyKind.SECRET),
                "node-1"));
    assertThat(read.at("/object/reason").asText()).isEqualTo("TARGETING_MATCH");
    assertThat(read.at("/object/variant").asText()).isEqualTo("rain");
    assertThat(read.at("/object/value/headline").asText()).isEqualTo("rain");
    assertThat(read.at("/split/reason").asText()).isEqualTo("SPLIT");
    assertThat(read.at("/text/value").asText()).isEqualTo("Welcome");
    assertThat(read.at("/number/value").asInt()).isEqualTo(7);
    assertThat(read.at("/truth/value").asBoolean()).isTrue();
    assertThat(read.at("/missing/errorCode").asText()).isEqualTo("FLAG_NOT_FOUND");
    assertThat(read.at("/missing/value").asBoolean()).isTrue();
    assertThat(read.at("/mismatch/errorCode").asText()).isEqualTo("TYPE_MISMATCH");
    assertThat(read.at("/empty/value").asText()).isEqualTo("code");
    assertThat(read.at("/keyless/variant").asText()).isEqualTo("rain");
    assertThat(read.at("/keyless/flagMetadata/token").isMissingNode()).isTrue();
    assertThat(read.at("/keylessSplit/reason").asText()).isEqualTo("DEFAULT");
    assertThat(number("select count(*) from exposure where visitor = 'node-1'")).isEqualTo(1);
  }

  @Test
  void the_provider_for_pages_follows_rules_and_experiments() throws Exception {
    NodeScript.assumeInstalled();
    assumeTrue(Files.isExecutable(WebShop.CHROMIUM), WebShop.NO_BROWSER);
    try (var own = TestServer.start(folder.resolve("web"), TestDatabase.url(), files("Welcome"))) {
      var rules = folder.resolve("rules.json");
      JSON.writeValue(rules.toFile(), files("Changed"));
      var read =
          json(
              NodeScript.run(
                  "ofrep-web.mjs",
                  "http://127.0.0.1:" + own.port(),
                  own.key(KeyKind.SITE),
                  own.key(KeyKind.ADMIN),
                  rules,
                  WebShop.CHROMIUM));
      assertThat(read.at("/first/text/value").asText()).isEqualTo("Welcome");
      assertThat(read.at("/first/split/reason").asText()).isEqualTo("SPLIT");
      assertThat(read.at("/first/missing/errorCode").asText()).isEqualTo("FLAG_NOT_FOUND");
      assertThat(read.at("/first/mismatch/errorCode").asText()).isEqualTo("TYPE_MISMATCH");
      assertThat(read.at("/first/empty/value").asText()).isEqualTo("code");
      assertThat(read.path("afterPublish").asLong()).isLessThan(2_000);
      assertThat(read.at("/title/value").asText()).isEqualTo("Changed");
      assertThat(read.path("afterPause").asLong()).isLessThan(2_000);
      assertThat(read.at("/shelf/reason").asText()).isEqualTo("DEFAULT");
      assertThat(read.path("polled")).hasSizeGreaterThan(2);
      assertThat(read.path("polled").get(0).asInt()).isEqualTo(200);
      assertThat(read.path("polled").get(2).asInt()).isEqualTo(304);
    }
  }

  @Test
  void what_is_evaluated_ahead_counts_once_it_is_shown() throws Exception {
    var body =
        "{\"context\":{\"targetingKey\":\"ahead-%d\",\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0\",\"weather\":{\"condition\":\"clear\",\"celsius\":20}}}";
    JsonNode flag = null;
    for (int i = 0; i < 5; i++) {
      var all =
          server.post("/ofrep/v1/evaluate/flags", body.formatted(i), server.key(KeyKind.SITE));
      assertThat(all.status()).isEqualTo(200);
      flag = all.json().path("flags").get(0);
    }
    assertThat(flag.path("key").asText()).isEqualTo("ahead");
    assertThat(flag.path("reason").asText()).isEqualTo("TARGETING_MATCH");
    var stored = server.get("/v1/decisions/" + flag.at("/metadata/decisionId").asText()).json();
    assertThat(stored.path("prefetched").asBoolean()).isTrue();
    var confirm =
        "{\"type\":\"exposure\",\"token\":\"" + flag.at("/metadata/token").asText() + "\"}";
    for (int i = 0; i < 3; i++) {
      assertThat(server.post("/v1/events", confirm).status()).isEqualTo(200);
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(
                      number(
                          "select sum(decisions) from decision_count where placement = 'ahead' and campaign = 'sun'"))
                  .isEqualTo(1);
              assertThat(fires("Sun cream when it is clear")).isEqualTo(1);
            });
    assertThat(number("select count(*) from event where visitor = 'unproven:ahead-4'"))
        .isEqualTo(1);
  }

  private static long fires(String rule) {
    for (var one : server.get("/v1/rules").json().path("rules")) {
      if (one.path("rule").asText().equals(rule)) {
        var days = one.path("fires");
        return days.path(days.size() - 1).asLong();
      }
    }
    return -1;
  }

  @Test
  void a_page_that_only_names_a_visitor_draws_as_they_do_and_reads_nothing_of_them() {
    for (int i = 0; i < 20; i++) {
      var body = "{\"context\":{\"targetingKey\":\"known-" + i + "\"}}";
      var path = "/ofrep/v1/evaluate/flags/shelf";
      var named = server.post(path, body, server.key(KeyKind.SITE)).json();
      var proven = server.post(path, body, server.key(KeyKind.SECRET)).json();
      assertThat(named.path("variant")).isEqualTo(proven.path("variant"));
    }
    server.post(
        "/v1/events",
        """
        {"batch":[{"type":"consent","messageId":"c","userId":"buyer","purposes":{"personalization":true}},
          {"type":"track","event":"Order Completed","messageId":"o","userId":"buyer","properties":{"order_id":"o-b",
           "products":[{"product_id":"p-9","category":"apparel.jeans","price":50}]}}]}""");
    var hero = "/ofrep/v1/evaluate/flags/hero";
    var buyer = "{\"context\":{\"targetingKey\":\"buyer\"}}";
    assertThat(server.post(hero, buyer, server.key(KeyKind.SECRET)).json().path("variant").asText())
        .isEqualTo("jeans");
    var page = server.post(hero, buyer, server.key(KeyKind.SITE)).json();
    assertThat(page.path("variant").asText()).isEqualTo("welcome");
    var shown = "{\"type\":\"exposure\",\"token\":\"" + page.at("/metadata/token").asText() + "\"}";
    assertThat(server.post("/v1/events", shown, server.key(KeyKind.SITE)).status()).isEqualTo(200);
    assertThat(server.get("/v1/visitors/buyer").json().path("exposures").asInt()).isZero();
  }

  @Test
  void a_stream_on_another_member_hears_of_what_was_published_here() throws Exception {
    try (var other = TestServer.start(folder.resolve("two"), url, files("Welcome"))) {
      var stream =
          URI.create(
                  "http://127.0.0.1:"
                      + other.port()
                      + "/ofrep/v1/stream?key="
                      + server.key(KeyKind.SITE))
              .toURL()
              .openConnection();
      var lines = new LinkedBlockingQueue<String>();
      var thread = new Thread(() -> read(stream, lines));
      thread.setDaemon(true);
      thread.start();
      assertThat(lines.poll(5, TimeUnit.SECONDS)).startsWith("retry:");
      assertThat(lines.poll(5, TimeUnit.SECONDS)).startsWith("id: ");
      var body = JSON.writeValueAsString(Map.of("files", files("Everywhere")));
      assertThat(server.postAsAdmin("/v1/rulesets?message=everywhere", body).status())
          .isEqualTo(201);
      long published = System.nanoTime();
      String line = "";
      while (line != null && !line.startsWith("data:")) {
        line = lines.poll(5, TimeUnit.SECONDS);
      }
      assertThat(line).contains("refetchEvaluation");
      assertThat(Duration.ofNanos(System.nanoTime() - published)).isLessThan(Duration.ofSeconds(2));
      var back = JSON.writeValueAsString(Map.of("files", files("Welcome")));
      server.postAsAdmin("/v1/rulesets?message=back", back);
    }
  }

  /** Until the stream ends with its server. */
  private static void read(URLConnection stream, Queue<String> lines) {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException ended) {
      lines.add("ended");
    }
  }

  private static JsonNode json(String output) throws Exception {
    var lines = List.of(output.strip().split("\n"));
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  private static long number(String query) throws SQLException {
    var jdbc =
        url.replaceFirst(
            "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
            "jdbc:postgresql://$3?user=$1&password=$2&$4");
    try (var connection = DriverManager.getConnection(jdbc);
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
