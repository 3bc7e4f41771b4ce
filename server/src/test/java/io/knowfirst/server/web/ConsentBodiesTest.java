package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Purposes of consent that are understood, and what becomes of the others. */
class ConsentBodiesTest {
  @RegisterExtension private static final TestApi api = TestApi.start();

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
    assertThat(api.taken).isEmpty();
  }

  @Test
  void foreignCategoriesStampedOnAServersEventCostNothingAndGrantNothing() {
    var answer =
        api.events(
            api.secret, stamped("{\"Advertising\":true,\"Functional\":false,\"C0004\":\"yes\"}"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.json().path("notes").findValuesAsText("code"))
        .contains("unknown-purpose")
        .doesNotContain("refused-event");
    assertThat(answer.json().path("notes").findValuesAsText("pointer"))
        .contains(
            "/context/consent/categoryPreferences/Advertising",
            "/context/consent/categoryPreferences/Functional",
            "/context/consent/categoryPreferences/C0004");
    assertThat(api.taken.get(0).name()).isEqualTo("Signed Up");
    assertThat(api.taken.get(0).purposes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"personalization\":true,\"Advertising\":false}|true",
        "{\"personalization\":\"false\",\"Advertising\":true}|false",
        "{\"personalization\":\"denied\"}|false",
        "{\"personalization\":\"perhaps\"}|",
        "{\"personalisation\":false}|false",
        "{\"personalisation\":true}|",
      })
  void whatIsUnderstoodOfAServersStampedCategoriesCounts(String categories, Boolean granted) {
    assertThat(api.events(api.secret, stamped(categories)).status()).isEqualTo(200);
    assertThat(api.taken.get(0).purposes().get("personalization")).isEqualTo(granted);
  }

  @Test
  void aConsentThatSaysNothingElseIsRefusedFromAServer() {
    var only =
        """
        {"type":"consent","messageId":"g","userId":"v-1",
         "context":{"consent":{"categoryPreferences":{"Advertising":true}}}}""";
    assertThat(api.events(api.secret, only).error())
        .startsWith("/context/consent/categoryPreferences/Advertising: one of the purposes");
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
        "{\"personalization\":true}|true|",
        "{\"personalization\":false}|false|",
        "{\"personalization\":\"denied\"}|false|changed-value",
        "{\"personalisation\":false}|false|unknown-purpose",
        "{\"category_preferences\":{\"personalization\":true}}||ignored-field",
        "{\"categoryPreferences\":[\"personalization\"]}||ignored-field",
        "{\"version\":0}||ignored-field",
        "true||ignored-field",
      })
  void consentInAnotherShapeIsReadOrReported(String consent, Boolean expected, String code) {
    var body = stamped("{}").replace("{\"categoryPreferences\":{}}", consent).replace("\n", " ");
    var answer = api.events(api.secret, body);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(api.taken.get(0).purposes().get("personalization")).isEqualTo(expected);
    assertThat(answer.json().at("/notes/0/code").asText()).isEqualTo(code == null ? "" : code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"personalization\"", "[\"personalization\"]", "[]", "true", "{}", "null"})
  void purposesThatAreNoneAreOneError(String purposes) {
    var answer = api.events(api.secret, consent(purposes));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors")).hasSize(1);
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
