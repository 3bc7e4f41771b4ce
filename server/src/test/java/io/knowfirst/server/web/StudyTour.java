package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;

/** Every answer of the routes of plans, programmes, notes and shared links. */
final class StudyTour {
  private final TestApi api;

  StudyTour(TestApi api) {
    this.api = api;
  }

  void walk() {
    reading("/v1/plan", "/reports/plan", "/reports/plan.csv");
    reading("/v1/programme", "/reports/programme", "/reports/programme.csv");
    plans();
    notes();
    links();
  }

  private void reading(String... paths) {
    for (var path : paths) {
      api.asNobody(path);
      assertThat(api.get(path, "X-API-Key", api.site).status()).isEqualTo(403);
      assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(200);
      assertThat(api.get(path + "?lang=fr", "X-API-Key", api.secret).status()).isEqualTo(400);
      api.away = true;
      assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(503);
      api.away = false;
    }
  }

  /** 62,462 visitors are the textbook's for 10 % more of 5 % at a power of 80 %. */
  private void plans() {
    var plan = api.get("/v1/plan?effect=0.1", "X-API-Key", api.secret).json();
    assertThat(plan.at("/needs/0/visitors").asLong()).isCloseTo(62_462L, within(4L));
    assertThat(plan.at("/needs/0/wholeWeeks").asLong()).isEqualTo(28);
    assertThat(plan.at("/horizons")).hasSize(7);
    for (var path : List.of("/v1/plan", "/reports/plan", "/reports/plan.csv")) {
      assertThat(api.get(path + "?metric=none", "X-API-Key", api.secret).status()).isEqualTo(404);
      for (var bad :
          List.of(
              "effect=0",
              "effect=ten",
              "weights=50",
              "weights=50,0",
              "weights=1,x",
              "power=1",
              "alpha=5",
              "looks=1",
              "goals=0",
              "guardrails=x",
              "perDay=0",
              "placement=%00",
              "metric=%00")) {
        assertThat(api.get(path + "?" + bad, "X-API-Key", api.secret).status())
            .as(bad)
            .isEqualTo(400);
      }
    }
    var uneven =
        api.get("/v1/plan?effect=0.1&weights=90,10&perDay=1000", "X-API-Key", api.secret).json();
    assertThat(uneven.at("/needs/0/visitors").asLong())
        .isGreaterThan(uneven.at("/needs/0/evenVisitors").asLong());
    assertThat(api.get("/reports/plan?lang=de&effect=0.1", "X-API-Key", api.secret).body())
        .contains("Wie lange ein Test");
  }

  private void notes() {
    var path = "/v1/experiments/layout/notes";
    var note = "{\"text\":\"TV spot\",\"day\":\"2026-11-20\",\"phase\":1,\"excludes\":false}";
    var added = api.post(path, api.admin, note);
    assertThat(added.status()).isEqualTo(200);
    assertThat(added.json().path("number").asLong()).isEqualTo(7);
    for (var bad :
        List.of(
            "{}",
            "{\"text\":\" \"}",
            "{\"text\":\"x\",\"day\":\"soon\"}",
            "{\"text\":\"x\",\"phase\":0}",
            "{\"text\":\"x\",\"excludes\":\"yes\"}",
            "{\"text\":\"x\",\"more\":1}",
            "[")) {
      assertThat(api.post(path, api.admin, bad).status()).as(bad).isEqualTo(400);
    }
    assertThat(api.post("/v1/experiments/none/notes", api.admin, note).status()).isEqualTo(404);
    assertThat(api.post(path, api.secret, note).status()).isEqualTo(403);
    assertThat(api.post(path, "none", note).status()).isEqualTo(401);
    assertThat(api.post(path, api.admin, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
    assertThat(api.post(path, api.admin, note, "Content-Type", "text/html").status())
        .isEqualTo(415);
    assertThat(api.send("DELETE", path + "/7", "", "X-API-Key", api.admin).status()).isEqualTo(204);
    assertThat(api.send("DELETE", path + "/8", "", "X-API-Key", api.admin).status()).isEqualTo(404);
    assertThat(api.send("DELETE", path + "/x", "", "X-API-Key", api.admin).status()).isEqualTo(404);
    assertThat(api.send("DELETE", path + "/7", "", "X-API-Key", api.secret).status())
        .isEqualTo(403);
    assertThat(api.send("DELETE", path + "/7", "").status()).isEqualTo(401);
    api.away = true;
    assertThat(api.post(path, api.admin, note).status()).isEqualTo(503);
    assertThat(api.send("DELETE", path + "/7", "", "X-API-Key", api.admin).status()).isEqualTo(503);
    api.away = false;
  }

  private void links() {
    var path = "/v1/experiments/layout/share";
    var made = api.post(path, api.secret, "{\"days\":2}");
    assertThat(made.status()).isEqualTo(200);
    var link = made.json().path("path").asText();
    var page = api.get(link + "?lang=de");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body()).contains("Testbericht");
    assertThat(page.header("X-Robots-Tag")).isEqualTo("noindex");
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(api.get(link + "?lang=fr").status()).isEqualTo(400);
    assertThat(api.get(link + "x").status()).isEqualTo(404);
    assertThat(api.get("/shared/" + link.replaceAll(".*/", "").replace('.', '-')).status())
        .isEqualTo(404);
    api.away = true;
    assertThat(api.get(link).status()).isEqualTo(503);
    assertThat(api.post(path, api.secret, "{}").status()).isEqualTo(503);
    api.away = false;
    var now = api.now;
    api.now = now.plus(Duration.ofDays(2));
    assertThat(api.get(link).status()).as("after its end").isEqualTo(404);
    api.now = now;
    assertThat(api.get(link).status()).isEqualTo(200);
    assertThat(api.post(path, api.secret, "{\"days\":0}").status()).isEqualTo(400);
    assertThat(api.post(path, api.secret, "{\"days\":91}").status()).isEqualTo(400);
    assertThat(api.post("/v1/experiments/none/share", api.secret, "{}").status()).isEqualTo(404);
    assertThat(api.post(path, api.site, "{}").status()).isEqualTo(403);
    assertThat(api.post(path, "none", "{}").status()).isEqualTo(401);
    assertThat(api.post(path, api.secret, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
    assertThat(api.post(path, api.secret, "{}", "Content-Type", "text/html").status())
        .isEqualTo(415);
  }
}
