package io.knowfirst.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Purposes of consent that are understood, and what becomes of the others. */
class ConsentBodiesTest {
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

  private static String consent(String purposes) {
    return "{\"type\":\"consent\",\"messageId\":\"e\",\"userId\":\"v-1\",\"purposes\":"
        + purposes
        + "}";
  }

  private static String stamped(String preferences) {
    return """
        {"type":"track","event":"Signed Up","messageId":"e","userId":"v-1",
         "context":{"consent":{"categoryPreferences":%s}}}"""
        .formatted(preferences);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"personalisation", "Personalization", "PERSONALIZATION", "personalization "})
  void aServerIsToldWhatItMisspelt(String purpose) {
    for (var granted : new boolean[] {true, false}) {
      var answer = api.events(api.secret, consent("{\"%s\":%s}".formatted(purpose, granted)));
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.error())
          .startsWith("/purposes/" + purpose + ": one of the purposes ")
          .contains("personalization");
      assertThat(answer.json().at("/errors/0/advice").asText())
          .isEqualTo("Maybe \"personalization\" is meant.");
    }
    var stamped = api.events(api.secret, stamped("{\"%s\":false}".formatted(purpose)));
    assertThat(stamped.error())
        .startsWith("/context/consent/categoryPreferences/" + purpose + ": one of the purposes");
    assertThat(api.taken).isEmpty();
  }

  @Test
  void aSimulationIsToldToo() {
    var body =
        "{\"visitor\":{\"consents\":{\"personalisation\":true}},\"placements\":[\"home-hero\"]}";
    assertThat(api.post("/v1/simulate", api.secret, body).error())
        .startsWith("/visitor/consents/personalisation: one of the purposes");
  }

  @Test
  void whatSegmentsLibrariesStampOnAnyEventIsRead() {
    assertThat(api.events(api.secret, stamped("{\"personalization\":true}")).status())
        .isEqualTo(200);
    assertThat(api.taken.get(0).purposes()).isEqualTo(Map.of("personalization", true));
    assertThat(api.taken.get(0).name()).isEqualTo("Signed Up");
    var only =
        """
        {"type":"consent","messageId":"f","userId":"v-1",
         "context":{"consent":{"categoryPreferences":{"personalization":false}}}}""";
    assertThat(api.events(api.secret, only).status()).isEqualTo(200);
    assertThat(api.taken.get(1).purposes()).isEqualTo(Map.of("personalization", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"personalisation\":false}|false",
        "{\"Personalization\":false}|false",
        "{\"everything\":false}|false",
        "{\"personalization\":true,\"advertising\":false}|true",
        "{\"personalization\":true,\"personalisation\":false}|true",
        "{\"personalization\":false,\"Personalization\":true}|false",
        "{\"personalisation\":true}|"
      })
  void aRefusalOfAPageIsNeverLostAndAGrantNeverInvented(String purposes, Boolean expected) {
    var page = api.decide(api.site, TestApi.question());
    for (var body : new String[] {consent(purposes), stamped(purposes)}) {
      api.taken.clear();
      var sent = body.replace("\"userId\":\"v-1\",", "");
      var answer = api.events(api.site, sent, "Cookie", page.cookie());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().at("/notes/0/code").asText()).isEqualTo("unknown-purpose");
      assertThat(api.taken.get(0).purposes().get("personalization")).isEqualTo(expected);
    }
  }
}
