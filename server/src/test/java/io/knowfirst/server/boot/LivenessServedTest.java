package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose umbrellas were offered for nine days, and not since three hours ago. */
class LivenessServedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UMBRELLAS = "Umbrellas when it rains";
  private static final String RAIN =
      ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";
  private static final String PAST =
      """
      with hours as (
        select date_trunc('hour', now()) - make_interval(hours => h) as hour, h from generate_series(1, 216) as h),
      traffic as (
        insert into rule_traffic select hour, 1000 from hours
        on conflict (hour) do update set decisions = 1000),
      fires as (insert into rule_firing select 'Umbrellas when it rains', hour, 100 from hours where h > 3)
      insert into rule_life (rule, last_at)
      values ('Umbrellas when it rains', date_trunc('hour', now()) - interval '3 hours 1 minute')
      on conflict (rule) do update set last_at = excluded.last_at
      """;

  @TempDir Path folder;
  private String said = "";

  @Test
  void a_silent_rule_is_told_over_http_by_metrics_and_on_the_command_line_until_it_fires()
      throws IOException {
    var postgres = TestDatabase.url();
    String secret;
    String admin;
    try (var server = TestServer.start(folder, postgres, SmallShop.files())) {
      secret = server.key(KeyKind.SECRET);
      admin = server.key(KeyKind.ADMIN);
      for (int i = 0; i < 10; i++) {
        assertThat(server.decide("v-" + i, "[\"hero\"]", "").status()).isEqualTo(200);
      }
      var live = server.get("/v1/rules").json();
      assertThat(live.path("rules")).hasSize(4);
      assertThat(live.at("/days/13/decisions").asInt()).isEqualTo(10);
      assertThat(live.path("rules")).noneMatch(rule -> rule.has("lastFired") || rule.has("alert"));
      assertThat(run(server.port(), secret)).isZero();
    }
    past(postgres);
    try (var server = TestServer.start(folder, postgres, SmallShop.files())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> umbrellas(server, secret).has("alert"));
      var rule = umbrellas(server, secret);
      assertThat(rule.path("owner").asText()).isEqualTo("me");
      assertThat(rule.path("campaigns")).hasSize(1);
      assertThat(rule.path("file").asText()).isEqualTo("campaigns/campaigns.drl");
      assertThat(rule.at("/alert/expected").asDouble()).isBetween(299.0, 302.0);
      assertThat(rule.at("/alert/obstacle").asText())
          .contains("In 10 of the last 10 recorded decisions Weather(condition == \"rain\")")
          .contains("campaigns/campaigns.drl:13");
      assertThat(rule.at("/alert").has("fileChanged")).isFalse();
      assertThat(run(server.port(), secret)).as("for scripts").isEqualTo(1);
      assertThat(masked(said)).isEqualTo(masked(sample()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(server.ask("/metrics", "X-API-Key", admin).body())
                      .contains("knowfirst_rules_silent 1")
                      // Three hours and some minutes.
                      .containsPattern(
                          "knowfirst_rule_silent_seconds\\{rule=\"Umbrellas when it rains\"} 1[0-4]\\d{3}\\."));

      var body =
          "{\"visitor\":{\"id\":\"wet\"},\"channel\":\"web\",\"placements\":[\"hero\"]"
              + RAIN
              + "}";
      assertThat(decide(server, secret, body)).isEqualTo("known");
      assertThat(umbrellas(server, secret).has("alert")).as("it fires again").isFalse();
      assertThat(run(server.port(), secret)).isZero();
    }
  }

  private static JsonNode umbrellas(TestServer server, String secret) throws IOException {
    for (var rule :
        JSON.readTree(server.ask("/v1/rules", "X-API-Key", secret).body()).path("rules")) {
      if (rule.path("rule").asText().equals(UMBRELLAS)) {
        return rule;
      }
    }
    throw new AssertionError("no umbrellas");
  }

  private static String decide(TestServer server, String secret, String body) {
    var answer = server.post("/v1/decisions", body, secret);
    return answer.json().at("/decisions/0/outcome").asText();
  }

  private int run(int port, String key) {
    var console = System.out;
    var told = new ByteArrayOutputStream();
    try (var capture = new PrintStream(told, true, StandardCharsets.UTF_8)) {
      System.setOut(capture);
      return CommandLines.run(
          new String[] {"rules", "live", "--server", "http://127.0.0.1:" + port, "--key", key},
          Map.of());
    } finally {
      System.setOut(console);
      said = told.toString(StandardCharsets.UTF_8);
    }
  }

  /** What the page shows of this very story. */
  private static String sample() throws IOException {
    var page = Files.readString(Path.of("..", "docs", "live-rules.md"));
    var matcher = Pattern.compile("(?s)```\n\\$ [^\n]* rules live [^\n]*\n(.*?)```").matcher(page);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  /** Times differ from run to run, and with the minute what was to be expected since. */
  private static String masked(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "TIME")
        .replaceAll("where \\d+ times", "where so many times")
        .strip();
  }

  private void past(String postgres) {
    var vertx = Vertx.vertx();
    var settings = DatabaseSettings.external(folder.resolve("past"), postgres);
    try (var database = Database.open(vertx, settings)) {
      Knowfirst.await(database.pool().query(PAST).execute());
    }
    Knowfirst.await(vertx.close());
  }
}
