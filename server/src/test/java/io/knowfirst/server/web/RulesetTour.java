package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Sees every answer that there is about versions of the rules. */
final class RulesetTour {
  private final TestApi api;

  RulesetTour(TestApi api) {
    this.api = api;
  }

  void walk() {
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
    assertThat(superseded(folder)).isEqualTo(409);
  }

  /**
   * Of a publication whose check took longer than that of a later one; tried with ever more rules.
   */
  private int superseded(String folder) {
    int status = 0;
    for (int rules = 3_000; status != 409 && rules < 50_000; rules *= 2) {
      var slow =
          folder.replace(
              "\"placements.yaml\"",
              "\"segments/many.drl\":\"" + many(rules) + "\",\"placements.yaml\"");
      var answer =
          CompletableFuture.supplyAsync(() -> api.post("/v1/rulesets", api.admin, slow).status());
      LockSupport.parkNanos(200_000_000); // until it is being checked
      assertThat(api.post("/v1/rulesets", api.admin, folder).status()).isBetween(200, 201);
      status = answer.join();
    }
    return status;
  }

  private static String many(int rules) {
    var text = new StringBuilder("package segments.many;\\nimport io.knowfirst.rules.facts.*;\\n");
    for (int i = 1; i <= rules; i++) {
      text.append(
          "rule 'Visits of %d pages'\\n@kind('behavioural')\\nwhen Visit(pages == %d)\\nthen insert(new Member('s-%d'));\\nend\\n"
              .formatted(i, i, i));
    }
    return text.toString().replace("'", "\\\"");
  }
}
