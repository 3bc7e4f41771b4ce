package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bots are answered like everyone, and left out of what experiments and holdouts say. */
class BotsServedTest {
  private static final String CRAWLER =
      "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)";
  private static final String BROWSER =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0";
  private static final String RAIN = "\"weather\":{\"condition\":\"rain\",\"celsius\":9}";

  private static String url = "";
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    var files = SmallShop.files();
    files.put(
        "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\nconsent: measured\nholdout: 2000\n");
    url = TestDatabase.url();
    server = TestServer.start(folder, url, files);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void bots_are_answered_and_told_in_the_health_of_the_report_and_not_counted() throws Exception {
    int bots = 0;
    for (int i = 0; i < 5; i++) {
      var crawler = page(CRAWLER, "");
      assertThat(crawler.path("outcome").asText()).isEqualTo("tested");
      assertThat(crawler.at("/content/id").asText()).isNotEmpty();
      assertThat(crawler.at("/reason/notes").toString()).contains("\"bot\"");
      bots++;
    }
    var person = page(BROWSER, "");
    assertThat(person.at("/reason/notes").toString()).doesNotContain("\"bot\"");
    page(CRAWLER, "\"userAgent\":\"" + BROWSER + "\"");

    shown("b-1", ",\"context\":{\"userAgent\":\"" + CRAWLER + "\"}", "");
    shown("b-2", "", ",\"context\":{\"userAgent\":\"" + CRAWLER + "\"}");
    bots += 2;
    for (int i = 0; i < 20; i++) {
      shown("v-" + i, ",\"context\":{\"userAgent\":\"" + BROWSER + "\"}", "");
    }
    shown("old", "", ",\"context\":{\"userAgent\":17}");

    // The browser, the one that a proxy speaks for, twenty with an agent and one without.
    int people = 1 + 1 + 20 + 1;
    var expected = bots + " visitors were left out as bots.";
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              var report = server.get("/v1/experiments/layout/report").json();
              assertThat(report.path("visitors").asInt()).isEqualTo(people);
              assertThat(report.path("health").toString()).contains(expected);
            });
    assertThat(number("select count(*) from exposure where bot")).isEqualTo(bots);
    assertThat(number("select count(*) from exposure where not bot")).isEqualTo(people);
    assertThat(
            number(
                "select count(*) from event where body like '%Yandex%' or body like '%Firefox%'"))
        .as("an agent that is kept")
        .isZero();
  }

  @Test
  void bots_count_in_no_holdout_and_in_no_decisions_of_the_ledger() throws Exception {
    for (int i = 0; i < 30; i++) {
      held("hb-" + i, ",\"context\":{" + RAIN + ",\"userAgent\":\"" + CRAWLER + "\"}");
    }
    for (int i = 0; i < 10; i++) {
      held("hp-" + i, ",\"context\":{" + RAIN + "}");
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              var everywhere = server.get("/v1/ledger").json().path("everywhere");
              assertThat(everywhere.path("visitors").asInt()).isEqualTo(10);
              assertThat(
                      number("select sum(decisions) from decision_count where placement = 'hero'"))
                  .isEqualTo(10);
            });
    assertThat(number("select count(*) from exposure where experiment = 'holdout' and bot"))
        .isEqualTo(30);
  }

  @Test
  void a_server_that_calls_speaks_for_somebody_else_whatever_its_own_agent_is() throws Exception {
    var asked =
        browser(
            KeyKind.SECRET,
            "/v1/decisions",
            CRAWLER,
            "none",
            "{\"visitor\":{\"id\":\"s-1\"},\"placements\":[\"shelf\"]}");
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body()).contains("\"tested\"").doesNotContain("\"bot\"");
  }

  @Test
  void an_agent_that_is_no_text_is_told_in_a_decision() {
    var asked = server.decide("s-2", "[\"shelf\"]", ",\"context\":{\"userAgent\":17}");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.json().path("notes").toString())
        .contains("/context/userAgent", "\"17\"", "\"text\"");
  }

  /** A decision for a page, whose browser then says that it showed it. */
  /**
   * What is kept of a decision that a page asked for and showed; the page itself is not told why.
   */
  private static JsonNode page(String agent, String context) throws Exception {
    var asked =
        browser(
            KeyKind.SITE,
            "/v1/decisions",
            agent,
            "none",
            "{\"placements\":[\"shelf\"],\"context\":{" + context + "}}");
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(200);
    var answer = new JsonMapper().readTree(asked.body());
    var placed = answer.at("/decisions/0");
    assertThat(placed.toString()).doesNotContain("\"bot\"");
    var visitor = asked.headers().firstValue("X-Visitor-Token").orElseThrow();
    var sent =
        browser(
            KeyKind.SITE,
            "/v1/events",
            context.isEmpty() ? agent : BROWSER,
            visitor,
            // What a page's event says of its browser is not looked at: the request's own agent
            // tells.
            "{\"type\":\"exposure\",\"context\":{\"userAgent\":\""
                + CRAWLER
                + "\"},\"token\":\""
                + placed.path("token").asText()
                + "\"}");
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    return server
        .get("/v1/decisions/" + answer.path("decisionId").asText())
        .json()
        .at("/decisions/0");
  }

  private static java.net.http.HttpResponse<String> browser(
      KeyKind key, String path, String agent, String visitor, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("X-API-Key", server.key(key))
                .header("X-Visitor-Token", visitor)
                .header("User-Agent", agent)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }

  private static void held(String visitor, String more) {
    confirm(visitor, server.decide(visitor, "[\"hero\"]", more).json().at("/decisions/0"), "");
  }

  private static void shown(String visitor, String more, String context) {
    confirm(
        visitor, server.decide(visitor, "[\"shelf\"]", more).json().at("/decisions/0"), context);
  }

  private static void confirm(String visitor, JsonNode placed, String context) {
    var answer =
        server.post(
            "/v1/events",
            """
            {"type":"exposure","messageId":"shown","userId":"%s","token":"%s"%s}"""
                .formatted(visitor, placed.path("token").asText(), context));
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
  }

  private static long number(String query) throws SQLException {
    var jdbc =
        url.replaceFirst(
            "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
            "jdbc:postgresql://$3?user=$1&password=$2&$4");
    try (var connection = DriverManager.getConnection(jdbc);
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
