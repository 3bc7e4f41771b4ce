package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody does to rules, experiments, keys, users and visitors is a row of the audit. */
class AuditServedTest {
  private static TestServer server;
  private static String admin = "";
  private static String first = "";

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.startUnwatched(folder, TestDatabase.url(), SmallShop.files());
    admin = server.key(KeyKind.ADMIN);
    first = server.rules().hash();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer.Answer call(String method, String path, String body) {
    var answer = server.call(method, path, admin, body);
    assertThat(answer.status()).as("%s %s %s", method, path, answer.json()).isLessThan(300);
    return answer;
  }

  /** What happened last first, as the filter finds it. */
  private static List<String> rows(String filter) {
    return texts(server.getAsAdmin("/v1/audit?limit=100&" + filter), "what");
  }

  private static List<String> texts(TestServer.Answer answer, String field) {
    return StreamSupport.stream(answer.json().path("events").spliterator(), false)
        .map(row -> row.path(field).asText())
        .toList();
  }

  @Test
  void a_publication_and_a_rollback_are_rows_with_hashes_before_and_after() {
    var files = SmallShop.files();
    files.put("contents/rain.yaml", "headline: audited\n");
    var published = server.postAsAdmin("/v1/rulesets?message=New", json(files)).json();
    var hash = published.path("hash").asText();
    call("POST", "/v1/rulesets/" + first + "/rollback?message=Back", "");
    assertThat(rows("what=rules")).startsWith("rules.rolled-back", "rules.published");
    var rows = server.getAsAdmin("/v1/audit?what=rules&limit=2").json().path("events");
    assertThat(rows.at("/1/after").asText()).isEqualTo(hash);
    assertThat(rows.at("/0/before").asText()).isEqualTo(hash);
    assertThat(rows.at("/0/after").asText()).isEqualTo(first);
  }

  @Test
  void each_step_of_an_experiment_and_each_note_is_a_row() {
    call("POST", "/v1/experiments/layout/notes", "{\"text\":\"A sale began.\"}");
    var number = server.getAsAdmin("/v1/audit?what=experiment.noted").json();
    assertThat(number.path("events")).hasSize(1);
    call("DELETE", "/v1/experiments/layout/notes/1", "");
    call("POST", "/v1/experiments/layout/pause", "");
    call("POST", "/v1/experiments/layout/start", "");
    assertThat(rows("subject=experiment%20layout&what=experiment"))
        .startsWith(
            "experiment.start", "experiment.pause", "experiment.unnoted", "experiment.noted");
  }

  @Test
  void keys_and_users_are_rows_with_whoever_changed_them() {
    var key =
        call("POST", "/v1/keys", "{\"kind\":\"secret\",\"name\":\"a feed\"}").json().path("id");
    call("DELETE", "/v1/keys/" + key.asText(), "");
    assertThat(rows("what=key")).startsWith("key.revoked", "key.created");
    var invited =
        call("POST", "/v1/users", "{\"email\":\"ann@shop.example\",\"roles\":[\"reader\"]}");
    var id = invited.json().at("/user/id").asText(invited.json().path("id").asText());
    call("PUT", "/v1/users/" + id, "{\"roles\":[\"reader\",\"author\"]}");
    call("PUT", "/v1/users/" + id, "{\"disabled\":true}");
    assertThat(rows("what=user")).startsWith("user.disabled", "user.roles", "user.invited");
    var row = server.getAsAdmin("/v1/audit?what=user.roles").json().at("/events/0");
    assertThat(row.path("detail").asText()).contains("author");
    assertThat(row.path("source").asText()).isEqualTo("127.0.0.1");
    assertThat(row.path("who").asText()).isNotEmpty();
  }

  @Test
  void whoever_looks_up_a_visitor_or_a_stored_decision_is_a_row_that_names_no_visitor() {
    server.post(
        "/v1/events",
        """
        {"batch":[{"type":"consent","messageId":"i","userId":"v-looked","purposes":{"personalization":true}}]}""");
    var decided = server.decide("v-looked", "[\"hero\"]", "").json().path("decisionId").asText();
    call("GET", "/v1/visitors/v-looked", "");
    call("GET", "/v1/decisions/" + decided, "");
    assertThat(rows("subject=v-looked")).containsExactly("visitor.decision", "visitor.looked-up");
    assertThat(server.getAsAdmin("/v1/audit?limit=100").raw().body()).doesNotContain("v-looked");
  }

  @Test
  void rows_are_filtered_by_day_and_exported_as_they_are_shown() {
    call("POST", "/v1/keys", "{\"kind\":\"secret\",\"name\":\"=1+1\"}");
    var shown = server.getAsAdmin("/v1/audit?what=key.created");
    var csv = server.ask("/v1/audit?what=key.created&format=csv", "X-API-Key", admin).body();
    var lines = server.ask("/v1/audit?what=key.created&format=ndjson", "X-API-Key", admin).body();
    int count = shown.json().path("events").size();
    assertThat(csv.lines()).hasSize(count + 1);
    assertThat(csv).startsWith("seq,at,who,person,source,what,subject,before,after,detail\n");
    assertThat(lines.lines()).hasSize(count);
    assertThat(csv).contains("key.created").doesNotContain(",=1+1");
    assertThat(rows("what=key.created&until=2020-01-01")).isEmpty();
    assertThat(rows("what=key.created&from=2020-01-01")).isNotEmpty();
  }

  private static String json(Map<String, String> files) {
    var body = new io.vertx.core.json.JsonObject();
    body.put("files", new io.vertx.core.json.JsonObject(Map.copyOf(files)));
    return body.encode();
  }
}
