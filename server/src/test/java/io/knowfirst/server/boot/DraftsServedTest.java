package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members over one PostgreSQL. */
class DraftsServedTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String RAIN =
      ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";

  @TempDir private Path folder;
  private String url;
  private TestServer one;
  private TestServer other;
  private String admin;
  private String secret;

  @BeforeEach
  void start() {
    url = TestDatabase.url();
    one = TestServer.startUnwatched(folder.resolve("one"), url, SmallShop.files());
    admin = one.key(KeyKind.ADMIN);
    secret = one.key(KeyKind.SECRET);
    other = TestServer.startUnwatched(folder.resolve("other"), url, SmallShop.files());
  }

  @AfterEach
  void stop() {
    if (one != null) {
      one.close();
    }
    other.close();
  }

  @Test
  void what_is_scheduled_goes_live_once_in_a_cluster_and_on_all_members() {
    var draft = draft(one, "headline: umbrellas\n");
    var scheduled = schedule(draft, Instant.now().plusSeconds(2));
    assertThat(headline(one)).isEqualTo("rain");

    Awaitility.await().atMost(SOON).until(() -> headline(one).equals("umbrellas"));

    Awaitility.await().atMost(SOON).until(() -> headline(other).equals("umbrellas"));
    var published = show(other, scheduled);
    assertThat(published.path("state").asText()).isEqualTo("published");
    assertThat(published.path("history").findValuesAsText("what"))
        .containsExactly("published", "scheduled", "changed", "created");
    var version = get(one, "/v1/rulesets/" + published.path("published").asText());
    assertThat(version.path("audit").findValuesAsText("what")).containsExactly("published");
  }

  @Test
  void a_schedule_survives_the_member_that_took_it() {
    var draft = schedule(draft(one, "headline: coats\n"), Instant.now().plusSeconds(3));
    one.close();
    one = null;

    Awaitility.await().atMost(SOON).until(() -> headline(other).equals("coats"));
    assertThat(show(other, draft).path("state").asText()).isEqualTo("published");
  }

  @Test
  void what_is_no_longer_based_on_the_live_version_does_not_go_live_and_says_why() {
    var draft = schedule(draft(one, "headline: late\n"), Instant.now().plusSeconds(3));
    var early = draft(other, "headline: early\n");
    var published =
        other.call("POST", path(early) + "/publish", admin, "", "If-Match", tag(early));
    assertThat(published.status()).as("%s", published.json()).isEqualTo(200);

    Awaitility.await().atMost(SOON).until(() -> show(one, draft).has("problem"));

    var failed = show(one, draft);
    assertThat(failed.path("state").asText()).isEqualTo("open");
    assertThat(failed.path("behind").asBoolean()).isTrue();
    assertThat(failed.path("problem").asText()).contains("Maybe rebase");
    assertThat(headline(one)).isEqualTo("early");
  }

  @Test
  void a_replay_runs_in_the_background_and_every_member_tells_what_came_of_it() {
    for (int i = 0; i < 10; i++) {
      one.decide("v-" + i, "[\"hero\"]", i < 3 ? RAIN : "");
    }
    var draft = draft(one, "headline: rain\n");
    var drl =
        SmallShop.files()
            .get("campaigns/campaigns.drl")
            .replace("condition == \"rain\"", "condition == \"hail\"");
    draft =
        one.call(
                "PUT",
                path(draft) + "/files/campaigns/campaigns.drl",
                admin,
                drl,
                "If-Match",
                tag(draft),
                "Content-Type",
                "text/plain")
            .json();
    var path = path(draft) + "/replay";
    assertThat(one.call("POST", path, admin, "").status()).isEqualTo(202);

    Awaitility.await()
        .atMost(SOON)
        .until(() -> get(other, path).path("state").asText().equals("done"));

    var report = get(other, path).path("report");
    assertThat(report.path("changed").asInt()).isEqualTo(3);
    assertThat(report.path("summary").asText())
        .startsWith("3 of 10 recorded decisions (30.00 %) would change");
    var refused =
        one.call("POST", path(draft) + "/publish", admin, "{\"maxChange\":0.2}", "If-Match", "*");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("detail").asText()).contains("expected at most 20.0 %");
  }

  private JsonNode draft(TestServer server, String text) {
    var made = server.post("/v1/drafts", "{\"name\":\"Rain\"}", admin).json();
    return server
        .call(
            "PUT",
            path(made) + "/files/contents/rain.yaml",
            admin,
            text,
            "If-Match",
            tag(made),
            "Content-Type",
            "text/plain")
        .json();
  }

  private JsonNode schedule(JsonNode draft, Instant due) {
    var body = "{\"at\":\"" + due + "\"}";
    var answer = one.call("POST", path(draft) + "/schedule", admin, body, "If-Match", tag(draft));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode show(TestServer server, JsonNode draft) {
    return get(server, path(draft));
  }

  private JsonNode get(TestServer server, String path) {
    return server.call("GET", path, admin, "").json();
  }

  private String headline(TestServer server) {
    var body =
        "{\"visitor\":{\"id\":\"nobody\"},\"channel\":\"web\",\"placements\":[\"hero\"]" + RAIN + "}";
    var answer = server.post("/v1/decisions", body, secret).json();
    return answer.at("/decisions/0/content/headline").asText();
  }

  private static String path(JsonNode draft) {
    return "/v1/drafts/" + draft.path("id").asText();
  }

  private static String tag(JsonNode draft) {
    return "\"" + draft.path("revision").asLong() + "\"";
  }
}
