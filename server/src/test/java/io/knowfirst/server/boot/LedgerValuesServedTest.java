package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From decisions and orders to values in the ledger, and from these to other decisions. */
class LedgerValuesServedTest {
  private static final int VISITORS = 500;
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String FEWER = "direction: lower, ";

  @TempDir private Path folder;
  private final String url = TestDatabase.url();
  private final Map<String, Integer> drawn = new HashMap<>();
  private final Map<String, Integer> bought = new HashMap<>();

  /** Each campaign has weather of its own, and in the rain both make an offer. */
  private static Map<String, String> rules(String direction) {
    var files = SmallShop.files();
    files.put(
        "metrics.yaml",
        "- {id: orders, kind: conversion, event: Order Completed, %swindow: 14}\n"
            .formatted(direction));
    files.put(
        "campaigns/campaigns.yaml",
        """
        - {id: boots, style: automation, placements: [hero], contents: [jeans], priority: 20, holdout: 5000, owner: me}
        - {id: umbrella, style: automation, placements: [hero], contents: [rain], priority: 20, holdout: 5000, owner: me}
        """);
    files.put(
        "campaigns/campaigns.drl",
        "package small.campaigns;\nimport io.knowfirst.rules.facts.*;\n"
            + rule("boots", "snow")
            + rule("boots", "rain")
            + rule("umbrella", "hail")
            + rule("umbrella", "rain"));
    return files;
  }

  private static String rule(String campaign, String weather) {
    return """
        rule "%1$s in %2$s"
            @campaign("%1$s") @owner("me")
        when
            Weather(condition == "%2$s")
        then
            insert(new Offer("%1$s"));
        end
        """
        .formatted(campaign, weather);
  }

  @Test
  void the_campaign_whose_visitors_bought_more_than_those_held_out_wins_where_both_are_equal()
      throws SQLException {
    try (var server = TestServer.start(folder, url, rules(""))) {
      assertThat(campaign(inTheRain(server))).as("by their ids").isEqualTo("boots");
      for (int i = 0; i < VISITORS; i++) {
        // Of ten who see boots six buy, of ten who see umbrellas eight, of ten others three.
        visit(server, "boots", "snow", i, 6);
        visit(server, "umbrella", "hail", i, 8);
      }
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(measured(server, "boots")).isCloseTo(worth("boots"), within(1e-9));
                assertThat(measured(server, "umbrella")).isCloseTo(worth("umbrella"), within(1e-9));
              });
      aDayPasses();
      await().atMost(SOON).until(() -> campaign(inTheRain(server)).equals("umbrella"));
      assertThat(inTheRain(server).path("offers").findValuesAsText("text"))
          .contains(
              String.format(
                  Locale.ROOT,
                  "Campaign boots (priority 20) gave way to umbrella (priority 20), which was measured to be worth more: %.4g a visitor against %.4g",
                  worth("umbrella"),
                  worth("boots")));

      var body = new ObjectMapper().createObjectNode().put("message", "Fewer are better");
      body.set("files", new ObjectMapper().valueToTree(rules(FEWER)));
      assertThat(server.postAsAdmin("/v1/rulesets", body.toString()).status()).isEqualTo(201);
      aDayPasses();
      await().atMost(SOON).until(() -> campaign(inTheRain(server)).equals("boots"));
      assertThat(inTheRain(server).path("offers").findValuesAsText("text"))
          .contains(
              String.format(
                  Locale.ROOT,
                  "Campaign umbrella (priority 20) gave way to boots (priority 20), which was measured to be worth more: %.4g a visitor against %.4g",
                  -worth("boots"),
                  -worth("umbrella")));
    }
  }

  /** What was measured today is measured anew. */
  private void aDayPasses() throws SQLException {
    new StoredRows(url).change("delete from installation where name = 'campaign-values-tried'");
  }

  private void visit(TestServer server, String campaign, String weather, int number, int buyers) {
    var visitor = weather + "-" + number;
    var placed = server.decide(visitor, "[\"hero\"]", context(weather)).json().at("/decisions/0");
    var arm = campaign + " " + placed.at("/holdout/arm").asText();
    int before = drawn.merge(arm, 1, Integer::sum) - 1;
    var order = "";
    if (before % 10 < (placed.path("outcome").asText().equals("known") ? buyers : 3)) {
      bought.merge(arm, 1, Integer::sum);
      order =
          """
          ,{"type":"track","event":"Order Completed","messageId":"o","userId":"%s","properties":{"products":[
            {"product_id":"p-1","category":"c","price":12.5}]}}"""
              .formatted(visitor);
    }
    var batch =
        """
        {"batch":[{"type":"exposure","messageId":"x","userId":"%s","token":"%s"}%s]}"""
            .formatted(visitor, placed.path("token").asText(), order);
    assertThat(server.post("/v1/events", batch).json().path("rejected")).isEmpty();
  }

  /** As soon as all visitors are counted. */
  private static double measured(TestServer server, String campaign) {
    var ledger = server.get("/v1/ledger").json();
    for (var account : ledger.path("campaigns")) {
      if (account.path("campaign").asText().equals(campaign)) {
        assertThat(account.path("visitors").asInt()).as("%s", account).isEqualTo(VISITORS);
        return account.at("/contrasts/2/difference/value").asDouble();
      }
    }
    throw new AssertionError("No account of " + campaign + ": " + ledger);
  }

  /** Those who are held out are of two arms, of which one sees the default. */
  private double worth(String campaign) {
    return rate(campaign + " known") - rate(campaign + " default");
  }

  private double rate(String arm) {
    return (double) bought.get(arm) / drawn.get(arm);
  }

  private static JsonNode inTheRain(TestServer server) {
    return server
        .post(
            "/v1/simulate",
            "{\"channel\":\"web\",\"placements\":[\"hero\"]%s}".formatted(context("rain")))
        .json()
        .at("/decisions/0");
  }

  private static String context(String weather) {
    return ",\"context\":{\"weather\":{\"condition\":\"%s\",\"celsius\":1}}".formatted(weather);
  }

  private static String campaign(JsonNode placed) {
    return placed.path("campaign").asText();
  }
}
