package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
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
         "category":"apparel.trousers.jeans"}}]}\
      """;
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
  private static final String TOKEN_HEADER = "X-Visitor-Token";

  @Test
  void theServerGivesEveryAnswerOfTheContractAndNoOther() {
    refusals("/v1/decisions", SERVER_QUESTION);
    refusals("/v1/events", EVENT);
    refusals("/v1/batch", "{\"batch\":[" + EVENT + "]}", Body.INFLATED);
    refusals("/v1/track", EVENT, Body.INFLATED);
    refusals("/v1/stock", STOCK);
    refusals("/v1/visitors/token", TOKEN);
    refusals("/v1/visitors/reset", TOKEN);
    assertThat(api.decide(api.secret, SERVER_QUESTION).status()).isEqualTo(200);
    assertThat(api.events(api.secret, EVENT).status()).isEqualTo(200);
    assertThat(api.post("/v1/batch", api.secret, "{\"batch\":[" + EVENT + "]}").status())
        .isEqualTo(200);
    assertThat(api.post("/v1/track", api.secret, EVENT).status()).isEqualTo(200);
    assertThat(api.post("/v1/stock", api.secret, STOCK).status()).isEqualTo(200);
    assertThat(api.post("/v1/visitors/token", api.secret, TOKEN).status()).isEqualTo(200);
    assertThat(api.post("/v1/visitors/reset", api.secret, TOKEN).status()).isEqualTo(200);
    feeds();
    flags();
    previews();
    pages();
    stored();
    visitors();
    ownData();
    catalogue();
    new ExperimentTour(api).walk();
    replays();
    liveRules();
    agents();
    ledger();
    pressure();
    simulations();
    operations();
    new AudienceTour(api).walk();
    new DraftTour(api).walk();
    new RulesetTour(api).walk();
    new StudyTour(api).walk();
    new PeopleTour(api).walk();
    new WebhookTour(api).walk();
    assertThat(api.contract.unseen()).isEmpty();
  }

  private static void refusals(String path, String body) {
    refusals(path, body, Body.LIMIT);
  }

  private static void refusals(String path, String body, int limit) {
    assertThat(api.post(path, "kf_secret_none", body).status()).isEqualTo(401);
    assertThat(api.post(path, api.site, body, "Origin", "https://evil.example").status())
        .isEqualTo(403);
    assertThat(api.post(path, api.secret, "{").status()).isEqualTo(400);
    assertThat(api.post(path, api.secret, " ".repeat(limit + 1)).status()).isEqualTo(413);
    assertThat(api.post(path, api.secret, body, "Content-Type", "text/html").status())
        .isEqualTo(415);
    assertThat(api.send("DELETE", path, "").header("Allow")).contains("POST");
    if (!path.equals("/v1/decisions")) {
      api.away = true;
      assertThat(api.post(path, api.secret, body).status()).isEqualTo(503);
      api.away = false;
    }
  }

  private static void feeds() {
    var path = "/v1/feeds/orders";
    var body = "order_id,customer_id,ordered_at,product\no-1,v-1,2026-11-20T10:00:00Z,p-77\n";
    assertThat(feed(path, "kf_secret_none", body)).isEqualTo(401);
    assertThat(feed(path, api.site, body)).isEqualTo(403);
    assertThat(feed(path + "?dryRun=yes", api.secret, body)).isEqualTo(400);
    assertThat(feed("/v1/feeds/others", api.secret, body)).isEqualTo(404);
    assertThat(feed(path, api.secret, " ".repeat((2 << 20) + 1))).isEqualTo(413);
    assertThat(api.post(path, api.secret, body, "Content-Type", "text/html").status())
        .isEqualTo(415);
    api.away = true;
    assertThat(feed(path, api.secret, body)).isEqualTo(503);
    api.away = false;
    assertThat(feed(path, api.secret, body)).isEqualTo(200);
    assertThat(api.send("DELETE", path, "").header("Allow")).contains("POST");
  }

  private static int feed(String path, String key, String body) {
    return api.post(path, key, body, "Content-Type", "text/csv").status();
  }

  private static void previews() {
    var path = "/v1/previews";
    var body = "{\"supposed\":{\"traits\":{\"age\":22}}}";
    assertThat(api.post(path, "kf_secret_none", body).status()).isEqualTo(401);
    assertThat(api.post(path, api.site, body).status()).isEqualTo(403);
    assertThat(api.post(path, api.secret, "{").status()).isEqualTo(400);
    assertThat(api.post(path, api.secret, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
    assertThat(api.post(path, api.secret, body, "Content-Type", "text/html").status())
        .isEqualTo(415);
    assertThat(api.post(path, api.secret, body).status()).isEqualTo(200);
  }

  private static void flags() {
    var all = "/ofrep/v1/evaluate/flags";
    var one = all + "/home-hero";
    var body = "{\"context\":{\"targetingKey\":\"v-1\"}}";
    for (var path : List.of(all, one)) {
      assertThat(api.post(path, "kf_secret_none", body).status()).isEqualTo(401);
      assertThat(api.post(path, api.site, body, "Origin", "https://evil.example").status())
          .isEqualTo(403);
      assertThat(api.post(path, api.secret, "{").status()).isEqualTo(400);
      assertThat(api.post(path, api.secret, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
      assertThat(api.post(path, api.secret, body, "Content-Type", "text/html").status())
          .isEqualTo(415);
      assertThat(api.post(path, api.secret, body).status()).isEqualTo(200);
      assertThat(api.send("DELETE", path, "").header("Allow")).contains("POST");
    }
    assertThat(api.post(all + "/nowhere", api.secret, body).status()).isEqualTo(404);
    var tag = api.post(all, api.secret, body).header("ETag");
    assertThat(api.post(all, api.secret, body, "If-None-Match", tag).status()).isEqualTo(304);
    var stream = "/ofrep/v1/stream";
    assertThat(api.get(stream).status()).isEqualTo(401);
    assertThat(api.get(stream + "?key=" + api.site, "Origin", "https://evil.example").status())
        .isEqualTo(403);
    assertThat(api.send("HEAD", stream + "?key=" + api.site, "").status()).isEqualTo(200);
    api.contract.see("GET /ofrep/v1/stream 200 text/event-stream");
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
    for (var path :
        List.of(
            "/v1/decisions",
            "/v1/events",
            "/v1/batch",
            "/v1/page",
            "/ofrep/v1/evaluate/flags",
            "/ofrep/v1/evaluate/flags/home-hero",
            "/v1/me",
            "/v1/me/export",
            "/v1/visitors/reset")) {
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

  private static void visitors() {
    for (var call :
        List.of(
            "GET /v1/visitors/v-1",
            "GET /v1/visitors/v-1/export",
            "DELETE /v1/visitors/v-1",
            "DELETE /v1/visitors/v-1/ids/d-1")) {
      var method = call.split(" ", 2)[0];
      var path = call.split(" ", 2)[1];
      assertThat(api.send(method, path, "").status()).isEqualTo(401);
      assertThat(api.send(method, path, "", "X-API-Key", api.site).status()).isEqualTo(403);
      assertThat(api.send(method, path, "", "X-API-Key", api.admin).status()).isEqualTo(200);
      api.away = true;
      assertThat(api.send(method, path, "", "X-API-Key", api.admin).status()).isEqualTo(503);
      api.away = false;
    }
    assertThat(api.get("/v1/visitors/v-2", "X-API-Key", api.secret).status()).isEqualTo(404);
    assertThat(api.get("/v1/visitors/v-1/export", "X-API-Key", api.secret).body().lines())
        .hasSize(2);
    assertThat(api.send("DELETE", "/v1/visitors/v-1", "", "X-API-Key", api.secret).status())
        .isEqualTo(403);
    assertThat(api.send("DELETE", "/v1/visitors/v-1/ids/d-2", "", "X-API-Key", api.secret).status())
        .isEqualTo(404);
    var ids = "/v1/visitors/v-1/ids";
    var other = "{\"id\":\"c-1\"}";
    refusals(ids, other);
    assertThat(api.post(ids, api.site, other).status()).isEqualTo(403);
    assertThat(api.post(ids, api.secret, other).json().path("merged")).hasSize(2);
    assertThat(api.post(ids, api.secret, "{\"id\":\"c-2\"}").status()).isEqualTo(404);
    assertThat(api.post(ids, api.secret, "{\"id\":\"never\"}").status()).isEqualTo(409);
    assertThat(api.send("DELETE", ids + "/never", "", "X-API-Key", api.admin).status())
        .isEqualTo(409);
    assertThat(api.post(ids, api.secret, "{}").error()).startsWith("/id: ");
    assertThat(api.post(ids, api.secret, "{\"id\":\"0\"}").error()).startsWith("/id: ");
    api.away = true;
    assertThat(api.post(ids, api.secret, other).status()).isEqualTo(503);
    api.away = false;
  }

  private static void ownData() {
    for (var call : List.of("GET /v1/me", "GET /v1/me/export", "DELETE /v1/me")) {
      var method = call.split(" ", 2)[0];
      var path = call.split(" ", 2)[1];
      assertThat(api.send(method, path, "", TOKEN_HEADER, "x").status()).isEqualTo(401);
      assertThat(own(method, path, api.secret, tokenOf("v-1"))).isEqualTo(403);
      assertThat(own(method, path, api.site, "none")).isEqualTo(400);
      assertThat(own(method, path, api.site, tokenOf("v-1"))).isEqualTo(200);
      var token = tokenOf("v-1");
      api.away = true;
      assertThat(own(method, path, api.site, token)).isEqualTo(503);
      api.away = false;
    }
    assertThat(own("GET", "/v1/me", api.site, tokenOf("v-2"))).isEqualTo(404);
    assertThat(api.get("/.well-known/gpc.json").status()).isEqualTo(200);
  }

  private static int own(String method, String path, String key, String token) {
    return api.send(method, path, "", "X-API-Key", key, TOKEN_HEADER, token).status();
  }

  private static String tokenOf(String visitor) {
    var body = "{\"visitor\":{\"id\":\"" + visitor + "\"}}";
    return api.post("/v1/visitors/token", api.secret, body).json().path("token").asText();
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
    assertThat(put(good, api.secret, "Content-Type", "text/html").status()).isEqualTo(415);
    assertThat(put("[" + good + "]", api.secret, "Content-Type", "application/json").status())
        .isEqualTo(200);
    assertThat(put("id\np-1\n", api.secret, "Content-Type", "text/csv").status()).isEqualTo(200);
    product();
    api.away = true;
    assertThat(put(good, api.secret, "Content-Type", LINES).status()).isEqualTo(503);
    api.away = false;
  }

  private static void ledger() {
    for (var path :
        List.of("/v1/ledger", "/v1/ignorance", "/reports/ledger", "/reports/ledger.csv")) {
      api.asNobody(path);
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
    for (var path :
        List.of(
            "/v1/campaigns/welcome/report",
            "/reports/campaigns/welcome",
            "/reports/campaigns/welcome/report.csv")) {
      api.asNobody(path);
      assertThat(api.get(path, "X-API-Key", api.site).status()).isEqualTo(403);
      assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(200);
      assertThat(api.get(path + "?metric=none", "X-API-Key", api.secret).status()).isEqualTo(400);
      assertThat(api.get(path.replace("welcome", "none"), "X-API-Key", api.secret).status())
          .isEqualTo(404);
      api.away = true;
      assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(503);
      api.away = false;
    }
    assertThat(api.get("/reports/campaigns/welcome?lang=de", "X-API-Key", api.secret).body())
        .contains("Mehrstufige Kampagne", "<svg class=\"funnel\"", "100 (100,0");
    api.asNobody("/v1/outcomes");
    assertThat(api.get("/v1/outcomes", "X-API-Key", api.site).status()).isEqualTo(403);
    var outcomes = api.get("/v1/outcomes", "X-API-Key", api.secret).json();
    assertThat(outcomes.at("/placements/0/decisions").asInt()).isEqualTo(1_000);
    assertThat(outcomes.at("/placements/0/campaigns/jeans-banner").asInt()).isEqualTo(250);
    api.away = true;
    assertThat(api.get("/v1/outcomes", "X-API-Key", api.secret).status()).isEqualTo(503);
    api.away = false;
    api.asNobody("/v1/logins");
    assertThat(api.get("/v1/logins", "X-API-Key", api.site).status()).isEqualTo(403);
    assertThat(api.get("/v1/logins?from=no", "X-API-Key", api.secret).status()).isEqualTo(400);
    assertThat(api.get("/v1/logins", "X-API-Key", api.secret).json().at("/changes/1/why").asText())
        .isEqualTo("variation");
    api.away = true;
    assertThat(api.get("/v1/logins", "X-API-Key", api.secret).status()).isEqualTo(503);
    api.away = false;
    var json = api.get("/v1/ledger", "X-API-Key", api.secret).json();
    assertThat(json.path("from").asText()).isEqualTo("2026-10-01");
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

  private static void pressure() {
    for (var path : List.of("/v1/pressure", "/reports/pressure", "/reports/pressure.csv")) {
      api.asNobody(path);
      assertThat(api.get(path, "X-API-Key", api.site).status()).isEqualTo(403);
      assertThat(api.get(path + "?from=no", "X-API-Key", api.secret).status()).isEqualTo(400);
      api.away = true;
      assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(503);
      api.away = false;
    }
    var json = api.get("/v1/pressure", "X-API-Key", api.secret).json();
    assertThat(json.at("/all/contacts").asInt()).isEqualTo(5);
    assertThat(json.at("/channels/0/channel").asText()).isEqualTo("email");
    assertThat(json.at("/channels/0/atCap").asDouble()).isEqualTo(0.5);
    assertThat(api.get("/reports/pressure?lang=de", "X-API-Key", api.secret).body())
        .contains("Wie oft Besucher Kampagnen sehen")
        .contains("<svg class=\"bars\"");
    assertThat(api.get("/reports/pressure.csv", "X-API-Key", api.secret).body())
        .contains("email,3,1,4,2,2.0,3,0.5");
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

  private static void product() {
    for (var method : List.of("GET", "DELETE")) {
      int found = method.equals("GET") ? 200 : 204;
      var path = "/v1/catalogue/p-77";
      assertThat(api.send(method, path, "", "X-API-Key", api.secret).status()).isEqualTo(found);
      assertThat(api.send(method, "/v1/catalogue/p-1", "", "X-API-Key", api.secret).status())
          .isEqualTo(404);
      assertThat(api.send(method, path, "").status()).isEqualTo(401);
      assertThat(api.send(method, path, "", "X-API-Key", api.site).status()).isEqualTo(403);
    }
    api.away = true;
    assertThat(api.send("DELETE", "/v1/catalogue/p-77", "", "X-API-Key", api.secret).status())
        .isEqualTo(503);
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

  private static void agents() {
    var words = api.get("/v1/vocabulary", "X-API-Key", api.secret);
    assertThat(words.json().at("/facts/0/properties/0/name").asText()).isNotEmpty();
    assertThat(api.get("/v1/vocabulary").status()).isEqualTo(401);
    assertThat(api.get("/v1/vocabulary", "X-API-Key", api.site).status()).isEqualTo(403);
    var list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    assertThat(api.post("/mcp", api.secret, list).json().at("/result/tools/0/name").asText())
        .isEqualTo("get_vocabulary");
    var told = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    assertThat(api.post("/mcp", api.secret, told).status()).isEqualTo(202);
    assertThat(api.post("/mcp", "kf_secret_none", list).status()).isEqualTo(401);
    assertThat(api.post("/mcp", api.site, list).status()).isEqualTo(403);
    for (var body : List.of("{", "[]", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}")) {
      assertThat(api.post("/mcp", api.secret, body).status()).as(body).isEqualTo(400);
    }
    assertThat(api.post("/mcp", api.secret, list, "MCP-Protocol-Version", "1999-01-01").status())
        .isEqualTo(400);
    assertThat(api.post("/mcp", api.secret, list, "Content-Type", "text/html").status())
        .isEqualTo(415);
    assertThat(api.get("/mcp", "X-API-Key", api.secret).status()).isEqualTo(405);
    assertThat(api.get("/mcp").status()).isEqualTo(401);
    assertThat(api.get("/mcp", "X-API-Key", api.site).status()).isEqualTo(403);
  }

  private static void operations() {
    assertThat(api.get("/llms.txt").body()).startsWith("# Knowfirst").contains("(openapi.yaml)");
    assertThat(api.get("/llms.txt", "If-None-Match", "*").status()).isEqualTo(304);
    assertThat(api.get("/openapi.yaml").body()).startsWith("openapi: 3.1");
    assertThat(api.get("/openapi.yaml", "If-None-Match", "*").status()).isEqualTo(304);
    assertThat(api.get("/client/knowfirst.js", "If-None-Match", "*").status()).isEqualTo(304);
    for (var file : List.of("knowfirst.js", "loader.html", "manifest.json")) {
      assertThat(api.get("/client/" + file).status()).isEqualTo(200);
    }
    assertThat(api.get("/client/none.js").status()).isEqualTo(404);
    assertThat(api.get("/health/live").json().path("status").asText()).isEqualTo("live");
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
    api.ready = false;
    assertThat(api.get("/health/ready").status()).isEqualTo(503);
    api.ready = true;
    api.postgresql = "away";
    assertThat(api.get("/health/ready").json().path("status").asText()).isEqualTo("degraded");
    assertThat(api.get("/health/ready").json().at("/parts/postgresql").asText()).isEqualTo("away");
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
    assertThat(api.get("/health/ready?all=true").status()).isEqualTo(503);
    assertThat(api.get("/health/ready?all=yes").status()).isEqualTo(400);
    api.postgresql = "ok";
    assertThat(api.get("/health/ready?all=true").status()).isEqualTo(200);
    assertThat(api.get("/v1/health/data").status()).isEqualTo(401);
    assertThat(api.get("/v1/health/data", "X-API-Key", api.site).status()).isEqualTo(403);
    assertThat(api.get("/v1/health/data", "X-API-Key", api.secret).status()).isEqualTo(200);
    api.qualityAway = true;
    assertThat(api.get("/v1/health/data", "X-API-Key", api.secret).status()).isEqualTo(503);
    api.qualityAway = false;
    assertThat(api.get("/metrics").status()).isEqualTo(401);
    assertThat(api.get("/metrics", "X-API-Key", api.secret).status()).isEqualTo(403);
    assertThat(api.get("/metrics", "X-API-Key", api.admin).body())
        .contains("knowfirst_http_problems_total");
    assertThat(api.get("/nothing/here").status()).isEqualTo(404);
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
}
