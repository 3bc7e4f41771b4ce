package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;

/** Sees every answer that there is about experiments and their reports. */
final class ExperimentTour {
  private final TestApi api;

  ExperimentTour(TestApi api) {
    this.api = api;
  }

  void walk() {
    reports();
    experiments();
    graduation();
  }

  private void reports() {
    var report = "/v1/experiments/layout/report";
    var json = api.get(report, "X-API-Key", api.secret);
    assertThat(json.json().at("/metrics/0/rows/1/difference/value").asDouble())
        .isCloseTo(0.05, within(1e-12));
    var csv = api.get(report + "?phase=1", "X-API-Key", api.secret, "Accept", "text/csv");
    assertThat(csv.body()).contains("grid");
    var html = api.get(report + "?lang=de", "X-API-Key", api.secret, "Accept", "text/html");
    assertThat(html.body()).contains("lang=\"de\"");
    for (var path : List.of(report, "/reports", "/reports/layout")) {
      api.asNobody(path);
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

  private void experiments() {
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
    assertThat(wrong.json().at("/errors/0/expected").asText())
        .isEqualTo("weights that sum to 10000 basis points");
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

  private void steps(String one) {
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

  private Exchange apply(String path, String body, String... headers) {
    var all = new ArrayList<>(List.of("X-API-Key", api.admin, "Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return api.send("PUT", path, body, all.toArray(String[]::new));
  }

  private void graduation() {
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
}
