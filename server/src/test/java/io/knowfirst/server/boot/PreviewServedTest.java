package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that shows what another version decides for somebody who is supposed. */
class PreviewServedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUYER =
      """
      "supposed":{"consents":{"personalization":true},"events":[{"type":"track","event":"Order Completed",
        "properties":{"order_id":"o-1","products":[{"product_id":"p-1","category":"apparel.jeans","price":50}]}}]}""";

  private static String url = "";
  private static TestServer server;
  private static String before = "";

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    url = TestDatabase.url();
    server = TestServer.start(folder, url, SmallShop.files());
    before = server.rules().hash();
    var files = SmallShop.files();
    files.put("contents/jeans.yaml", "headline: new jeans\n");
    var body = JSON.writeValueAsString(Map.of("files", files));
    assertThat(server.postAsAdmin("/v1/rulesets?message=new", body).status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_preview_decides_by_its_version_for_its_visitor_and_leaves_no_row() throws Exception {
    var live = token(BUYER);
    var earlier = token("\"ruleset\":\"" + before + "\"," + BUYER);
    var nobody = token("");
    Thread.sleep(4_000); // What was counted before is stored by then.
    var rows = rows();
    var metrics = decided();
    var question = "{\"placements\":[\"hero\",\"shelf\",\"gone\"]}";
    var shown = page("/v1/decisions", question, live);
    assertThat(shown.at("/decisions/0/content/headline").asText()).isEqualTo("new jeans");
    assertThat(shown.at("/decisions/0/campaign").asText()).isEqualTo("jeans");
    assertThat(shown.at("/decisions/0/reason/rule").asText()).isEqualTo("Jeans buyers see jeans");
    assertThat(shown.at("/decisions/0/token").asText()).isEmpty();
    assertThat(shown.at("/decisions")).hasSize(3);
    assertThat(shown.at("/decisions/2/placement").asText()).isEqualTo("gone");
    assertThat(shown.at("/decisions/2/reason/notes/0/code").asText())
        .isEqualTo("placement-unknown");
    assertThat(shown.path("ruleset").asText()).isNotEqualTo(before);
    var old = page("/v1/decisions", question, earlier);
    assertThat(old.at("/decisions/0/content/headline").asText()).isEqualTo("jeans");
    assertThat(old.path("ruleset").asText()).isEqualTo(before);
    assertThat(page("/v1/decisions", question, nobody).at("/decisions/0/outcome").asText())
        .isEqualTo("default");
    var events =
        page(
            "/v1/events",
            "{\"batch\":[{\"type\":\"consent\",\"messageId\":\"c\",\"purposes\":{\"personalization\":true}}]}",
            live);
    assertThat(events.path("accepted").asInt(-1)).isZero();
    assertThat(page("/v1/visitors/reset", "{}", live).at("/visitor/id").asText()).isNotEmpty();
    Thread.sleep(4_000);
    assertThat(rows()).isEqualTo(rows);
    assertThat(decided()).isEqualTo(metrics);
  }

  @Test
  void a_stored_visitor_is_decided_for_as_they_are() throws Exception {
    server.post(
        "/v1/events",
        """
        {"batch":[{"type":"consent","messageId":"c","userId":"b-1","purposes":{"personalization":true}},
          {"type":"track","event":"Order Completed","messageId":"o","userId":"b-1","properties":{"order_id":"o-2",
           "products":[{"product_id":"p-1","category":"apparel.jeans","price":50}]}}]}""");
    var shown =
        page("/v1/decisions", "{\"placements\":[\"hero\"]}", token("\"visitor\":{\"id\":\"b-1\"}"));
    assertThat(shown.at("/decisions/0/campaign").asText()).isEqualTo("jeans");
    var later =
        "\"visitor\":{\"id\":\"b-1\"},\"now\":\"" + Instant.now().plusSeconds(86_400L * 60) + "\"";
    assertThat(
            page("/v1/decisions", "{\"placements\":[\"hero\"]}", token(later))
                .at("/decisions/0/outcome")
                .asText())
        .isEqualTo("default");
  }

  @Test
  void a_link_that_ended_or_was_altered_gives_the_ordinary_decision_and_says_so() throws Exception {
    var good = token(BUYER);
    var soon = token(BUYER + ",\"until\":\"" + Instant.now().plusSeconds(1) + "\"");
    Thread.sleep(2_100);
    var question = "{\"placements\":[\"hero\"]}";
    for (var bad : List.of(good.substring(0, good.length() - 3) + "abc", "nonsense", soon)) {
      var answer = page("/v1/decisions", question, bad);
      assertThat(answer.at("/decisions/0/content/headline").asText()).isEqualTo("welcome");
      assertThat(answer.at("/decisions/0/token").asText()).isNotEmpty();
      assertThat(answer.path("notes").toString()).contains("preview-invalid", "Maybe");
      assertThat(answer.has("preview")).isFalse();
    }
  }

  @Test
  void what_cannot_be_previewed_is_told_by_its_place() {
    refused("\"until\":\"" + Instant.now().plusSeconds(90_000) + "\"", "/until");
    refused("\"ruleset\":\"0123456789\"", "/ruleset");
    refused("\"visitor\":{\"id\":\"v\"}," + BUYER, "/supposed");
    refused("\"visitor\":{}", "/visitor/id");
    refused("\"supposed\":{\"traits\":7}", "/supposed/traits");
    refused("\"supposed\":{\"events\":[{\"type\":\"track\"}],\"known\":7}", "/supposed/known");
    refused(
        "\"supposed\":{\"traits\":{\"a\":\""
            + "x".repeat(1_900)
            + "\",\"b\":\""
            + "y".repeat(1_900)
            + "\"}}",
        "");
    refused("\"rules\":1", "/rules");
  }

  @Test
  void the_page_client_shows_a_preview_on_the_strictest_page_and_says_why() throws Exception {
    var read = JSON.readTree(chromium());
    var shown = read.path("shown");
    assertThat(shown.path("errors")).isEmpty();
    assertThat(shown.path("hero").asText()).isEqualTo("new jeans");
    assertThat(shown.path("kept").asInt() + shown.path("cookies").asInt()).isZero();
    assertThat(shown.path("overlay").asText())
        .contains(
            "Preview", "hero", "known", "jeans", "Jeans buyers see jeans", "shelf", "layout:");
    assertThat(read.at("/altered/hero").asText()).isEqualTo("welcome");
    assertThat(read.at("/altered/overlay").asText()).contains("Preview ended", "altered");
    assertThat(read.at("/plain/hero").asText()).as("what the page came with").isEqualTo("embedded");
    assertThat(read.at("/plain/overlay").asText()).isEmpty();
    assertThat(read.at("/plain/errors")).isEmpty();
  }

  @Test
  void a_page_view_of_a_preview_leaves_no_row() throws Exception {
    NodeScript.assumeInstalled();
    Thread.sleep(4_000); // What was counted before is stored by then.
    var rows = rows();
    var metrics = decided();
    chromium("only", System.getProperty("preview.screenshot", ""));
    Thread.sleep(4_000);
    assertThat(rows()).isEqualTo(rows);
    assertThat(decided()).isEqualTo(metrics);
  }

  private static String chromium(Object... more) throws Exception {
    NodeScript.assumeInstalled();
    assumeTrue(Files.isExecutable(WebShop.CHROMIUM), WebShop.NO_BROWSER);
    var all =
        new ArrayList<Object>(
            List.of(
                "http://127.0.0.1:" + server.port(),
                server.key(KeyKind.SITE),
                token(BUYER),
                WebShop.CHROMIUM));
    all.addAll(List.of(more));
    return NodeScript.run("preview.mjs", all.toArray());
  }

  @Test
  void the_overlay_has_at_most_six_kilobytes_compressed() throws Exception {
    var answer = server.ask("/client/preview.mjs", "Accept-Encoding", "gzip");
    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(answer.body().length()).isLessThan(6 * 1024);
  }

  private static void refused(String fields, String pointer) {
    var answer = server.post("/v1/previews", "{" + fields + "}");
    assertThat(answer.status()).as(fields).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
  }

  private static String token(String fields) {
    var answer = server.post("/v1/previews", "{" + fields + "}");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    var token = answer.json().path("token").asText();
    assertThat(answer.json().path("query").asText()).isEqualTo("kf_preview=" + token);
    return token;
  }

  private static JsonNode page(String path, String body, String token) throws Exception {
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .header("X-API-Key", server.key(KeyKind.SITE))
                    .header("X-Preview", token)
                    .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static String decided() {
    return server
        .ask("/metrics", "X-API-Key", server.key(KeyKind.ADMIN))
        .body()
        .lines()
        .filter(line -> line.startsWith("knowfirst_placements_"))
        .sorted()
        .toList()
        .toString();
  }

  /** The number of rows of every table. */
  private static Map<String, Long> rows() throws SQLException {
    var jdbc =
        url.replaceFirst(
            "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
            "jdbc:postgresql://$3?user=$1&password=$2&$4");
    var rows = new TreeMap<String, Long>();
    try (var connection = DriverManager.getConnection(jdbc);
        var statement = connection.createStatement()) {
      var names = new TreeMap<String, Long>();
      try (var tables =
          statement.executeQuery(
              "select table_name from information_schema.tables where table_schema = 'public'")) {
        while (tables.next()) {
          names.put(tables.getString(1), 0L);
        }
      }
      for (var name : names.keySet()) {
        try (var count = statement.executeQuery("select count(*) from \"" + name + "\"")) {
          count.next();
          rows.put(name, count.getLong(1));
        }
      }
    }
    assertThat(rows).hasSizeGreaterThan(10);
    return rows;
  }
}
