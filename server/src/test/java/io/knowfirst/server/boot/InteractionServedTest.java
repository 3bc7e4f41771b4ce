package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three experiments on the same visitors. The grid sells where the banner is off and not where it
 * is on; the footer changes nothing.
 */
class InteractionServedTest {
  private static final int VISITORS = 600;
  private static final double OFTEN = 0.7;
  private static final double SELDOM = 0.3;
  private static final Map<String, Integer> SHOWN = new HashMap<>();
  private static final Map<String, Integer> BOUGHT = new HashMap<>();

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    var files = SmallShop.files();
    files.computeIfPresent(
        "placements.yaml",
        (name, text) -> text + "- {id: footer, channel: web, content: welcome}\n");
    files.put(
        "metrics.yaml", "- {id: orders, kind: conversion, event: Order Completed, window: 14}\n");
    files.put("experiments/banner.yaml", experiment("hero", "Summer banner"));
    files.put("experiments/footer.yaml", experiment("footer", "Footer links"));
    server = TestServer.start(folder, TestDatabase.url(), files);
    for (int i = 0; i < VISITORS; i++) {
      visit("v-" + i);
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> report("layout").path("visitors").asInt() == VISITORS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String experiment(String placement, String name) {
    return """
        name: %s
        placement: %s
        coverage: 10000
        running: true
        owner: me
        variations:
          - {id: off, name: Without, content: welcome, weight: 5000}
          - {id: on, name: With, content: rain, weight: 5000}
        """
        .formatted(name, placement);
  }

  /** Of every ten visitors of a combination as many buy as its rate says. */
  private static void visit(String visitor) {
    var placed =
        server.decide(visitor, "[\"shelf\",\"hero\",\"footer\"]", "").json().path("decisions");
    var shown = new StringBuilder();
    var combination = new StringBuilder();
    for (var one : placed) {
      assertThat(one.path("outcome").asText()).isEqualTo("tested");
      var variation = one.at("/experiment/variation").asText();
      boolean footer = one.path("placement").asText().equals("footer");
      combination.append(footer ? "footer-" + variation : variation + " ");
      shown.append(
          """
          {"type":"exposure","messageId":"x-%s","userId":"%s","token":"%s"},"""
              .formatted(one.path("placement").asText(), visitor, one.path("token").asText()));
    }
    var seen = combination.toString();
    int before = SHOWN.merge(seen, 1, Integer::sum) - 1;
    boolean clash = seen.contains("grid on") || seen.contains("list off");
    boolean buys = before % 10 < 10 * (clash ? SELDOM : OFTEN);
    if (buys) {
      BOUGHT.merge(seen, 1, Integer::sum);
    }
    var then =
        buys
            ? """
              {"type":"track","event":"Order Completed","messageId":"o","userId":"%s","properties":{}}"""
            : """
              {"type":"page","messageId":"p","userId":"%s","name":"Home"}""";
    var batch = "{\"batch\":[" + shown + then.formatted(visitor) + "]}";
    assertThat(server.post("/v1/events", batch).status()).isEqualTo(200);
  }

  private static JsonNode report(String experiment) {
    return server.get("/v1/experiments/" + experiment + "/report").json();
  }

  private static JsonNode with(String other) {
    for (var one : report("layout").path("interactions")) {
      if (one.path("experiment").asText().equals(other)) {
        return one;
      }
    }
    throw new AssertionError(report("layout"));
  }

  /** Of those whose combination has all of the words. */
  private static double rate(String... words) {
    return sum(BOUGHT, words) / sum(SHOWN, words);
  }

  private static double sum(Map<String, Integer> counts, String... words) {
    return counts.entrySet().stream()
        .filter(one -> Set.of(one.getKey().split(" ")).containsAll(List.of(words)))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  @Test
  void an_effect_that_another_experiment_turns_around_is_told_in_numbers_words_and_a_table() {
    var found = with("banner");
    double without = rate("grid", "off") - rate("list", "off");
    double beside = rate("grid", "on") - rate("list", "on");
    assertThat(found.at("/beside/without/value").asDouble()).isCloseTo(without, within(1e-9));
    assertThat(found.at("/beside/with/value").asDouble()).isCloseTo(beside, within(1e-9));
    assertThat(found.at("/difference/value").asDouble()).isCloseTo(beside - without, within(1e-9));
    assertThat(found.path("visitors").asInt()).isEqualTo(VISITORS);
    assertThat(found.path("adjustedP").asDouble()).isLessThan(1e-6);

    var page = page("en");
    assertThat(page)
        .contains("Together with other experiments", "Summer banner", "depend on each other")
        .contains("choose the best combination of the two");
    assertThat(page("de")).contains("Zusammenspiel", "Summer banner", "abh\u00e4ngig voneinander");
  }

  @Test
  void an_experiment_that_changes_nothing_is_no_reason_to_worry() {
    var found = with("footer");
    assertThat(found.path("adjustedP").asDouble()).isGreaterThan(0.05);
    assertThat(found.at("/difference/low").asDouble()).isNegative();
    assertThat(found.at("/difference/high").asDouble()).isPositive();
    assertThat(page("en")).contains("Footer links", "no sign of it");
    for (var check : report("footer").path("health")) {
      assertThat(check.path("name").asText() + " " + check.path("status").asText())
          .isNotEqualTo("interaction WARNING");
    }
  }

  private static String page(String language) {
    var key = server.key(KeyKind.SECRET);
    var page = server.ask("/reports/layout?lang=" + language, "X-API-Key", key);
    assertThat(page.statusCode()).isEqualTo(200);
    return page.body();
  }
}
