package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.quality.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids that stand for nobody, wherever an id of a visitor enters. */
class PlaceholderIdsTest {
  private static final List<String> EVENTS =
      List.of(
          "{\"type\":\"identify\",\"messageId\":\"e\",\"userId\":ID,\"anonymousId\":\"d-1\"}",
          "{\"type\":\"identify\",\"messageId\":\"e\",\"userId\":\"c-1\",\"anonymousId\":ID}",
          "{\"type\":\"track\",\"event\":\"Signed Up\",\"messageId\":\"e\",\"userId\":ID}",
          "{\"type\":\"page\",\"messageId\":\"e\",\"anonymousId\":ID}",
          "{\"type\":\"consent\",\"messageId\":\"e\",\"userId\":ID,\"purposes\":{\"personalization\":true}}");

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

  @ParameterizedTest
  @ValueSource(
      strings = {"\"undefined\"", "\" NULL \"", "\"0\"", "\"guest\"", "\"\"", "0", "false"})
  void aServerIsRefusedWithThePointerInEveryEvent(String id) {
    for (var event : EVENTS) {
      var pointer = event.contains("\"userId\":ID") ? "/userId" : "/anonymousId";
      var answer = api.events(api.secret, event.replace("ID", id));
      assertThat(answer.status()).as(event).isEqualTo(400);
      assertThat(answer.error()).as(event).isEqualTo(pointer + ": the id of one visitor");
      assertThat(answer.json().at("/errors/0/advice").asText()).startsWith("Maybe the code");
      var batch =
          "{\"batch\":[" + event.replace("ID", "\"c-9\"") + "," + event.replace("ID", id) + "]}";
      var some = api.events(api.secret, batch).json();
      assertThat(some.at("/rejected/0/errors/0/pointer").asText()).isEqualTo("/batch/1" + pointer);
    }
    assertThat(api.taken).extracting(Event::visitor).doesNotContain("undefined", "0", "guest");
  }

  @Test
  void aServerIsRefusedInDecisionsSimulationsTokensAndResets() {
    var body = "{\"visitor\":{\"id\":\"[object Object]\"},\"placements\":[\"home-hero\"]}";
    for (var path : List.of("/v1/decisions", "/v1/simulate")) {
      assertThat(api.post(path, api.secret, body).error())
          .as(path)
          .isEqualTo("/visitor/id: the id of one visitor");
    }
    for (var path : List.of("/v1/visitors/token", "/v1/visitors/reset")) {
      assertThat(api.post(path, api.secret, "{\"visitor\":{\"id\":\"None\"}}").error())
          .as(path)
          .isEqualTo("/visitor/id: the id of one visitor");
    }
    var events =
        "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"home-hero\"],\"events\":[%s]}"
            .formatted(EVENTS.get(0).replace("ID", "\"NaN\""));
    assertThat(api.asked).isEmpty();
    var decided = api.decide(api.secret, events);
    assertThat(decided.json().at("/notes/0/pointer").asText()).isEqualTo("/events/0/userId");
    assertThat(decided.json().at("/notes/0/expected").asText()).isEqualTo("the id of one visitor");
    assertThat(api.asked.get(0).events()).as("that were taken").isEmpty();
    assertThat(api.taken).isEmpty();
  }

  @Test
  void fromAPageItIsLeftOutWithANoteAndMergesNobody() {
    var first =
        api.decide(api.site, "{\"visitor\":{\"id\":\"undefined\"},\"placements\":[\"home-hero\"]}");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().at("/notes/0/code").asText()).isEqualTo("placeholder-id");
    assertThat(first.json().at("/notes/0/pointer").asText()).isEqualTo("/visitor/id");
    var own = first.json().at("/visitor/id").asText();
    assertThat(own).startsWith("v-");
    var sent = EVENTS.get(0).replace("ID", "\"undefined\"").replace("d-1", "null");
    var answer = api.events(api.site, sent, "Cookie", first.cookie());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("notes")).hasSize(2);
    assertThat(answer.json().at("/notes/0/value").asText()).isEqualTo("undefined");
    assertThat(api.findings())
        .anyMatch(found -> found.kind() == Kind.PLACEHOLDER_ID && found.name().equals("undefined"));
    assertThat(api.taken).extracting(Event::visitor).containsOnly(own);
    assertThat(api.taken).extracting(Event::anonymous).containsOnlyNulls();
  }
}
