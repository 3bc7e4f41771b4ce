package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.experiments.lifecycle.Bandit;
import io.knowfirst.server.experiments.lifecycle.Lifecycle;
import io.knowfirst.server.experiments.measurement.Goals;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Decisions with holdouts, audiences, forced visitors and exclusive experiments, made while
 * visitors were shown things and logged in, an owner changed weights and a bandit moved its own;
 * then all of them again.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayExperimentsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VISITORS = 40;
  private static final int CROWD = 260;
  private static final String ALL = "[\"hero\",\"shelf\",\"pair\",\"corner\"]";

  private static final Map<String, String> RULES = rules();
  private static final Set<String> SEEN = new TreeSet<>();
  private static String url = "";
  private static TestServer server;
  private static int decisions;
  private static int drawnByOldWeights;

  @BeforeAll
  static void story(@TempDir Path folder) {
    url = TestDatabase.url();
    server = TestServer.start(folder, url, RULES);
    everyone("first");
    decide("tester", "mobile", true);
    drawnByOldWeights = decisions;
    for (int i = 0; i < VISITORS / 2; i++) {
      confirm("anon-" + i, decide("anon-" + i, "mobile", true));
      login("anon-" + i, "user-" + i);
    }
    reweigh();
    everyone("after the owner's change");
    for (int i = 0; i < VISITORS / 2; i++) {
      decide("anon-" + i, "mobile", true);
      decide("user-" + i, "mobile", true);
    }
    crowd();
    banditMoves(folder.resolve("other"));
    everyone("after the bandit's");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void the_story_has_all_that_a_replay_must_bear() {
    assertThat(SEEN)
        .contains(
            "global tested",
            "global default",
            "rain known",
            "rain tested",
            "rain default",
            "forced",
            "sticky",
            "audience-matched",
            "not-in-audience",
            "excluded-by-group",
            "held-out");
  }

  @Test
  @Order(2)
  void every_decision_comes_out_the_same_again_with_the_experiments_of_its_time() {
    var report = replay();
    assertThat(report.at("/proof/decisions").asInt()).isEqualTo(decisions);
    assertThat(report.at("/proof/equal").asInt())
        .as("%s", report.path("proof"))
        .isEqualTo(decisions);
    assertThat(report.path("changed").asInt()).isZero();
  }

  @Test
  @Order(3)
  void what_is_recorded_of_chance_is_what_the_answer_and_the_token_told() {
    var one = decide("chance", "mobile", true);
    var stored = server.get("/v1/decisions/" + one.path("decisionId").asText()).json();
    assertThat(stored.at("/decisions/0/holdout")).isEqualTo(one.at("/decisions/0/holdout"));
    assertThat(replay().at("/proof/equal").asInt()).isEqualTo(decisions);
  }

  @Test
  @Order(4)
  void where_the_experiments_of_the_time_are_not_kept_the_proof_says_so() throws Exception {
    try (var connection = java.sql.DriverManager.getConnection(jdbc())) {
      connection.createStatement().execute("delete from experiment_state");
    }
    var proof = replay().path("proof");
    assertThat(proof.path("unequal")).as("%s", proof).hasSize(1);
    assertThat(proof.at("/unequal/0/cause").asText()).isEqualTo("experiments-changed");
    assertThat(proof.at("/unequal/0/decisions").asInt())
        .as("those drawn by weights that are no more")
        .isBetween(drawnByOldWeights / 2, decisions - VISITORS);
  }

  private static void everyone(String when) {
    for (int i = 0; i < VISITORS; i++) {
      decide("v-" + i, i % 4 == 0 ? "desktop" : "mobile", i % 5 != 0);
    }
    assertThat(SEEN).as(when).isNotEmpty();
  }

  /** Enough visitors for a bandit to learn from: who saw the grid buys three times as often. */
  private static void crowd() {
    var shown = new StringBuilder();
    for (int i = 0; i < CROWD; i++) {
      var visitor = "crowd-" + i;
      var answer = decide(visitor, "mobile", false);
      var corner = answer.at("/decisions/3");
      shown.append(shown.isEmpty() ? "" : ",").append(exposure(visitor, corner));
      boolean grid = corner.at("/experiment/variation").asText().equals("grid");
      if (i % 4 == 0 != grid) {
        shown.append(
            """
            ,{"type":"track","event":"Order Completed","messageId":"o-%1$s","userId":"%1$s"}"""
                .formatted(visitor));
      }
    }
    events(shown.toString());
  }

  private static void banditMoves(Path folder) {
    var vertx = Vertx.vertx();
    try (var database = Database.open(vertx, DatabaseSettings.external(folder, url))) {
      var lifecycle =
          Knowfirst.await(
              Lifecycle.open(
                  vertx,
                  database.pool(),
                  database.connectOptions(),
                  InstantSource.system(),
                  server::rules));
      var goals = new Goals(database.pool(), () -> server.rules().folder());
      try (var bandit =
          Bandit.start(vertx, database.pool(), lifecycle, goals, Duration.ofMillis(200))) {
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> weight("moving", 0) < 5_000 && bandit != null);
      } finally {
        Knowfirst.await(lifecycle.close());
      }
    } finally {
      Knowfirst.await(vertx.close());
    }
  }

  private static void reweigh() {
    var changed = RULES.get("experiments/layout.yaml").replace("weight: 5000", "weight: %d");
    var answer =
        server.putAsAdmin(
            "/v1/experiments/layout", "application/yaml", changed.formatted(1_000, 9_000));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    assertThat(weight("layout", 0)).isEqualTo(1_000);
  }

  private static int weight(String experiment, int variation) {
    var shown = server.get("/v1/experiments/" + experiment).json();
    return shown.at("/variations/" + variation + "/weight").asInt();
  }

  private static JsonNode decide(String visitor, String device, boolean rain) {
    var context =
        ",\"context\":{\"device\":{\"type\":\""
            + device
            + "\"}"
            + (rain ? ",\"weather\":{\"condition\":\"rain\",\"celsius\":9}}" : "}");
    var answer = server.decide(visitor, ALL, context);
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    decisions++;
    for (var placed : answer.json().path("decisions")) {
      var held = placed.path("holdout");
      SEEN.add(held.path("scope").asText() + " " + held.path("arm").asText());
      placed.at("/reason/notes").forEach(note -> SEEN.add(note.path("code").asText()));
    }
    return answer.json();
  }

  private static void confirm(String visitor, JsonNode decision) {
    var all = new StringBuilder();
    for (var placed : decision.path("decisions")) {
      all.append(all.isEmpty() ? "" : ",").append(exposure(visitor, placed));
    }
    events(all.toString());
  }

  private static String exposure(String visitor, JsonNode placed) {
    return """
    {"type":"exposure","messageId":"%1$s-%2$s","userId":"%1$s","token":"%3$s"}"""
        .formatted(visitor, placed.path("placement").asText(), placed.path("token").asText());
  }

  private static void login(String anonymous, String visitor) {
    events(
        """
        {"type":"identify","messageId":"login-%2$s","anonymousId":"%1$s","userId":"%2$s"}"""
            .formatted(anonymous, visitor));
  }

  private static void events(String events) {
    var answer = server.post("/v1/events", "{\"batch\":[" + events + "]}");
    assertThat(answer.status()).as("%s", answer.json()).isLessThan(300);
    assertThat(answer.json().path("rejected")).as("%s", answer.json()).isEmpty();
  }

  private static JsonNode replay() {
    var body = JSON.createObjectNode();
    body.set("files", JSON.valueToTree(RULES));
    var answer = server.postAsAdmin("/v1/replay", body.toString());
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private static Map<String, String> rules() {
    var files = new LinkedHashMap<>(SmallShop.files());
    files.put(
        "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\nconsent: measured\nholdout: 4000\n");
    files.compute(
        "campaigns/campaigns.yaml",
        (name, text) ->
            text.replace(
                "contents: [rain], priority: 10, owner: me}\n- {id: fragile",
                "contents: [rain], priority: 10, owner: me, holdout: 5000}\n- {id: fragile"));
    files.compute(
        "placements.yaml",
        (name, text) ->
            text
                + "- {id: pair, channel: web, content: welcome}\n"
                + "- {id: corner, channel: web, content: welcome}\n");
    files.put(
        "experiments/layout.yaml",
        experiment("shelf", "audience: 'Device(type == \"mobile\")'\nforced: {tester: grid}\n"));
    files.put("experiments/welcoming.yaml", experiment("hero", ""));
    files.put(
        "experiments/pair-a.yaml",
        experiment("pair", "exclusion: {group: g, from: 0, to: 5000}\n"));
    files.put(
        "experiments/pair-b.yaml",
        experiment("pair", "exclusion: {group: g, from: 5000, to: 10000}\n"));
    files.put("experiments/moving.yaml", experiment("corner", "mode: bandit\n"));
    return files;
  }

  private static String experiment(String placement, String more) {
    return """
        placement: %s
        running: true
        owner: me
        %svariations:
          - {id: list, content: list, weight: 5000}
          - {id: grid, content: grid, weight: 5000}
        """
        .formatted(placement, more);
  }

  /** {@code postgresql://user:password@host:port/name?…} as JDBC takes it. */
  private static String jdbc() {
    return url.replaceFirst(
        "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
        "jdbc:postgresql://$3?user=$1&password=$2&$4");
  }
}
