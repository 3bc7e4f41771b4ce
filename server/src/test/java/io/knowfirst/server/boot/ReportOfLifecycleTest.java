package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report on an experiment that no file beside the rules defines, through its whole life. */
class ReportOfLifecycleTest {
  private static final int VISITORS = 40;
  private static final String DEFINITION =
      """
      name: The shelf's layout
      owner: ann
      placement: shelf
      metrics: [revenue]
      analysis: {planned: 1000, minimumEffect: 0.1}
      variations:
        - {id: list, content: list, weight: 5000}
        - {id: grid, content: grid, weight: 5000}
      """;

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    var files = SmallShop.files();
    files.remove("experiments/layout.yaml");
    files.put(
        "metrics.yaml",
        """
        - {id: conversion, kind: conversion, event: Order Completed, window: 14}
        - {id: revenue, kind: sum, event: Order Completed, property: items.value, window: 14}
        """);
    server = TestServer.start(folder, TestDatabase.url(), files);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void the_report_knows_metrics_analysis_state_schedule_and_audit() throws IOException {
    var file = folder.resolve("shelf-test.yaml");
    Files.writeString(file, DEFINITION);
    experiments("apply", file.toString());
    var draft = report();
    assertThat(draft.at("/banner/verdict").asText()).isEqualTo("NOT_STARTED");
    assertThat(draft.path("name").asText()).isEqualTo("The shelf's layout");
    assertThat(draft.path("metrics"))
        .extracting(m -> m.path("name").asText())
        .containsExactly("revenue");

    experiments("start", "shelf-test");
    assertThat(report().at("/banner/verdict").asText()).isEqualTo("KEEP_RUNNING");
    assertThat(check(report(), "flow")).as("just started").isEqualTo("UNKNOWN");
    for (int i = 0; i < VISITORS; i++) {
      visit("v-" + i);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> report().path("visitors").asInt() == VISITORS);
    assertThat(check(report(), "flow")).isEqualTo("GOOD");
    assertThat(report().at("/banner/reasons").toString()).contains("960 more visitors are needed");

    experiments("pause", "shelf-test");
    assertThat(report().at("/banner/verdict").asText()).isEqualTo("PAUSED");
    assertThat(check(report(), "flow")).isEqualTo("UNKNOWN");

    experiments("decide", "shelf-test", "--variation", "grid");
    assertThat(report().at("/banner/verdict").asText()).isEqualTo("DECIDED");
    assertThat(report().at("/banner/variation").asText()).isEqualTo("grid");

    experiments("archive", "shelf-test");
    var archived = report();
    assertThat(archived.at("/banner/variation").asText()).isEqualTo("grid");
    assertThat(archived.path("visitors").asInt()).isEqualTo(VISITORS);
    assertThat(archived.path("provenance").toString())
        .contains("\"ann\"", "\"shelf\"", "archive", "decide", "pause", "start");
  }

  private static void visit(String visitor) {
    var placed = server.decide(visitor, "[\"shelf\"]", "").json().at("/decisions/0");
    var shown =
        """
        {"batch":[{"type":"exposure","messageId":"x","userId":"%s","token":"%s"}]}"""
            .formatted(visitor, placed.path("token").asText());
    assertThat(server.post("/v1/events", shown).status()).isEqualTo(200);
  }

  private static JsonNode report() {
    return server.get("/v1/experiments/shelf-test/report").json();
  }

  private static String check(JsonNode report, String name) {
    for (var check : report.path("health")) {
      if (check.path("name").asText().equals(name)) {
        return check.path("status").asText();
      }
    }
    throw new AssertionError(report);
  }

  private static void experiments(String... arguments) {
    var all = new ArrayList<>(List.of("experiments"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--server", "http://127.0.0.1:" + server.port()));
    all.addAll(List.of("--key", server.key(KeyKind.ADMIN)));
    assertThat(CommandLines.run(all.toArray(String[]::new), Map.of())).isZero();
  }
}
