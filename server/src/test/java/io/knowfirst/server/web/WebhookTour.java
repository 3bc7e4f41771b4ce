package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Sees every answer that there is about webhooks. */
final class WebhookTour {
  private static final String PATH = "/v1/webhooks";
  private static final String NONE = PATH + "/0123456789";
  private static final String HOOK =
      "{\"url\":\"https://hooks.example/kf\",\"events\":[\"rules\"]}";

  private final TestApi api;

  WebhookTour(TestApi api) {
    this.api = api;
  }

  void walk() {
    var made = api.post(PATH, api.admin, HOOK);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("secret").asText()).startsWith("whsec_");
    for (var bad :
        List.of(
            "{}",
            HOOK.replace("https", "http"),
            HOOK.replace("https://hooks.example/kf", "https://me:secret@hooks.example/"),
            HOOK.replace("https://hooks.example/kf", "kf"),
            HOOK.replace("rules", "Rules %"),
            HOOK.replace("[\"rules\"]", "[]"))) {
      assertThat(api.post(PATH, api.admin, bad).status()).as(bad).isEqualTo(400);
    }
    written(PATH, HOOK);
    var listed = api.get(PATH, "X-API-Key", api.admin);
    assertThat(listed.json().at("/webhooks/0/url").asText()).isEqualTo("https://hooks.example/kf");
    assertThat(listed.body()).doesNotContain("whsec_");
    read(PATH);

    var one = PATH + "/" + made.json().path("id").asText();
    var rotated = api.post(one + "/rotate", api.admin, "{\"hours\":1}");
    assertThat(rotated.json().path("secret").asText())
        .startsWith("whsec_")
        .isNotEqualTo(made.json().path("secret").asText());
    assertThat(api.post(one + "/rotate", api.admin, "{\"hours\":-1}").status()).isEqualTo(400);
    assertThat(api.post(NONE + "/rotate", api.admin, "{}").status()).isEqualTo(404);
    written(one + "/rotate", "{}");

    assertThat(api.post(one + "/test", api.admin, "").status()).isEqualTo(204);
    assertThat(api.post(NONE + "/test", api.admin, "").status()).isEqualTo(404);
    assertThat(api.post(one + "/test", "none", "").status()).isEqualTo(401);
    assertThat(api.post(one + "/test", api.secret, "").status()).isEqualTo(403);

    var messages = one + "/messages";
    var page = api.get(messages + "?state=waiting", "X-API-Key", api.admin);
    assertThat(page.json().at("/messages/0/type").asText()).isEqualTo("webhook.test");
    for (var bad : List.of("state=lost", "before=x")) {
      assertThat(api.get(messages + "?" + bad, "X-API-Key", api.admin).status()).isEqualTo(400);
    }
    assertThat(api.get(NONE + "/messages", "X-API-Key", api.admin).status()).isEqualTo(404);
    read(messages);

    assertThat(api.post(one + "/replay", api.admin, "{}").json().path("replayed").asInt(-1))
        .isZero();
    assertThat(api.post(one + "/replay", api.admin, "{\"messages\":[1]}").status()).isEqualTo(400);
    assertThat(api.post(NONE + "/replay", api.admin, "{}").status()).isEqualTo(404);
    written(one + "/replay", "{}");

    assertThat(api.send("DELETE", one, "").status()).isEqualTo(401);
    assertThat(delete(api, one, api.secret)).isEqualTo(403);
    assertThat(delete(api, one, api.admin)).isEqualTo(204);
    assertThat(delete(api, one, api.admin)).isEqualTo(404);
    away();
  }

  private void written(String path, String body) {
    assertThat(api.post(path, "none", body).status()).isEqualTo(401);
    assertThat(api.post(path, api.secret, body).status()).isEqualTo(403);
    assertThat(api.post(path, api.admin, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
    assertThat(api.post(path, api.admin, body, "Content-Type", "text/html").status())
        .isEqualTo(415);
  }

  private void read(String path) {
    assertThat(api.get(path).status()).isEqualTo(401);
    assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(403);
  }

  private static int delete(TestApi api, String path, String key) {
    return api.send("DELETE", path, "", "X-API-Key", key).status();
  }

  private void away() {
    try (var gone = TestApi.start()) {
      gone.database.close();
      assertThat(gone.get(PATH, "X-API-Key", gone.admin).status()).isEqualTo(503);
      assertThat(gone.get(NONE + "/messages", "X-API-Key", gone.admin).status()).isEqualTo(503);
      assertThat(gone.post(PATH, gone.admin, HOOK).status()).isEqualTo(503);
      assertThat(gone.post(NONE + "/rotate", gone.admin, "{}").status()).isEqualTo(503);
      assertThat(gone.post(NONE + "/test", gone.admin, "").status()).isEqualTo(503);
      assertThat(gone.post(NONE + "/replay", gone.admin, "{}").status()).isEqualTo(503);
      assertThat(delete(gone, NONE, gone.admin)).isEqualTo(503);
      List.of(
              "GET /v1/webhooks",
              "POST /v1/webhooks",
              "DELETE /v1/webhooks/{id}",
              "POST /v1/webhooks/{id}/rotate",
              "POST /v1/webhooks/{id}/test",
              "GET /v1/webhooks/{id}/messages",
              "POST /v1/webhooks/{id}/replay")
          .forEach(operation -> api.contract.see(operation + " 503 application/problem+json"));
    }
  }
}
