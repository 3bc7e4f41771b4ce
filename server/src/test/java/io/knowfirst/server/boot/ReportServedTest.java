package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a decision over its confirmed exposure and an order to the report, over HTTP. */
class ReportServedTest {
  private static final int VISITORS = 60;
  private static final Map<String, Integer> EXPOSED = new LinkedHashMap<>();
  private static final Map<String, Integer> MOBILE = new LinkedHashMap<>();
  private static final Map<String, Integer> BOUGHT = new LinkedHashMap<>();

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    var files = SmallShop.files();
    files.put(
        "metrics.yaml",
        """
        - {id: conversion, kind: conversion, event: Order Completed, window: 14}
        - {id: revenue, kind: sum, event: Order Completed, property: items.value, window: 14}
        """);
    server = TestServer.start(folder, TestDatabase.url(), files);
    for (int i = 0; i < VISITORS; i++) {
      visit("v-" + i, i % 3 == 0);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> report().path("visitors").asInt() == VISITORS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void visit(String visitor, boolean buys) {
    boolean mobile = Integer.parseInt(visitor.substring(2)) % 2 == 0;
    var context = mobile ? ",\"context\":{\"device\":{\"type\":\"mobile\"}}" : "";
    var placed = server.decide(visitor, "[\"shelf\"]", context).json().at("/decisions/0");
    assertThat(placed.path("outcome").asText()).isEqualTo("tested");
    var variation = placed.at("/experiment/variation").asText();
    EXPOSED.merge(variation, 1, Integer::sum);
    if (mobile) {
      MOBILE.merge(variation, 1, Integer::sum);
    }
    var shown =
        """
        {"type":"exposure","messageId":"x","userId":"%s","token":"%s"}"""
            .formatted(visitor, placed.path("token").asText());
    var order =
        """
        {"type":"track","event":"Order Completed","messageId":"o","userId":"%s","properties":{"products":[
          {"product_id":"p-1","category":"c","price":12.5,"quantity":2}]}}"""
            .formatted(visitor);
    if (buys) {
      BOUGHT.merge(variation, 1, Integer::sum);
    }
    var batch = "{\"batch\":[" + shown + (buys ? "," + order : "") + "]}";
    assertThat(server.post("/v1/events", batch).status()).isEqualTo(200);
  }

  private static JsonNode report() {
    return server.get("/v1/experiments/layout/report").json();
  }

  private static JsonNode row(JsonNode report, String metric, String variation) {
    for (var table : report.path("metrics")) {
      for (var row : table.path("rows")) {
        if (table.path("name").asText().equals(metric)
            && row.path("variation").asText().equals(variation)) {
          return row;
        }
      }
    }
    throw new AssertionError(report);
  }

  @Test
  void counts_those_who_were_shown_a_variation_and_what_they_did_then() {
    var report = report();
    for (var variation : new String[] {"list", "grid"}) {
      int exposed = EXPOSED.getOrDefault(variation, 0);
      double rate = (double) BOUGHT.getOrDefault(variation, 0) / exposed;
      assertThat(row(report, "conversion", variation).path("visitors").asInt()).isEqualTo(exposed);
      assertThat(row(report, "conversion", variation).at("/value/value").asDouble())
          .isCloseTo(rate, within(1e-12));
      assertThat(row(report, "revenue", variation).at("/value/value").asDouble())
          .isCloseTo(rate * 25, within(1e-9));
    }
    assertThat(report.at("/banner/verdict").asText()).isEqualTo("KEEP_RUNNING");
    assertThat(report.path("days")).hasSize(1);
  }

  @Test
  void cuts_by_the_device_that_the_decision_had_and_by_nothing_that_is_the_same_for_all() {
    var found = new TreeMap<String, Integer>();
    for (var segment : report().path("segments")) {
      found.put(
          segment.path("segment").asText() + " " + segment.path("value").asText(),
          segment.at("/row/visitors").asInt());
    }
    int mobile = MOBILE.getOrDefault("grid", 0);
    assertThat(found)
        .isEqualTo(Map.of("device mobile", mobile, "device unknown", EXPOSED.get("grid") - mobile));
    var page = server.ask("/reports/layout?lang=de", "X-API-Key", server.key(KeyKind.SECRET));
    assertThat(page.body()).contains("Ger\u00e4t unbekannt", "explorativ");
  }

  @Test
  void leads_a_browser_to_the_sign_in_whatever_password_it_keeps() {
    var pair = "me:" + server.key(KeyKind.SECRET);
    var basic =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    for (var page :
        List.of(
            server.ask("/reports/layout"), server.ask("/reports/layout", "Authorization", basic))) {
      assertThat(page.statusCode()).isEqualTo(303);
      assertThat(page.headers().firstValue("Location"))
          .contains("../console/sign-in?next=reports%2Flayout");
    }
  }

  @Test
  void shows_the_page_to_a_program_with_its_key() {
    var key = server.key(KeyKind.SECRET);
    var page = server.ask("/reports/layout?lang=de", "X-API-Key", key);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Weiterlaufen lassen").doesNotContain("<script");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; style-src 'unsafe-inline'");
    assertThat(server.ask("/reports", "X-API-Key", key).body())
        .contains("href=\"reports/layout?lang=en\"");
  }

  @Test
  void shows_the_same_numbers_to_a_program_a_browser_and_the_command_line() throws Exception {
    var key = server.key(KeyKind.SECRET);
    var json = folder.resolve("report.json");
    var csv = folder.resolve("report.csv");
    for (var out : new Path[] {json, csv}) {
      var code =
          CommandLines.run(
              new String[] {
                "report",
                "layout",
                "--server",
                "http://127.0.0.1:" + server.port(),
                "--key",
                key,
                "--out",
                out.toString()
              },
              Map.of());
      assertThat(code).isZero();
    }
    assertThat(new JsonMapper().readTree(Files.readString(json))).isEqualTo(report());
    assertThat(Files.readString(csv))
        .isEqualTo(server.ask("/reports/layout.csv", "X-API-Key", key).body())
        .contains("conversion,")
        .contains(row(report(), "revenue", "grid").at("/value/value").asText());
  }

  @Test
  void knows_no_report_on_an_experiment_that_is_not_there() {
    assertThat(server.get("/v1/experiments/none/report").status()).isEqualTo(404);
    assertThat(server.get("/v1/experiments/layout/report?phase=7").status()).isEqualTo(404);
  }
}
