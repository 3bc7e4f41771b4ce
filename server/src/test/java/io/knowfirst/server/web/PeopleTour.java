package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import java.util.EnumSet;
import java.util.List;

/** Sees every answer that there is about users, keys and the audit. */
final class PeopleTour {
  private static final String INVITATION = "{\"email\":\"%s@shop.example\",\"roles\":[\"author\"]}";
  private static final String KEY =
      "{\"kind\":\"site\",\"name\":\"shop\",\"origins\":[\"https://a.example\"],\"channels\":[\"web\"]}";

  private final TestApi api;

  PeopleTour(TestApi api) {
    this.api = api;
  }

  void walk() {
    session();
    users();
    keys();
    audit();
    away();
  }

  private void session() {
    var people = api.people.people();
    var made =
        TestApi.await(
            people
                .users()
                .invite("tour@shop.example", EnumSet.of(Role.READER), Actor.itself("test")));
    var joined =
        TestApi.await(
            people.signIn().join(made.token(), "", "Tour", "paper boats in rain", "test"));
    var cookie = "kf_session=" + joined.session();
    var session = api.get("/v1/session", "Cookie", cookie);
    assertThat(session.json().at("/user/name").asText()).isEqualTo("Tour");
    assertThat(session.json().path("csrfToken").asText()).isNotEmpty();
    assertThat(api.get("/v1/session").status()).isEqualTo(401);
    assertThat(api.get("/v1/session", "X-API-Key", api.admin).status()).isEqualTo(403);
  }

  private void users() {
    var path = "/v1/users";
    var body = INVITATION.formatted("maria");
    var made = api.post(path, api.admin, body);
    assertThat(made.status()).isEqualTo(201);
    var id = made.json().at("/user/id").asText();
    assertThat(api.post(path, api.admin, body).status()).isEqualTo(409);
    for (var bad :
        List.of(
            "[",
            "{}",
            "{\"email\":\"nobody\",\"roles\":[\"author\"]}",
            "{\"email\":\"a@b.example\",\"roles\":[\"boss\"]}",
            "{\"email\":\"a@b.example\",\"roles\":[]}")) {
      assertThat(api.post(path, api.admin, bad).status()).as(bad).isEqualTo(400);
    }
    written(path, body);
    assertThat(api.get(path, "X-API-Key", api.admin).json().path("users")).hasSizeGreaterThan(1);
    assertThat(api.get(path).status()).isEqualTo(401);
    assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(403);

    var one = path + "/" + id;
    var changed = put(one, "{\"roles\":[\"reader\",\"approver\"],\"disabled\":true}", api.admin);
    assertThat(changed.json().path("state").asText()).isEqualTo("disabled");
    assertThat(changed.json().path("roles")).hasSize(2);
    assertThat(put(one, "{\"disabled\":\"no\"}", api.admin).status()).isEqualTo(400);
    assertThat(put(one, "{}", "none").status()).isEqualTo(401);
    assertThat(put(one, "{}", api.secret).status()).isEqualTo(403);
    assertThat(put(path + "/u-000000000000", "{}", api.admin).status()).isEqualTo(404);
    assertThat(put(path + "/x", "{}", api.admin).status()).isEqualTo(404);
    assertThat(put(one, " ".repeat(Body.LIMIT + 1), api.admin).status()).isEqualTo(413);
    assertThat(put(one, "{}", api.admin, "Content-Type", "text/html").status()).isEqualTo(415);

    assertThat(api.post(one + "/link", api.admin, "").json().path("path").asText())
        .startsWith("/console/invitation?token=");
    assertThat(api.post(one + "/link", "none", "").status()).isEqualTo(401);
    assertThat(api.post(one + "/link", api.secret, "").status()).isEqualTo(403);
    assertThat(api.post(path + "/u-000000000000/link", api.admin, "").status()).isEqualTo(404);
  }

  private void written(String path, String body) {
    assertThat(api.post(path, "none", body).status()).isEqualTo(401);
    assertThat(api.post(path, api.secret, body).status()).isEqualTo(403);
    assertThat(api.post(path, api.admin, " ".repeat(Body.LIMIT + 1)).status()).isEqualTo(413);
    assertThat(api.post(path, api.admin, body, "Content-Type", "text/html").status())
        .isEqualTo(415);
  }

  private void keys() {
    var path = "/v1/keys";
    var made = api.post(path, api.admin, KEY);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("key").asText()).startsWith("kf_site_");
    var id = made.json().path("id").asText();
    for (var bad :
        List.of(
            "{}",
            KEY.replace("site", "master"),
            KEY.replace("https://a.example", "https://*.example"),
            KEY.replace("site", "admin"))) {
      assertThat(api.post(path, api.admin, bad).status()).as(bad).isEqualTo(400);
    }
    written(path, KEY);
    var listed = api.get(path, "X-API-Key", api.admin);
    assertThat(listed.json().path("keys")).hasSizeGreaterThan(4);
    assertThat(listed.body()).doesNotContain("kf_site_");
    assertThat(api.get(path).status()).isEqualTo(401);
    assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(403);
    var one = path + "/" + id;
    renamed(one);
    assertThat(api.send("DELETE", one, "").status()).isEqualTo(401);
    assertThat(api.send("DELETE", one, "", "X-API-Key", api.secret).status()).isEqualTo(403);
    assertThat(api.send("DELETE", one, "", "X-API-Key", api.admin).status()).isEqualTo(204);
    assertThat(api.send("DELETE", one, "", "X-API-Key", api.admin).status()).isEqualTo(404);
  }

  private void renamed(String one) {
    var until = KEY.replace("{", "{\"expires\":\"2026-12-24T12:00:00+01:00\",");
    assertThat(api.post("/v1/keys", api.admin, until).json().path("expires").asText())
        .isEqualTo("2026-12-24T11:00:00Z");
    for (var bad : List.of("tomorrow", "2020-01-01T00:00:00Z")) {
      var body = until.replace("2026-12-24T12:00:00+01:00", bad);
      assertThat(api.post("/v1/keys", api.admin, body).status()).as(bad).isEqualTo(400);
    }
    var name = "{\"name\":\"till\"}";
    assertThat(put(one, name, api.admin).status()).isEqualTo(204);
    assertThat(api.get("/v1/keys", "X-API-Key", api.admin).body()).contains("\"till\"");
    assertThat(put(one, "{}", api.admin).status()).isEqualTo(400);
    assertThat(put("/v1/keys/0123456789", name, api.admin).status()).isEqualTo(404);
    assertThat(put(one, name, "none").status()).isEqualTo(401);
    assertThat(put(one, name, api.secret).status()).isEqualTo(403);
    assertThat(put(one, " ".repeat(Body.LIMIT + 1), api.admin).status()).isEqualTo(413);
    var text = api.send("PUT", one, name, "X-API-Key", api.admin, "Content-Type", "text/html");
    assertThat(text.status()).isEqualTo(415);
  }

  private void audit() {
    var path = "/v1/audit";
    var page = api.get(path + "?limit=3&what=user", "X-API-Key", api.admin).json();
    assertThat(page.path("events")).hasSize(3);
    var next = "&before=" + page.path("next").asLong();
    var more = api.get(path + "?limit=3&what=user" + next, "X-API-Key", api.admin).json();
    assertThat(more.at("/events/0/seq").asLong()).isLessThan(page.at("/events/2/seq").asLong());
    for (var query :
        List.of(
            "who=test", "from=2026-11-22&until=2026-11-22", "subject=user%20maria@shop.example")) {
      assertThat(api.get(path + "?" + query, "X-API-Key", api.admin).json().path("events"))
          .as(query)
          .isNotEmpty();
    }
    assertThat(api.get(path + "?until=2026-11-21", "X-API-Key", api.admin).json().path("events"))
        .isEmpty();
    var csv = api.get(path + "?format=csv&what=key", "X-API-Key", api.admin).body();
    assertThat(csv).startsWith("seq,at,who,person,source,what,").contains("\"key.revoked\"");
    var lines = api.get(path + "?format=ndjson", "X-API-Key", api.admin).body().lines();
    assertThat(lines).hasSizeGreaterThan(6);
    for (var bad : List.of("limit=0", "before=x", "from=soon", "until=99999-01-01", "format=xml")) {
      assertThat(api.get(path + "?" + bad, "X-API-Key", api.admin).status()).as(bad).isEqualTo(400);
    }
    assertThat(api.get(path).status()).isEqualTo(401);
    assertThat(api.get(path, "X-API-Key", api.secret).status()).isEqualTo(403);
  }

  /** Keys are in memory, what they ask for is not. */
  private void away() {
    try (var gone = TestApi.start()) {
      gone.database.close();
      for (var path : List.of("/v1/users", "/v1/keys", "/v1/audit")) {
        assertThat(gone.get(path, "X-API-Key", gone.admin).status()).isEqualTo(503);
        see("GET " + path);
      }
      var user = "/v1/users/u-000000000000";
      assertThat(gone.post("/v1/users", gone.admin, INVITATION.formatted("x")).status())
          .isEqualTo(503);
      assertThat(gone.post("/v1/keys", gone.admin, KEY).status()).isEqualTo(503);
      assertThat(gone.post(user + "/link", gone.admin, "").status()).isEqualTo(503);
      assertThat(
              gone.send(
                      "PUT",
                      user,
                      "{}",
                      "X-API-Key",
                      gone.admin,
                      "Content-Type",
                      "application/json")
                  .status())
          .isEqualTo(503);
      assertThat(gone.send("DELETE", "/v1/keys/0123456789", "", "X-API-Key", gone.admin).status())
          .isEqualTo(503);
      var rename =
          gone.send(
              "PUT",
              "/v1/keys/0123456789",
              "{\"name\":\"till\"}",
              "X-API-Key",
              gone.admin,
              "Content-Type",
              "application/json");
      assertThat(rename.status()).isEqualTo(503);
      List.of(
              "POST /v1/users",
              "POST /v1/keys",
              "POST /v1/users/{id}/link",
              "PUT /v1/users/{id}",
              "PUT /v1/keys/{id}",
              "DELETE /v1/keys/{id}")
          .forEach(this::see);
    }
  }

  private void see(String operation) {
    api.contract.see(operation + " 503 application/problem+json");
  }

  private Exchange put(String path, String body, String key, String... headers) {
    var all =
        new java.util.ArrayList<>(List.of("X-API-Key", key, "Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return api.send("PUT", path, body, all.toArray(String[]::new));
  }
}
