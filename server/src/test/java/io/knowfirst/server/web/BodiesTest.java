package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.Event;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bodies say, and what is said of bodies that are not right. */
class BodiesTest {
  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void reset() {
    api.reset();
  }

  @Test
  void aDecisionIsPassedOnAsItWasAsked() {
    var answer =
        api.decide(
            api.secret,
            """
            {"visitor":{"id":"v-1"},"channel":"web","placements":["recommendations","home-hero"],
             "context":{"page":{"type":"product","category":"shoes","product":"p-77","url":"/shoes/77"},
               "referrer":"https://www.example.org/","utm":{"source":"newsletter"},"search":"chino",
               "geo":{"country":"DE","region":"SN","city":"Leipzig"},"device":{"type":"mobile","os":"ios"},
               "weather":{"condition":"rain","celsius":-9.5},"locale":"de-DE"},
             "events":[{"type":"page","messageId":"e-1"}],"now":"2026-11-22T10:05:00+01:00"}""");
    assertThat(answer.status()).isEqualTo(200);
    var asked = api.asked.get(0);
    assertThat(asked.visitor()).isEqualTo("v-1");
    assertThat(asked.now()).isEqualTo("2026-11-22T09:05:00Z");
    assertThat(asked.placements())
        .extracting(p -> p.id())
        .containsExactly("recommendations", "home-hero");
    assertThat(asked.context())
        .isEqualTo(
            new Context(
                new Context.Page("product", "shoes", "p-77", "/shoes/77"),
                "https://www.example.org/",
                Map.of("source", "newsletter"),
                "chino",
                new Context.Geo("DE", "SN", "Leipzig"),
                new Context.Device("mobile", "ios", null),
                new Context.Weather("rain", -9.5),
                "de-DE"));
    assertThat(asked.events()).extracting(Event::visitor).containsExactly("v-1");
    assertThat(answer.json().at("/events/accepted").asInt()).isEqualTo(1);
  }

  @Test
  void theAnswerSaysWhatIsShownAndWhy() {
    var body = "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"home-hero\",\"recommendations\"]}";
    var answer = api.decide(api.secret, body).json();
    var hero = answer.at("/decisions/0");
    assertThat(answer.path("ruleset").asText()).isEqualTo("sha256:5f1d");
    assertThat(hero.path("outcome").asText()).isEqualTo("known");
    assertThat(hero.path("campaign").asText()).isEqualTo("umbrellas");
    assertThat(hero.path("style").asText()).isEqualTo("automation");
    assertThat(hero.at("/content/id").asText()).isEqualTo("umbrella");
    assertThat(hero.at("/content/headline").asText()).isEqualTo("Dry");
    assertThat(hero.at("/content/products/0/id").asText()).isEqualTo("p-77");
    assertThat(hero.at("/reason/rule").asText()).isEqualTo("Umbrellas when it rains");
    assertThat(hero.at("/reason/because/0/facts/0/ageSeconds").asInt()).isEqualTo(60);
    var reco = answer.at("/decisions/1");
    assertThat(reco.at("/experiment/variation").asText()).isEqualTo("grid");
    assertThat(reco.has("content")).isFalse();
    assertThat(reco.at("/reason/notes/0/code").asText()).isEqualTo("no-offer");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    var answer =
        api.post(
            "/v1/decisions?strict=true",
            api.secret,
            """
            {"visitor":{"id":[7]},"placments":[],"placements":["home-heroo","home-hero","home-hero","till-receipt",4],
             "context":{"page":{"type":"produkt"},"weather":{"condition":"rain","celsius":900},"a/b~c":1},
             "now":"1999-12-31T23:59:59Z"}""");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("invalid-body");
    assertThat(answer.json().path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder(
            "/placments",
            "/visitor/id",
            "/placements/0",
            "/placements/2",
            "/placements/3",
            "/placements/4",
            "/now");
    assertThat(answer.json().path("errors").findValuesAsText("advice"))
        .containsExactlyInAnyOrder(
            "Maybe \"placements\" is meant.", "Maybe \"home-hero\" is meant.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | malformed-json | ``",
        "{ | malformed-json | ``",
        "[1,2 | malformed-json | /",
        "nul | malformed-json | ``",
        "{} {} | malformed-json | ``",
        "{\"a\":1,\"a\":2} | malformed-json | /a",
        "{\"a\":{\"b\":[1,{\"c\":}]}} | malformed-json | /a/b/1",
        "{\"a\":NaN} | malformed-json | /a",
        "{'a':1} | malformed-json | ``",
        "[] | invalid-body | ``",
        "7 | invalid-body | ``",
        "null | invalid-body | ``",
        "{} | invalid-body | /visitor",
        "{\"visitor\":{}} | invalid-body | /visitor/id",
        "{\"visitor\":{\"id\":\"\"}} | invalid-body | /visitor/id",
        "{\"visitor\":{\"id\":\"a\\u0000b\"}} | invalid-body | /visitor/id",
        "{\"visitor\":{\"id\":\"a\\nb\"}} | invalid-body | /visitor/id",
        "{\"visitor\":{\"id\":\"\\ud800\"}} | invalid-body | /visitor/id",
        "{\"visitor\":{\"id\":[\"v\"]}} | invalid-body | /visitor/id",
        "{\"visitor\":{\"id\":\"v\"},\"placements\":[]} | invalid-body | /placements",
        "{\"visitor\":{\"id\":\"v\"},\"placements\":{}} | invalid-body | /placements",
        "{\"visitor\":{\"id\":\"v\"},\"placements\":\"home-hero\"} | invalid-body | /placements",
      })
  void aBodyThatIsNotRightIsRefusedWithItsPlace(String body, String problem, String pointer) {
    var answer = api.decide(api.secret, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo(problem);
    assertThat(answer.json().at("/errors/0/pointer").asText()).startsWith(pointer);
  }

  @Test
  void malformedJsonIsToldByLineAndColumn() {
    var answer = api.decide(api.secret, "{\n  \"visitor\": }\n");
    assertThat(answer.json().path("detail").asText()).startsWith("At line 2, column 14: ");
    assertThat(answer.json().at("/errors/0/value").asText()).isEqualTo("line 2, column 14");
  }

  @ParameterizedTest
  @CsvSource({"c3 28", "c0 80", "ed a0 80", "ff", "f0 9f 98"})
  void whatIsNotUtf8IsToldByItsByte(String hex) {
    var bad = java.util.HexFormat.ofDelimiter(" ").parseHex(hex);
    var start = "{\"visitor\":{\"id\":\"é".getBytes(StandardCharsets.UTF_8);
    var body = java.util.Arrays.copyOf(start, start.length + bad.length + 3);
    System.arraycopy(bad, 0, body, start.length, bad.length);
    System.arraycopy("\"}}".getBytes(StandardCharsets.US_ASCII), 0, body, body.length - 3, 3);
    var answer =
        api.send(
            "POST",
            "/v1/decisions",
            body,
            "X-API-Key",
            api.secret,
            "Content-Type",
            "application/json");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("detail").asText())
        .isEqualTo("At byte " + start.length + ": not UTF-8.");
  }

  @Test
  void nestingHasAnEnd() {
    var deep = "[".repeat(5000) + "]".repeat(5000);
    assertThat(api.decide(api.secret, deep).error()).isEqualTo(": an object");
    assertThat(api.decide(api.secret, deep.substring(1)).problem()).isEqualTo("malformed-json");
  }

  @Test
  void theOftenMisspeltNameOfUtf8IsTaken() {
    for (var type :
        List.of("application/json; charset=utf8", "application/json;charset=\"UTF8\"")) {
      var answer =
          api.send("POST", "/v1/decisions", "{}", "X-API-Key", api.secret, "Content-Type", type);
      assertThat(answer.problem()).isEqualTo("invalid-body");
    }
  }

  @Test
  void anUnreadableBodyIsExplainedWithoutNamesOfJava() {
    for (var value :
        List.of("NaN", "01", "1e", "\"\\q\"", "\"\\u12\"", "[1 2]", "+1", "Infinity")) {
      var answer = api.decide(api.secret, "{\"a\":" + value + "}");
      assertThat(answer.problem()).isEqualTo("malformed-json");
      assertThat(answer.json().path("detail").asText())
          .startsWith("At line 1, column ")
          .doesNotContain("Json", "Stream", "enable", "Exception");
    }
  }

  @Test
  void moreThanFiftyPlacementsAreRefused() {
    var many = String.join(",", Collections.nCopies(51, "\"home-hero\""));
    var body = "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[" + many + "]}";
    assertThat(api.decide(api.secret, body).error()).isEqualTo("/placements: a list of 1 to 50");
  }

  @Test
  void aPlacementOfAnotherChannelIsNotDecided() {
    var body = "{\"visitor\":{\"id\":\"v-1\"},\"channel\":\"till\",\"placements\":[\"home-hero\"]}";
    assertThat(api.post("/v1/decisions?strict=true", api.secret, body).error())
        .isEqualTo("/placements/0: a placement of channel till, not web");
    var answer = api.decide(api.secret, body);
    assertThat(answer.json().at("/notes/0/expected").asText())
        .isEqualTo("a placement of channel till, not web");
    assertThat(answer.json().at("/decisions/0/reason/notes/0/code").asText())
        .isEqualTo("placement-unknown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | /changes",
        "{\"changes\":[]} | /changes",
        "{\"changes\":[{\"product\":\"p\"}]} | /changes/0/stock",
        "{\"changes\":[{\"product\":\"p\",\"stock\":1,\"delta\":1}]} | /changes/0/stock",
        "{\"changes\":[{\"stock\":1}]} | /changes/0/product",
        "{\"changes\":[{\"product\":\"p\",\"stok\":1}]} | /changes/0/stok",
      })
  void stockThatIsNotRightIsRefusedWithItsPlace(String body, String pointer) {
    var answer = api.post("/v1/stock", api.secret, body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(api.changed).isEmpty();
  }

  @Test
  void stockChangesAreMadeAndToldInOrder() {
    var body =
        "{\"changes\":[{\"product\":\"p-77\",\"size\":\"M\",\"delta\":-2},{\"product\":\"p-9\",\"stock\":1}]}";
    var answer = api.post("/v1/stock", api.secret, body).json();
    assertThat(answer.path("results").findValuesAsText("status"))
        .containsExactly("changed", "unknown-product");
    assertThat(api.changed.get(0).delta()).isEqualTo(-2);
  }

  @Test
  void aTokenIsForOneVisitorAndAWhile() {
    assertThat(api.post("/v1/visitors/token", api.secret, "{}").error()).startsWith("/visitor: ");
    var body = "{\"visitor\":{\"id\":\"v\"},\"validSeconds\":59}";
    assertThat(api.post("/v1/visitors/token", api.secret, body).error())
        .isEqualTo("/validSeconds: a whole number from 60 to 31536000");
  }
}
