package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.awaitility.Awaitility;

/** Sees every answer that there is about drafts. */
final class DraftTour {
  private static final String FILE = "/files/contents/tour.yaml";
  private static final String TEXT = "text/plain";

  private final TestApi api;

  DraftTour(TestApi api) {
    this.api = api;
  }

  void walk() {
    var made = create();
    var one = "/v1/drafts/" + made.path("id").asText();
    editing(one);
    reading(one);
    bodies(one);
    trials(one);
    steps();
    everywhere(one);
  }

  private JsonNode create() {
    var drafts = "/v1/drafts";
    var body = "{\"name\":\"Tour\"}";
    var made = api.post(drafts, api.admin, body);
    assertThat(made.status()).isEqualTo(201);
    assertThat(api.post(drafts, api.admin, "{\"name\":\"x\",\"base\":\"abcdef12\"}").status())
        .isEqualTo(404);
    assertThat(api.post(drafts, api.admin, "{}").status()).isEqualTo(400);
    assertThat(api.post(drafts, api.admin, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
    assertThat(api.post(drafts, api.admin, body, "Content-Type", "text/html").status())
        .isEqualTo(415);
    assertThat(get(drafts).status()).isEqualTo(200);
    assertThat(get(drafts + "?state=lost").status()).isEqualTo(400);
    return made.json();
  }

  private void editing(String one) {
    assertThat(send("PUT", one + FILE, "headline: x\n", "Content-Type", TEXT).status())
        .isEqualTo(428);
    var put = changed("PUT", one + FILE, "headline: x\n", "Content-Type", TEXT);
    assertThat(put.status()).isEqualTo(200);
    var bad = one + "/files/notes.txt";
    assertThat(changed("PUT", bad, "x", "Content-Type", TEXT).status()).isEqualTo(400);
    var rename = "{\"from\":\"contents/tour.yaml\",\"to\":\"contents/tour-2.yaml\"}";
    var type = List.of("Content-Type", "application/json").toArray(String[]::new);
    assertThat(changed("POST", one + "/rename", rename, type).status()).isEqualTo(200);
    assertThat(changed("POST", one + "/rename", rename, type).status()).isEqualTo(404);
    assertThat(changed("POST", one + "/rename", "{}", type).status()).isEqualTo(400);
    assertThat(changed("DELETE", one + FILE, "").status()).isEqualTo(404);
    assertThat(changed("DELETE", one + "/files/contents/tour-2.yaml", "").status()).isEqualTo(200);
    var folder = "{\"files\":{\"shop.yaml\":\"timezone: UTC\",\"notes.txt\":\"x\"}}";
    var other = api.post("/v1/drafts", api.admin, "{\"name\":\"Folder\"}").json();
    var zip = "/v1/drafts/" + other.path("id").asText() + "/zip";
    assertThat(changed("PUT", zip, folder, type).json().path("findings")).hasSize(1);
    assertThat(changed("PUT", zip, "{}", type).status()).isEqualTo(400);
  }

  private void reading(String one) {
    for (var path : List.of("", "/files/shop.yaml", "/zip")) {
      assertThat(get(one + path).status()).isEqualTo(200);
    }
    assertThat(get(one + FILE).status()).isEqualTo(404);
    var tools = one + "/files/segments/behavioural/tools.dslr?as=sentences";
    var file = get(tools);
    assertThat(file.json().at("/parts/0/rule/when")).hasSize(2);
    var json = new String[] {"Content-Type", "application/json"};
    assertThat(changed("PUT", tools, file.body(), json).status()).isEqualTo(200);
    assertThat(changed("PUT", tools, "{}", json).status()).isEqualTo(400);
    assertThat(get(one + "/files/shop.yaml?as=sentences").status()).isEqualTo(400);
    for (var path : List.of("/v1/sentences", one + "/sentences")) {
      assertThat(get(path + "?language=de").json().path("sentences")).isNotEmpty();
      assertThat(get(path + "?language=fr").status()).isEqualTo(400);
    }
  }

  private void bodies(String one) {
    for (var call : List.of("PUT " + FILE, "PUT /zip", "POST /rename", "POST /rebase")) {
      var parts = call.split(" ", 2);
      int most = parts[1].equals("/rename") ? Body.LIMIT : RulesetReader.LIMIT;
      var json = parts[1].equals(FILE) ? TEXT : "application/json";
      var large = " ".repeat(most + 1);
      assertThat(changed(parts[0], one + parts[1], large, "Content-Type", json).status())
          .isEqualTo(413);
      assertThat(changed(parts[0], one + parts[1], "{}", "Content-Type", "text/html").status())
          .isEqualTo(415);
    }
    var submit = one + "/submit";
    var large = " ".repeat(RulesetReader.LIMIT + 1);
    assertThat(changed("POST", submit, large, "Content-Type", "application/json").status())
        .isEqualTo(413);
    assertThat(changed("POST", submit, "{}", "Content-Type", "text/html").status()).isEqualTo(415);
    assertThat(changed("POST", submit, "{", "Content-Type", "application/json").status())
        .isEqualTo(400);
    var files = "{\"files\":{\"shop.yaml\":\"\"}}";
    assertThat(changed("POST", one + "/rebase", files, "Content-Type", "application/json").status())
        .isEqualTo(400);
  }

  private void trials(String one) {
    assertThat(changed("POST", one + "/check", "").json().path("errors").asInt()).isZero();
    assertThat(changed("POST", one + "/test", "").json().path("passed").asBoolean()).isTrue();
    assertThat(get(one + "/diff").json().path("files")).isEmpty();
    var simulate = one + "/simulate";
    var json = new String[] {"Content-Type", "application/json"};
    var visitor = "{\"placements\":[\"home-hero\"]}";
    assertThat(changed("POST", simulate, visitor, json).status()).isEqualTo(200);
    assertThat(changed("POST", simulate, "{\"scenario\":\"none\"}", json).status()).isEqualTo(400);
    assertThat(changed("POST", simulate, visitor, "Content-Type", "text/html").status())
        .isEqualTo(415);
    assertThat(changed("POST", simulate, " ".repeat(Body.LIMIT + 1), json).status()).isEqualTo(413);
    reach(one);
    assertThat(get(one + "/replay").status()).isEqualTo(404);
    assertThat(changed("POST", one + "/replay?last=soon", "").status()).isEqualTo(400);
    assertThat(changed("POST", one + "/replay", "").status()).isEqualTo(202);
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(get(one + "/replay").json().path("state").asText()).isEqualTo("done"));
    var waiting = one + "/replay?last=13m";
    assertThat(changed("POST", waiting, "").status()).isEqualTo(202);
    assertThat(changed("POST", waiting, "").status()).isEqualTo(409);
    assertThat(get(one + "/replay").json().path("state").asText()).isEqualTo("running");
    var file = changed("PUT", one + FILE, "headline: x\n", "Content-Type", TEXT);
    assertThat(file.status()).isEqualTo(200);
    assertThat(changed("POST", one + "/submit", "").status()).isEqualTo(200);
    assertThat(changed("POST", one + "/withdraw", "").status()).isEqualTo(200);
    var broken = changed("PUT", one + "/files/shop.yaml", "", "Content-Type", TEXT);
    assertThat(broken.status()).isEqualTo(200);
    for (var step : List.of("/test", "/replay", "/submit")) {
      assertThat(changed("POST", one + step, "").status()).isEqualTo(422);
    }
    assertThat(changed("POST", simulate, visitor, json).status()).isEqualTo(422);
    assertThat(get(one + "/reach?segment=jeans-buyers").status()).isEqualTo(422);
    assertThat(changed("POST", one + "/approve", "").status()).isEqualTo(409);
    assertThat(changed("POST", one + "/rebase", "").status()).isEqualTo(200);
  }

  private void reach(String one) {
    var path = one + "/reach";
    var json = new String[] {"Content-Type", "application/json"};
    var lines = "{\"lines\":[\"The visitor bought jeans within 3 days\"]}";
    assertThat(get(path + "?segment=jeans-buyers").json().path("reached").asInt()).isEqualTo(3);
    assertThat(get(path + "?segment=none").status()).isEqualTo(400);
    assertThat(get(path + "?segment=jeans-buyers&last=13m").status()).isEqualTo(409);
    assertThat(changed("POST", path, lines, json).status()).isEqualTo(200);
    assertThat(changed("POST", path + "?last=13m", lines, json).status()).isEqualTo(409);
    assertThat(changed("POST", path, "{}", json).status()).isEqualTo(400);
    assertThat(changed("POST", path, lines.replace("bought", "bit"), json).status()).isEqualTo(422);
    assertThat(changed("POST", path, lines, "Content-Type", "text/html").status()).isEqualTo(415);
    assertThat(changed("POST", path, " ".repeat(Body.LIMIT + 1), json).status()).isEqualTo(413);
  }

  /** Of a draft that is no longer open. */
  private void steps() {
    var other = api.post("/v1/drafts", api.admin, "{\"name\":\"Discarded\"}").json();
    var one = "/v1/drafts/" + other.path("id").asText();
    assertThat(send("DELETE", one, "").status()).isEqualTo(428);
    assertThat(send("DELETE", one, "", "If-Match", "\"7\"").status()).isEqualTo(412);
    assertThat(changed("DELETE", one, "").status()).isEqualTo(200);
    assertThat(changed("DELETE", one, "").status()).isEqualTo(409);
    assertThat(changed("PUT", one + FILE, "x", "Content-Type", TEXT).status()).isEqualTo(409);
    assertThat(changed("DELETE", one + "/files/shop.yaml", "").status()).isEqualTo(409);
    var json = new String[] {"Content-Type", "application/json"};
    var rename = "{\"from\":\"shop.yaml\",\"to\":\"x.yaml\"}";
    assertThat(changed("POST", one + "/rename", rename, json).status()).isEqualTo(409);
    var folder = "{\"files\":{\"shop.yaml\":\"timezone: UTC\"}}";
    assertThat(changed("PUT", one + "/zip", folder, json).status()).isEqualTo(409);
    assertThat(changed("POST", one + "/rebase", "").status()).isEqualTo(409);
  }

  private void everywhere(String one) {
    for (var call :
        List.of(
            "GET /v1/drafts",
            "POST /v1/drafts",
            "GET " + one,
            "DELETE " + one,
            "GET " + one + FILE,
            "PUT " + one + FILE,
            "DELETE " + one + FILE,
            "GET " + one + "/zip",
            "PUT " + one + "/zip",
            "POST " + one + "/rename",
            "POST " + one + "/check",
            "POST " + one + "/test",
            "GET " + one + "/diff",
            "GET " + one + "/reach?segment=jeans-buyers",
            "POST " + one + "/reach",
            "GET /v1/sentences",
            "GET " + one + "/sentences",
            "POST " + one + "/simulate",
            "POST " + one + "/replay",
            "GET " + one + "/replay",
            "POST " + one + "/rebase",
            "POST " + one + "/submit")) {
      var method = call.split(" ", 2)[0];
      var path = call.split(" ", 2)[1];
      var body = body(method, path);
      var type = path.endsWith(FILE) ? TEXT : "application/json";
      assertThat(api.send(method, path, body, "Content-Type", type).status()).isEqualTo(401);
      var secret = new String[] {"X-API-Key", api.secret, "Content-Type", type};
      assertThat(api.send(method, path, body, secret).status()).isEqualTo(403);
      boolean changes =
          !method.equals("GET") && !path.matches(".*/(check|test|simulate|replay|reach|drafts)");
      if (changes) {
        assertThat(send(method, path, body, "Content-Type", type).status()).isEqualTo(428);
        assertThat(send(method, path, body, "Content-Type", type, "If-Match", "\"0\"").status())
            .isEqualTo(412);
      }
      if (path.startsWith(one)) {
        var unknown = path.replace(one, "/v1/drafts/none");
        assertThat(changed(method, unknown, body, "Content-Type", type).status()).isEqualTo(404);
      }
      api.away = true;
      assertThat(changed(method, path, body, "Content-Type", type).status())
          .as(call)
          .isEqualTo(503);
      api.away = false;
    }
  }

  private static String body(String method, String path) {
    if (method.equals("GET") || method.equals("DELETE")) {
      return "";
    }
    return path.endsWith("/rename")
        ? "{\"from\":\"shop.yaml\",\"to\":\"x.yaml\"}"
        : path.endsWith("/zip")
            ? "{\"files\":{\"shop.yaml\":\"x\"}}"
            : path.endsWith("/reach")
                ? "{\"lines\":[\"The cart holds jeans\"]}"
                : path.endsWith("/simulate")
                    ? "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"home-hero\"]}"
                    : path.equals("/v1/drafts")
                        ? "{\"name\":\"x\"}"
                        : path.endsWith(FILE) ? "x" : "";
  }

  private Exchange get(String path) {
    return send("GET", path, "");
  }

  /** Whatever the draft is like by now. */
  private Exchange changed(String method, String path, String body, String... headers) {
    var all = new java.util.ArrayList<>(List.of(headers));
    all.addAll(List.of("If-Match", "*"));
    return send(method, path, body, all.toArray(String[]::new));
  }

  private Exchange send(String method, String path, String body, String... headers) {
    var all = new java.util.ArrayList<>(List.of(headers));
    all.addAll(List.of("X-API-Key", api.admin));
    return api.send(method, path, body, all.toArray(String[]::new));
  }
}
