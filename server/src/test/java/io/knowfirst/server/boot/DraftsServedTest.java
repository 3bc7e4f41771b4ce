package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    assertThat(version.path("message").asText()).contains("for the rainy week");
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
    var published = other.call("POST", path(early) + "/publish", admin, "", "If-Match", tag(early));
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

  @Test
  void the_reach_of_a_segment_and_of_conditions_is_counted_in_recorded_decisions() {
    for (int i = 0; i < 20; i++) {
      var bought =
          """
          ,"events":[{"type":"consent","messageId":"c-%d","purposes":{"personalization":true}},
          {"type":"track","event":"Order Completed","messageId":"o-%d",
          "properties":{"products":[{"product_id":"x","category":"apparel.jeans","price":50}]}}]"""
              .formatted(i, i);
      one.decide("v-" + i, "[\"hero\"]", i < 4 ? bought : RAIN);
    }
    var draft = draft(one, "headline: rain\n");

    var reach = get(one, path(draft) + "/reach?segment=jeans-buyers");
    var hail =
        one.call(
            "POST",
            path(draft) + "/reach",
            admin,
            "{\"lines\":[\"> Weather(condition == 'rain')\"]}".replace("'", "\\\""));

    assertThat(reach.path("decisions").asInt()).isEqualTo(20);
    assertThat(reach.path("reached").asInt()).isEqualTo(4);
    assertThat(reach.path("members").asInt()).isEqualTo(4);
    // scipy.stats.binomtest(4, 20).proportion_ci(method='wilson')
    assertThat(reach.path("low").asDouble()).isCloseTo(0.0806577, within(1e-6));
    assertThat(reach.path("high").asDouble()).isCloseTo(0.4160174, within(1e-6));
    assertThat(reach.path("summary").asText())
        .isEqualTo("about 20.0 % of the decisions (4 of 20 recorded), 8.1 to 41.6 %");
    assertThat(hail.status()).as("%s", hail.json()).isEqualTo(200);
    assertThat(hail.json().path("reached").asInt()).isEqualTo(16);
    assertThat(
            get(one, path(draft) + "/reach?segment=jeans-buyers&last=1m&most=5")
                .path("decisions")
                .asInt())
        .isEqualTo(5);
  }

  @Test
  void an_author_takes_a_draft_from_a_folder_to_live_on_the_command_line() throws IOException {
    var mine = folder.resolve("mine");
    for (var file : SmallShop.files().entrySet()) {
      var path = mine.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue().replace("headline: rain", "headline: typed"));
    }
    var id = run("create", "--name", "Typed").strip();
    assertThat(id).matches("[0-9a-f]{16}");
    assertThat(run("put", id, mine.toString())).contains(id, "open");
    assertThat(run("check", id)).doesNotContain("error");
    assertThat(run("test", id)).contains("0 scenarios");
    assertThat(run("diff", id))
        .contains("Content \"rain\" changed; headline rain -> typed.", "+headline: typed");
    assertThat(run("submit", id, "--comment", "As typed")).contains("submitted");
    assertThat(run("list")).contains(id, "Typed");
    assertThat(run("show", id)).contains("changed  contents/rain.yaml", "As typed");
    assertThat(run("approve", id)).contains("expected another person");
    assertThat(run("publish", id, "--max-change", "100%")).contains("published");
    assertThat(headline(one)).isEqualTo("typed");
    var other = run("create", "--name", "Other").strip();
    assertThat(run("schedule", other, "--at", "2000-01-01T00:00")).contains("a time to come");
    assertThat(run("discard", other)).contains("discarded");
  }

  private String run(String... args) {
    var all = new ArrayList<>(List.of("rules", "draft"));
    all.addAll(List.of(args));
    all.addAll(List.of("--server", "http://127.0.0.1:" + one.port(), "--key", admin));
    var said = new ByteArrayOutputStream();
    var realOut = System.out;
    var realErr = System.err;
    var both = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      CommandLines.run(all.toArray(String[]::new), Map.of());
      return said.toString(StandardCharsets.UTF_8);
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
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
    var body = "{\"at\":\"%s\",\"comment\":\"for the rainy week\"}".formatted(due);
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
        "{\"visitor\":{\"id\":\"nobody\"},\"channel\":\"web\",\"placements\":[\"hero\"]"
            + RAIN
            + "}";
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
