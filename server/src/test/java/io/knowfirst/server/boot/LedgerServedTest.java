package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From decisions, confirmed exposures and orders to the ledger, over HTTP. */
class LedgerServedTest {
  private static final int IN_THE_RAIN = 720;

  /** With all others fewer than may wait to be looked at again, so that none is left out. */
  private static final int FIRST_IN_THE_RAIN = 100;

  private static final int WITHOUT_AGE = 40;
  private static final int WITH_AGE = 6;
  private static final int WITHOUT_WEATHER = 10;
  private static final String RAIN = weather("rain");
  private static final String SUN = weather("sun");
  private static final Map<String, Integer> DRAWN = new LinkedHashMap<>();
  private static final Map<String, Integer> BOUGHT = new LinkedHashMap<>();

  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    var files = SmallShop.files();
    files.put(
        "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\nconsent: measured\nholdout: 4000\n");
    files.put(
        "metrics.yaml",
        """
        - {id: conversion, kind: conversion, event: Order Completed, window: 14}
        - {id: revenue, kind: sum, event: Order Completed, property: items.value, window: 14}
        """);
    files.computeIfPresent(
        "campaigns/campaigns.yaml",
        (name, text) ->
            text.replace("{id: rain,", "{id: rain, goal: conversion, name: Umbrella week,"));
    files.merge(
        "campaigns/campaigns.yaml",
        "- {id: student, style: automation, placements: [hero], contents: [grid], priority: 5, purpose: personalization, owner: me}\n",
        String::concat);
    files.merge(
        "campaigns/campaigns.drl",
        """
        rule "Students under 27 see the student week"
            @campaign("student") @owner("me")
        when
            Trait(name == "age", number < 27)
        then
            insert(new Offer("student"));
        end
        """,
        String::concat);
    server = TestServer.start(folder, TestDatabase.url(), files);
    for (int i = 0; i < FIRST_IN_THE_RAIN; i++) {
      visit("r-" + i, i);
    }
    for (int i = 0; i < WITH_AGE; i++) {
      tell(
          "a-" + i,
          ",{\"type\":\"identify\",\"messageId\":\"i\",\"userId\":\"a-%d\",\"traits\":{\"age\":22}}"
              .formatted(i));
      server.decide("a-" + i, "[\"hero\"]", SUN);
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> decisions(ledger("conversion")) == FIRST_IN_THE_RAIN + WITH_AGE);
    // While nearly all who stand in for them come in the rain: of eight drawn one does.
    for (int i = 0; i < WITHOUT_WEATHER; i++) {
      assertThat(outcome("w-" + i, "")).isEqualTo("default");
    }
    for (int i = 0; i < WITHOUT_AGE; i++) {
      tell("n-" + i, "");
      assertThat(outcome("n-" + i, SUN)).isEqualTo("default");
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(
            () -> {
              var ignorance = ledger("conversion");
              assertThat(sampled(ignorance, "Trait age")).isEqualTo(WITHOUT_AGE);
              assertThat(sampled(ignorance, "Weather")).isEqualTo(WITHOUT_WEATHER);
            });
    for (int i = FIRST_IN_THE_RAIN; i < IN_THE_RAIN; i++) {
      visit("r-" + i, i);
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                ledger("conversion").at("/everywhere/visitors").asInt() == IN_THE_RAIN
                    && decisions(ledger("conversion")) == all());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static int all() {
    return IN_THE_RAIN + WITH_AGE + WITHOUT_AGE + WITHOUT_WEATHER;
  }

  /** Four of five of the known buy, and one of two of the others. */
  private static void visit(String visitor, int number) {
    var placed = server.decide(visitor, "[\"hero\"]", RAIN).json().at("/decisions/0");
    var arm = placed.at("/holdout/arm").asText();
    DRAWN.merge(arm, 1, Integer::sum);
    boolean buys = arm.equals("known") ? number % 5 != 0 : number % 2 == 0;
    var order = "";
    if (buys) {
      BOUGHT.merge(arm, 1, Integer::sum);
      order =
          """
          ,{"type":"track","event":"Order Completed","messageId":"o","userId":"%s","properties":{"products":[
            {"product_id":"p-1","category":"c","price":12.5,"quantity":2}]}}"""
              .formatted(visitor);
    }
    var batch =
        """
        {"batch":[{"type":"exposure","messageId":"x","userId":"%s","token":"%s"}%s]}"""
            .formatted(visitor, placed.path("token").asText(), order);
    assertThat(server.post("/v1/events", batch).status()).isEqualTo(200);
  }

  private static void tell(String visitor, String more) {
    var batch =
        """
        {"batch":[{"type":"consent","messageId":"c","userId":"%s","purposes":{"personalization":true}}%s]}"""
            .formatted(visitor, more);
    assertThat(server.post("/v1/events", batch).status()).isEqualTo(200);
  }

  private static String outcome(String visitor, String context) {
    return server.decide(visitor, "[\"hero\"]", context).json().at("/decisions/0/outcome").asText();
  }

  private static String weather(String condition) {
    return ",\"context\":{\"weather\":{\"condition\":\"%s\",\"celsius\":9}}".formatted(condition);
  }

  @Test
  void a_campaign_with_a_goal_of_its_own_stands_by_that_as_in_the_ledger_of_that_metric() {
    var goals = server.get("/v1/ledger").json().path("goals");
    assertThat(goals).hasSize(1);
    assertThat(goals.at("/0/value/metric").asText()).isEqualTo("conversion");
    var own = goals.at("/0/campaigns");
    assertThat(own).hasSize(1);
    var rain = account(ledger("conversion"), "rain");
    assertThat(own.at("/0/title").asText()).isEqualTo("Umbrella week");
    assertThat(own.at("/0/arms")).isEqualTo(rain.path("arms"));
    assertThat(own.at("/0/contrasts/2/difference"))
        .isEqualTo(rain.at("/contrasts/2/difference"))
        .isNotEmpty();
    assertThat(ledger("conversion").path("goals")).isEmpty();
  }

  private static JsonNode account(JsonNode ledger, String campaign) {
    for (var account : ledger.path("campaigns")) {
      if (account.path("campaign").asText().equals(campaign)) {
        return account;
      }
    }
    throw new AssertionError("No account of " + campaign);
  }

  private static JsonNode ledger(String metric) {
    return server.get("/v1/ledger?metric=" + metric).json();
  }

  private static int decisions(JsonNode ledger) {
    return ledger.at("/shares/0/decisions").asInt();
  }

  private static JsonNode lesson(JsonNode ledger, String fact) {
    for (var lesson : ledger.path("ignorance")) {
      if (lesson.path("fact").asText().equals(fact)) {
        return lesson;
      }
    }
    return ledger.path("none");
  }

  private static int sampled(JsonNode ledger, String fact) {
    return lesson(ledger, fact).path("sampled").asInt();
  }

  private static double rate(String arm) {
    return (double) BOUGHT.get(arm) / DRAWN.get(arm);
  }

  @Test
  void sets_the_arms_against_each_other_as_they_were_drawn_and_as_they_bought() {
    var ledger = ledger("conversion");
    var contrasts = ledger.at("/everywhere/contrasts");
    double knowing = rate("known") - rate("tested");
    double testing = rate("tested") - rate("default");

    assertThat(contrasts.at("/0/difference/value").asDouble()).isCloseTo(knowing, within(1e-9));
    assertThat(contrasts.at("/1/difference/value").asDouble()).isCloseTo(testing, within(1e-9));
    assertThat(contrasts.at("/2/difference/value").asDouble())
        .isCloseTo(knowing + testing, within(1e-9));
    // The truth that was planted: 0.8 against 0.5, and 0.5 against 0.5.
    assertThat(contrasts.at("/0/difference/low").asDouble()).isLessThan(0.3);
    assertThat(contrasts.at("/0/difference/high").asDouble()).isGreaterThan(0.3);
    assertThat(contrasts.at("/1/difference/low").asDouble()).isNegative();
    assertThat(contrasts.at("/1/difference/high").asDouble()).isPositive();
    assertThat(contrasts.at("/1/outcome").asText()).isEqualTo("OPEN");
    assertThat(ledger.at("/everywhere/split/status").asText()).isEqualTo("GOOD");
    assertThat(ledger.at("/campaigns/0/campaign").asText()).isEqualTo("rain");
    assertThat(ledger.at("/campaigns/0/visitors").asInt()).isEqualTo(IN_THE_RAIN);
  }

  @Test
  void calls_a_campaign_by_its_name_where_it_has_one() {
    var ledger = ledger("conversion");
    assertThat(ledger.at("/campaigns/0/title").asText()).isEqualTo("Umbrella week");
    assertThat(ledger.at("/shares").findValuesAsText("title"))
        .contains("Umbrella week", "student", "hero");

    var key = server.key(KeyKind.SECRET);
    for (var language : new String[] {"en", "de"}) {
      var page = server.ask("/reports/ledger?lang=" + language, "X-API-Key", key);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Umbrella week").doesNotContain(">rain<");
    }
    assertThat(server.ask("/reports/holdout:rain?lang=de", "X-API-Key", key).body())
        .contains("Kampagne Umbrella week");
    assertThat(server.ask("/reports/ledger.csv", "X-API-Key", key).body())
        .contains("campaign,rain,", ",\"Umbrella week\"\n");
  }

  @Test
  void a_holdout_is_no_test_that_could_be_shipped() {
    for (var holdout : new String[] {"holdout", "holdout:rain"}) {
      var report = server.get("/v1/experiments/" + holdout + "/report").json();
      assertThat(report.at("/banner/verdict").asText()).isEqualTo("HOLDOUT");
      assertThat(report.at("/banner/reasons/0").asText()).contains("The ledger says");
      var page =
          server.ask("/reports/" + holdout + "?lang=de", "X-API-Key", server.key(KeyKind.SECRET));
      assertThat(page.body())
          .contains("Ausgewertet in der Wirkungsbilanz", ">bekannt<", ">Standard<")
          .doesNotContain("einf\u00fchren pr\u00fcfen", ">known<", ">tested<", "plausibel");
    }
  }

  @Test
  void values_visitors_by_money_unless_another_metric_is_asked_for() {
    var ledger = server.get("/v1/ledger").json();

    assertThat(ledger.at("/value/metric").asText()).isEqualTo("revenue");
    assertThat(ledger.at("/value/unit").asText()).isEqualTo("EUR");
    assertThat(ledger.at("/everywhere/contrasts/2/stake/value").asDouble())
        .isCloseTo((rate("known") - rate("default")) * 25 * IN_THE_RAIN, within(1e-6));
    assertThat(server.get("/v1/ledger?metric=visits").json().path("detail").asText())
        .contains("metric is \"visits\", expected one of revenue, conversion");
  }

  @Test
  void counts_every_decision_by_its_outcome() {
    JsonNode rain = null;
    for (var shares : ledger("conversion").path("shares")) {
      rain = shares.path("name").asText().equals("rain") ? shares : rain;
    }

    // The hero has no test, so who is held out for one gets the default.
    assertThat(rain.path("decisions").asInt()).isEqualTo(IN_THE_RAIN);
    assertThat(rain.path("known").asDouble() * IN_THE_RAIN)
        .isCloseTo(DRAWN.get("known"), within(1e-6));
    assertThat(rain.path("tested").asDouble()).isZero();
  }

  /** All six who told their age are students: of 776 decisions as many were the students'. */
  @Test
  void takes_what_volunteers_told_for_the_most_and_what_was_seen_of_all_for_the_estimate() {
    var lessons = server.get("/v1/ignorance?metric=conversion").json();
    var age = lesson(lessons, "Trait age");

    assertThat(age.path("mostDecisions").asDouble()).isCloseTo(WITHOUT_AGE, within(1e-6));
    assertThat(age.path("decisions").asDouble())
        .isCloseTo((double) WITHOUT_AGE * WITH_AGE / all(), within(1e-6));
    assertThat(age.path("told").asDouble()).isBetween(0.01, 0.2);
    assertThat(age.path("certain").asBoolean()).isFalse();
    assertThat(age.at("/rules/0/rule").asText())
        .isEqualTo("Students under 27 see the student week");
    assertThat(age.at("/gain/value").asDouble()).isPositive();
    var weather = lesson(lessons, "Weather");
    assertThat(weather.path("decisions").asDouble())
        .isLessThanOrEqualTo((double) WITHOUT_WEATHER * IN_THE_RAIN / all());
    assertThat(lessons.path("ignorance")).hasSize(2);
    assertThat(lessons.at("/ignorance/0/fact").asText()).isEqualTo("Weather");
  }

  @Test
  void shows_the_same_numbers_on_the_command_line() throws Exception {
    var out = folder.resolve("ledger.csv");
    int code =
        CommandLines.run(
            new String[] {
              "report",
              "ledger",
              "--server",
              "http://127.0.0.1:" + server.port(),
              "--key",
              server.key(KeyKind.SECRET),
              "--metric",
              "conversion",
              "--out",
              out.toString()
            },
            Map.of());

    assertThat(code).isZero();
    var difference = ledger("conversion").at("/everywhere/contrasts/2/difference/value").asText();
    assertThat(Files.readString(out)).contains("knowing-over-default," + difference);
  }
}
