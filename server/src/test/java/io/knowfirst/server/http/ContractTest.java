package io.knowfirst.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static final String SERVER_QUESTION =
      "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"home-hero\",\"recommendations\"]}";
  private static final String EVENT =
      "{\"type\":\"track\",\"event\":\"Signed Up\",\"messageId\":\"e-1\",\"userId\":\"v-1\"}";
  private static final String STOCK = "{\"changes\":[{\"product\":\"p-77\",\"stock\":5}]}";
  private static final String TOKEN = "{\"visitor\":{\"id\":\"v-1\"}}";
  private static final String SIMULATION =
      """
      {"visitor":{"id":"v-1","traits":{"age":22}},"placements":["home-hero"],"why":"all",
       "events":[{"type":"track","event":"Order Completed","properties":{"product_id":"jeans-1",
         "category":"apparel.trousers.jeans"}}]}""";
  private static final String LINES = "application/x-ndjson";

  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.startBehindProxy();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  /** Each exchange is checked against the contract as it is made. */
  @Test
  void theServerGivesEveryAnswerOfTheContractAndNoOther() {
    refusals("/v1/decisions", SERVER_QUESTION);
    refusals("/v1/events", EVENT);
    refusals("/v1/stock", STOCK);
    refusals("/v1/visitors/token", TOKEN);
    assertThat(api.decide(api.secret, SERVER_QUESTION).status()).isEqualTo(200);
    assertThat(api.events(api.secret, EVENT).status()).isEqualTo(200);
    assertThat(api.post("/v1/stock", api.secret, STOCK).status()).isEqualTo(200);
    assertThat(api.post("/v1/visitors/token", api.secret, TOKEN).status()).isEqualTo(200);
    pages();
    stored();
    catalogue();
    reports();
    experiments();
    replays();
    liveRules();
    ledger();
    graduation();
    simulations();
    operations();
    rules();
    assertThat(api.contract.unseen()).isEmpty();
  }

  private static void refusals(String path, String body) {
    assertThat(api.post(path, "kf_secret_none", body).status()).isEqualTo(401);
    assertThat(api.post(path, api.site, body, "Origin", "https://evil.example").status())
        .isEqualTo(403);
    assertThat(api.post(path, api.secret, "{").status()).isEqualTo(400);
    assertThat(api.post(path, api.secret, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
    assertThat(api.post(path, api.secret, body, "Content-Type", "text/html").status())
        .isEqualTo(415);
    assertThat(api.send("DELETE", path, "").header("Allow")).contains("POST");
    if (!path.equals("/v1/decisions") && !path.equals("/v1/visitors/token")) {
      api.away = true;
      assertThat(api.post(path, api.secret, body).status()).isEqualTo(503);
      api.away = false;
    }
  }

  private static void simulations() {
    var path = "/v1/simulate";
    refusals(path, SIMULATION);
    var told = api.post(path, api.secret, SIMULATION);
    assertThat(told.status()).isEqualTo(200);
    assertThat(told.json().at("/trace/whyNot")).isNotEmpty();
    assertThat(api.post(path, api.site, SIMULATION, "Origin", TestApi.SHOP).status())
        .isEqualTo(403);
  }

  private static void pages() {
    for (var path : List.of("/v1/decisions", "/v1/events")) {
      assertThat(api.send("OPTIONS", path, "", "Origin", TestApi.SHOP).status()).isEqualTo(204);
      assertThat(api.send("OPTIONS", path, "", "Origin", "https://evil.example").status())
          .isEqualTo(403);
    }
  }

  private static void stored() {
    assertThat(api.get("/v1/decisions/d-1", "X-API-Key", api.secret).status()).isEqualTo(200);
    assertThat(api.get("/v1/decisions/d-2", "X-API-Key", api.secret).status()).isEqualTo(404);
    assertThat(api.get("/v1/decisions/d-1", "X-API-Key", api.site).status()).isEqualTo(403);
    assertThat(api.get("/v1/decisions/d-1").status()).isEqualTo(401);
    api.away = true;
    assertThat(api.get("/v1/decisions/d-1", "X-API-Key", api.secret).status()).isEqualTo(503);
    api.away = false;
  }

  private static void catalogue() {
    var good = "{\"id\":\"p-1\"}\n";
    var report = put(good + "oops\n", api.secret, "Content-Type", LINES);
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.json().at("/errors/0/line").asInt()).isEqualTo(2);
    var progress = put(good + good, api.secret, "Content-Type", LINES, "Accept", LINES);
    assertThat(progress.body().lines()).hasSize(3);
    var bad = put("oops\n", api.secret, "Content-Type", LINES);
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.json().at("/errors/0/line").asInt()).isEqualTo(1);
    assertThat(put(good, "none", "Content-Type", LINES).status()).isEqualTo(401);
    assertThat(put(good, api.site, "Content-Type", LINES).status()).isEqualTo(403);
    assertThat(put(good, api.secret, "Content-Type", "application/json").status()).isEqualTo(415);
    api.away = true;
    assertThat(put(good, api.secret, "Content-Type", LINES).status()).isEqualTo(503);
    api.away = false;
  }

  private static void graduation() {
    var path = "/v1/experiments/layout/graduate";
    var draft = api.post(path, api.secret, "");
    assertThat(draft.status()).isEqualTo(200);
    assertThat(draft.json().path("files").has("campaigns/layout-grid.drl")).isTrue();
    assertThat(api.post(path, "kf_secret_none", "").status()).isEqualTo(401);
    assertThat(api.post(path, api.site, "").status()).isEqualTo(403);
    assertThat(api.post("/v1/experiments/none/graduate", api.secret, "").status()).isEqualTo(404);
    assertThat(api.post("/v1/experiments/open/graduate", api.secret, "").status()).isEqualTo(409);
    api.away = true;
    assertThat(api.post(path, api.secret, "").status()).isEqualTo(503);
    api.away = false;
  }

  private static void ledger() {
    for (var path :
        List.of("/v1/ledger", "/v1/ignorance", "/reports/ledger", "/reports/ledger.csv")) {
      assertThat(api.get(path).status()).isEqualTo(401);
      assertThat(api.get(path, "X-API-Key", api.site).status()).isEqualTo(403);
      assertThat(api.get(path + "?from=2026-11-22", "X-API-Key", api.secret).status())
          .isEqualTo(200);
      for (var bad :
          List.of(
              "from=yesterday",
              "from=2026-11-22&until=2026-11-21",
              "from=1999-01-01",
              "until=2026-02-30",
              "metric=none",
              "lang=fr")) {
        assertThat(api.get(path + "?" + bad, "X-API-Key", api.secret).status()).isEqualTo(400);
      }
      api.away = true;
      assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(503);
      api.away = false;
    }
    var json = api.get("/v1/ledger", "X-API-Key", api.secret).json();
    assertThat(json.path("from").asText()).isEqualTo("2026-10-26");
    assertThat(json.at("/everywhere/contrasts/2/difference/value").asDouble())
        .isCloseTo(0.02, within(1e-12));
    assertThat(
            api.get("/v1/ignorance", "X-API-Key", api.secret)
                .json()
                .at("/ignorance/0/fact")
                .asText())
        .isEqualTo("Weather");
    assertThat(api.get("/reports/ledger?lang=de", "X-API-Key", api.secret).body())
        .contains("Was Wissen wert war");
    assertThat(api.get("/reports/ledger.csv", "X-API-Key", api.secret).body())
        .contains("knowing-over-default");
  }

  private static void reports() {
    var report = "/v1/experiments/layout/report";
    var json = api.get(report, "X-API-Key", api.secret);
    assertThat(json.json().at("/metrics/0/rows/1/difference/value").asDouble())
        .isCloseTo(0.05, within(1e-12));
    var csv = api.get(report + "?phase=1", "X-API-Key", api.secret, "Accept", "text/csv");
    assertThat(csv.body()).contains("grid");
    var html = api.get(report + "?lang=de", "X-API-Key", api.secret, "Accept", "text/html");
    assertThat(html.body()).contains("lang=\"de\"");
    for (var path : List.of(report, "/reports", "/reports/layout")) {
      assertThat(api.get(path).status()).isEqualTo(401);
      assertThat(api.get(path, "X-API-Key", api.site).status()).isEqualTo(403);
      assertThat(api.get(path + "?lang=fr", "X-API-Key", api.secret).status()).isEqualTo(400);
      api.away = true;
      assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(503);
      api.away = false;
    }
    assertThat(api.get(report + "?phase=0", "X-API-Key", api.secret).status()).isEqualTo(400);
    assertThat(api.get(report + "?phase=2", "X-API-Key", api.secret).status()).isEqualTo(404);
    assertThat(api.get("/reports/none", "X-API-Key", api.secret).status()).isEqualTo(404);
    assertThat(api.get("/reports", "X-API-Key", api.secret).body())
        .contains("reports/layout?lang=en");
    assertThat(api.get("/reports/layout", "X-API-Key", api.secret).body()).contains("Ship");
    assertThat(api.get("/reports/layout.csv", "X-API-Key", api.admin).body()).contains("grid");
  }

  private static void experiments() {
    var all = "/v1/experiments";
    assertThat(api.get(all, "X-API-Key", api.secret).json().at("/experiments/0/id").asText())
        .isEqualTo("layout");
    assertThat(api.get(all).status()).isEqualTo(401);
    assertThat(api.get(all, "X-API-Key", api.site).status()).isEqualTo(403);
    var one = all + "/layout";
    var whole = api.get(one, "X-API-Key", api.secret);
    assertThat(whole.status()).as(whole.body()).isEqualTo(200);
    assertThat(whole.json().at("/history/0/who").asText()).isEqualTo("key k-1");
    assertThat(api.get(one).status()).isEqualTo(401);
    assertThat(api.get(one, "X-API-Key", api.site).status()).isEqualTo(403);
    assertThat(api.get(all + "/none", "X-API-Key", api.secret).status()).isEqualTo(404);
    var json =
        "{\"placement\":\"recommendations\",\t\"variations\":[{\"id\":\"a\",\"content\":\"a\",\"weight\":5000},"
            + "{\"id\":\"b\",\"content\":\"b\",\"weight\":5000}]}";
    assertThat(apply(one, json).status()).isEqualTo(200);
    var wrong = apply(one, json.replace("5000}]", "500}]"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().at("/errors/0/expected").asText()).isEqualTo("10000 basis points.");
    var yaml = apply(one, "placement: shelf\nvariation: []\n", "Content-Type", "application/yaml");
    assertThat(yaml.json().at("/errors").toString()).contains("\"line\":2");
    assertThat(apply(all + "/unsafe", json).status()).isEqualTo(409);
    assertThat(apply(one, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
    assertThat(apply(one, json, "Content-Type", "text/plain").status()).isEqualTo(415);
    assertThat(apply(one, json, "X-API-Key", "none").status()).isEqualTo(401);
    assertThat(apply(one, json, "X-API-Key", api.secret).status()).isEqualTo(403);
    steps(one);
    api.away = true;
    assertThat(api.get(one, "X-API-Key", api.secret).status()).isEqualTo(503);
    assertThat(apply(one, json).status()).isEqualTo(503);
    assertThat(api.post(one + "/start", api.admin, "{}").status()).isEqualTo(503);
    api.away = false;
  }

  private static void steps(String one) {
    var grid = "{\"variation\":\"grid\"}";
    assertThat(api.post(one + "/decide", api.admin, grid).status()).isEqualTo(200);
    assertThat(api.post(one + "/decide", api.admin, "{}").status()).isEqualTo(400);
    assertThat(api.post(one + "/decide", api.admin, " ".repeat(Body.LIMIT + 1)).status())
        .isEqualTo(413);
    assertThat(api.post(one + "/decide", api.admin, grid, "Content-Type", "text/plain").status())
        .isEqualTo(415);
    assertThat(api.post(one + "/pause", api.secret, grid).status()).isEqualTo(403);
    assertThat(api.post(one + "/pause", "none", grid).status()).isEqualTo(401);
    assertThat(api.post("/v1/experiments/none/pause", api.admin, grid).status()).isEqualTo(404);
    assertThat(api.post(one + "/fly", api.admin, grid).status()).isEqualTo(404);
    assertThat(api.post(one + "/archive", api.admin, grid).status()).isEqualTo(409);
  }

  private static Exchange apply(String path, String body, String... headers) {
    var all = new ArrayList<>(List.of("X-API-Key", api.admin, "Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return api.send("PUT", path, body, all.toArray(String[]::new));
  }

  private static void replays() {
    var path = "/v1/replay?last=60m&most=10";
    var files = "{\"files\":{\"shop.yaml\":\"currency: EUR\"}}";
    assertThat(api.post(path, "kf_admin_none", files).status()).isEqualTo(401);
    assertThat(api.post(path, api.secret, files).status()).isEqualTo(403);
    assertThat(api.post(path, api.admin, "{}").status()).isEqualTo(400);
    assertThat(api.post("/v1/replay?last=soon", api.admin, files).status()).isEqualTo(400);
    assertThat(api.post("/v1/replay?most=0", api.admin, files).status()).isEqualTo(400);
    assertThat(api.post(path, api.admin, files, "Content-Type", "text/html").status())
        .isEqualTo(415);
    var large = " ".repeat(RulesetReader.LIMIT + 1);
    assertThat(api.post(path, api.admin, large).status()).isEqualTo(413);
    var report = api.post(path, api.admin, files);
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.json().at("/changes/0/examples/0").asText()).isEqualTo("d-1");
    var lines = api.post(path, api.admin, files, "Accept", LINES);
    assertThat(lines.status()).isEqualTo(200);
    assertThat(lines.body().lines().toList()).last().asString().contains("\"share\":0.1");
    var broken = api.post(path, api.admin, "{\"files\":{\"broken.drl\":\"rule\"}}");
    assertThat(broken.status()).isEqualTo(422);
    assertThat(broken.json().at("/findings/0/line").asInt()).isEqualTo(3);
    assertThat(api.post("/v1/replay?ruleset=none", api.admin, "").status()).isEqualTo(404);
    assertThat(api.post("/v1/replay?ruleset=busy", api.admin, "").status()).isEqualTo(409);
    api.away = true;
    assertThat(api.post(path, api.admin, files).status()).isEqualTo(503);
    api.away = false;
  }

  private static void liveRules() {
    var live = api.get("/v1/rules", "X-API-Key", api.secret);
    assertThat(live.status()).isEqualTo(200);
    assertThat(live.json().at("/rules/0/alert/fileChanged").asText()).isNotEmpty();
    assertThat(live.json().at("/rules/1/alert").isMissingNode()).isTrue();
    assertThat(api.get("/v1/rules").status()).isEqualTo(401);
    assertThat(api.get("/v1/rules", "X-API-Key", api.site).status()).isEqualTo(403);
    api.away = true;
    assertThat(api.get("/v1/rules", "X-API-Key", api.secret).status()).isEqualTo(503);
    api.away = false;
  }

  private static void operations() {
    assertThat(api.get("/openapi.yaml").body()).startsWith("openapi: 3.1");
    assertThat(api.get("/health/live").json().path("status").asText()).isEqualTo("live");
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
    api.ready = false;
    assertThat(api.get("/health/ready").status()).isEqualTo(503);
    api.ready = true;
    assertThat(api.get("/metrics").body()).contains("knowfirst_http_problems_total");
    assertThat(api.get("/metrics", "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(401);
    assertThat(api.get("/metrics", "X-Forwarded-For", "1.2.3.4", "X-API-Key", api.secret).status())
        .isEqualTo(403);
    assertThat(api.get("/metrics", "X-Forwarded-For", "1.2.3.4", "X-API-Key", api.admin).status())
        .isEqualTo(200);
    assertThat(api.get("/nothing/here").status()).isEqualTo(404);
  }

  private static void rules() {
    var files = "{\"shop.yaml\":\"timezone: UTC\\ncurrency: EUR\\n\",\"placements.yaml\":\"[]\"}";
    var folder = "{\"message\":\"m\",\"files\":" + files + "}";
    var published = api.post("/v1/rulesets", api.admin, folder);
    assertThat(published.status()).isEqualTo(201);
    assertThat(api.post("/v1/rulesets", api.admin, folder).status()).isEqualTo(200);
    var bad = "{\"message\":\"m\",\"files\":{\"shop.yaml\":\"\"}}";
    assertThat(api.post("/v1/rulesets", api.admin, bad).status()).isEqualTo(422);
    assertThat(api.post("/v1/rulesets/check", api.admin, bad).status()).isEqualTo(200);
    var sarif = api.post("/v1/rulesets/check", api.admin, bad, "Accept", "application/sarif+json");
    assertThat(sarif.json().at("/runs/0/results")).isNotEmpty();
    var hash = published.json().path("hash").asText();
    var first = published.json().path("parent").asText();
    var back = "/v1/rulesets/" + first + "/rollback";
    assertThat(api.post(back, api.admin, "").status()).isEqualTo(201);
    assertThat(api.post(back, api.admin, "").status()).isEqualTo(200);
    assertThat(api.post(back + "?message=", api.admin, "").status()).isEqualTo(400);
    var usual = api.rulesets;
    api.rulesets = api.fourEyes;
    var other = folder.replace("UTC", "Europe/Paris");
    var proposed = api.post("/v1/rulesets", api.admin, other);
    assertThat(proposed.status()).isEqualTo(202);
    var waits = "/v1/rulesets/" + proposed.json().path("hash").asText();
    assertThat(api.post(waits + "/rollback", api.admin, "").status()).isEqualTo(409);
    assertThat(api.post(waits + "/approve", api.admin, "").status()).isEqualTo(403);
    assertThat(api.post(waits + "/approve", api.otherAdmin, "").status()).isEqualTo(201);
    assertThat(api.post(waits + "/approve", api.otherAdmin, "").status()).isEqualTo(409);
    api.rulesets = usual;
    var diff = "/v1/rulesets/diff?from=" + first + "&to=" + hash;
    for (var path : List.of("/v1/rulesets", diff, "/v1/rulesets/" + hash)) {
      assertThat(api.get(path, "X-API-Key", api.admin).status()).isEqualTo(200);
      assertThat(api.get(path).status()).isEqualTo(401);
      assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(403);
      api.away = true;
      assertThat(api.get(path, "X-API-Key", api.admin).status()).isEqualTo(503);
      api.away = false;
    }
    for (var path : List.of("?before=abcdef12", "/diff?from=abcdef12&to=abcdef12", "/abcdef12")) {
      assertThat(api.get("/v1/rulesets" + path, "X-API-Key", api.admin).status()).isEqualTo(404);
    }
    assertThat(api.get("/v1/rulesets?limit=0", "X-API-Key", api.admin).status()).isEqualTo(400);
    assertThat(api.get("/v1/rulesets/diff", "X-API-Key", api.admin).status()).isEqualTo(400);
    for (var path : List.of("/v1/rulesets", "/v1/rulesets/check", back, waits + "/approve")) {
      assertThat(api.post(path, "kf_admin_none", folder).status()).isEqualTo(401);
      assertThat(api.post(path, api.secret, folder).status()).isEqualTo(403);
      api.away = true;
      assertThat(api.post(path, api.admin, folder).status()).isEqualTo(503);
      api.away = false;
    }
    for (var path : List.of("/v1/rulesets", "/v1/rulesets/check")) {
      assertThat(api.post(path, api.admin, "{").status()).isEqualTo(400);
      assertThat(api.post(path, api.admin, " ".repeat(RulesetReader.LIMIT + 1)).status())
          .isEqualTo(413);
      assertThat(api.post(path, api.admin, folder, "Content-Type", "text/html").status())
          .isEqualTo(415);
    }
    for (var path : List.of("/rollback", "/approve")) {
      assertThat(api.post("/v1/rulesets/abcdef12" + path, api.admin, "").status()).isEqualTo(404);
    }
  }

  private static Exchange put(String body, String key, String... headers) {
    var all = new ArrayList<>(List.of("X-API-Key", key));
    all.addAll(List.of(headers));
    return api.send("PUT", "/v1/catalogue", body, all.toArray(String[]::new));
  }

  @Test
  void itsExamplesAreOfTheirSchemas() {
    int[] examples = {0};
    visit(api.contract.root(), examples);
    assertThat(examples[0]).isGreaterThan(8);
  }

  private static void visit(JsonNode node, int[] examples) {
    if (node.has("schema") && node.has("example")) {
      examples[0]++;
      assertThat(api.contract.faults(node.get("schema"), node.get("example")))
          .as("%s", node.get("example"))
          .isEmpty();
    }
    node.forEach(child -> visit(child, examples));
  }

  @Test
  void whatIsNoHttpIsRefusedAsAProblemToo() throws IOException {
    assertThat(raw("GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 414 ")
        .contains("urn:knowfirst:problem:uri-too-long");
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(17_000) + "\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 431 ")
        .contains("urn:knowfirst:problem:headers-too-large");
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 400 ")
        .contains("urn:knowfirst:problem:bad-request");
  }

  @Test
  void aBodyFarTooLargeIsNotReadToItsEnd() throws IOException {
    assertThat(
            raw(
                "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "X-API-Key: "
                    + api.secret
                    + "\r\nContent-Length: 999999999\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 413 ")
        .containsIgnoringCase("connection: close");
  }

  @Test
  void aBodyThatBreaksOffIsNoFailureOfTheServer() throws IOException {
    for (var path : List.of("PUT /v1/catalogue", "POST /v1/events")) {
      var type = path.startsWith("PUT") ? LINES : "application/json";
      var answer =
          raw(
              path
                  + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX-API-Key: "
                  + api.secret
                  + "\r\nContent-Type: "
                  + type
                  + "\r\n\r\nno length\r\n{");
      assertThat(answer).doesNotContain(" 500 ");
    }
    assertThat(api.metrics.find("knowfirst.http.problems").tag("type", "internal").counter())
        .isNull();
  }

  private static String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      var answer = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        answer.append((char) c);
      }
      return answer.toString();
    }
  }
}
