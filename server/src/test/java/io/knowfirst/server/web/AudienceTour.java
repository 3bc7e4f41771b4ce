package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Sees every answer that there is about audiences. */
final class AudienceTour {
  private static final String PATH = "/v1/audiences/newsletter-readers";
  private static final String DECISIONS = PATH + "/decisions";
  private static final String BODY = "{\"placements\":[\"email-teaser\",\"service-script\"]}";

  private final TestApi api;

  AudienceTour(TestApi api) {
    this.api = api;
  }

  void walk() {
    var size = api.get(PATH + "?sample=5000", "X-API-Key", api.secret);
    assertThat(size.json().path("members").asInt()).isEqualTo(2);
    assertThat(size.json().at("/channels/0/consented").asInt()).isEqualTo(1);
    assertThat(api.get(PATH).status()).isEqualTo(401);
    assertThat(api.get(PATH, "X-API-Key", api.site, "Origin", "https://shop.example").status())
        .isEqualTo(403);
    assertThat(api.get("/v1/audiences/nobody", "X-API-Key", api.secret).status()).isEqualTo(404);
    for (var bad : List.of("0", "10001", "half")) {
      assertThat(api.get(PATH + "?sample=" + bad, "X-API-Key", api.secret).status()).isEqualTo(400);
    }
    decisions();
    refusals();
    away();
  }

  private void decisions() {
    var lines = api.post(DECISIONS, api.secret, BODY);
    assertThat(lines.header("X-Run")).isEqualTo("run-1");
    var all = lines.body().lines().toList();
    assertThat(all).hasSize(4);
    assertThat(all.get(0)).startsWith("{\"run\":{\"id\":\"run-1\"");
    assertThat(all.get(1))
        .contains("\"token\":\"token-1\"", "\"channel\":\"email\"", "\"explores\":true")
        .endsWith("\"cursor\":\"" + AudienceWriter.cursor("v-1") + "\"}");
    assertThat(all.get(3)).startsWith("{\"end\":{\"visitors\":3,\"about\":4,\"members\":2");

    var table = api.post(DECISIONS, api.secret, BODY, "Accept", "text/csv");
    assertThat(table.body().split("\r\n"))
        .containsExactly(
            "visitor,channel,placement,outcome,campaign,content,payload,rule,probability,learnedFrom,decision,token,cursor",
            "v-1,email,email-teaser,known,spring,email-news,\"{\"\"headline\"\":\"\"Say \\\"\"hello\\\"\", twice\"\"}\",,0.25,3,d-1,token-1,"
                + AudienceWriter.cursor("v-1"));

    var again = "{\"run\":\"run-1\",\"after\":\"%s\"}".formatted(AudienceWriter.cursor("v-1"));
    assertThat(api.post(DECISIONS, api.secret, again).body().lines()).hasSize(3);
  }

  private void refusals() {
    for (var bad :
        List.of(
            "{}",
            "{\"placements\":[]}",
            "{\"placements\":[\"home-hero\"]}",
            "{\"placements\":[\"email-teaser\",\"email-teaser\"]}",
            "{\"placements\":[\"email-teaser\"],\"run\":\"run-1\"}",
            "{\"placements\":[\"email-teaser\"],\"after\":\"dg\"}",
            "{\"run\":\"run-1\",\"after\":\"%%%\"}")) {
      assertThat(api.post(DECISIONS, api.secret, bad).status()).as(bad).isEqualTo(400);
    }
    assertThat(api.post(DECISIONS, api.secret, "{\"run\":\"run-2\"}").status()).isEqualTo(404);
    assertThat(api.post(DECISIONS, api.secret, "{\"run\":\"run-old\"}").status()).isEqualTo(409);
    assertThat(api.post(DECISIONS, "none", BODY).status()).isEqualTo(401);
    assertThat(api.post(DECISIONS, api.site, BODY, "Origin", "https://evil.example").status())
        .isEqualTo(403);
    assertThat(api.post(DECISIONS, api.secret, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
    assertThat(api.post(DECISIONS, api.secret, BODY, "Content-Type", "text/html").status())
        .isEqualTo(415);
    api.contract.see("GET /v1/audiences/{segment} 409 application/problem+json");
  }

  private void away() {
    api.away = true;
    assertThat(api.get(PATH, "X-API-Key", api.secret).status()).isEqualTo(503);
    assertThat(api.post(DECISIONS, api.secret, BODY).status()).isEqualTo(503);
    api.away = false;
  }
}
