package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Placement;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each placement of a request is answered for itself. */
class PlacementAnswersTest {
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

  private static String body(String key, String more) {
    return key.equals(api.secret) ? "{\"visitor\":{\"id\":\"v-1\"}," + more : "{" + more;
  }

  @Test
  void onesThatAreNotKnownAreAnsweredByTheDefaultInTheOrderAsked() {
    for (var key : new String[] {api.site, api.secret}) {
      api.asked.clear();
      var answer =
          api.decide(
              key, body(key, "\"placements\":[\"winter-teaser\",\"home-hero\",\"till-receipt\"]}"));
      assertThat(answer.status()).isEqualTo(200);
      var decisions = answer.json().path("decisions");
      assertThat(decisions.findValuesAsText("placement"))
          .containsExactly("winter-teaser", "home-hero", "till-receipt");
      assertThat(api.asked.get(0).placements())
          .extracting(Placement::id)
          .containsExactly("home-hero");
      for (int i : new int[] {0, 2}) {
        var unknown = decisions.get(i);
        assertThat(unknown.path("outcome").asText()).isEqualTo("default");
        assertThat(unknown.has("content")).isFalse();
        assertThat(unknown.has("token")).isFalse();
        assertThat(unknown.at("/reason/notes/0/code").asText()).isEqualTo("placement-unknown");
      }
      assertThat(decisions.get(1).path("token").asText()).isNotEmpty();
      assertThat(answer.json().path("notes").findValuesAsText("pointer"))
          .containsExactly("/placements/0", "/placements/2");
    }
  }

  @Test
  void whereNoneIsKnownTheVisitorAndTheirEventsAreStillTaken() {
    var answer =
        api.decide(
            api.site,
            "{\"placements\":[\"gone\"],\"events\":[{\"type\":\"page\",\"messageId\":\"m-1\"}]}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.cookie()).isNotNull();
    assertThat(api.asked.get(0).events()).hasSize(1);
  }

  @Test
  void whatIsNoIdOrRepeatedCostsAPageOnlyItselfAndAServerItsRequest() {
    var more = "\"placements\":[\"home-hero\",7,\"home-hero\",\"%s\"]}".formatted("x".repeat(201));
    var page = api.decide(api.site, body(api.site, more));
    assertThat(page.json().path("decisions").findValuesAsText("placement"))
        .containsExactly("home-hero");
    assertThat(page.json().path("notes").findValuesAsText("pointer"))
        .containsExactly("/placements/1", "/placements/2", "/placements/3");
    var server = api.decide(api.secret, body(api.secret, more));
    assertThat(server.json().path("errors").findValuesAsText("pointer"))
        .containsExactly("/placements/1", "/placements/2", "/placements/3");
  }

  @Test
  void strictlyOneThatIsNotKnownRefusesTheRequest() {
    for (var key : new String[] {api.site, api.secret}) {
      var body = body(key, "\"placements\":[\"home-hero\",\"home-heroo\"]}");
      var strict = api.post("/v1/decisions?strict=true", key, body);
      assertThat(strict.status()).isEqualTo(400);
      assertThat(strict.json().at("/errors/0/advice").asText())
          .isEqualTo("Maybe \"home-hero\" is meant.");
      assertThat(api.post("/v1/decisions?strict=false", key, body).status()).isEqualTo(200);
      assertThat(api.post("/v1/decisions?strict=1", key, body).json().path("detail").asText())
          .isEqualTo("strict is 1, expected true or false. Maybe true was meant.");
    }
  }

  @Test
  void unknownPlacementsAreCountedUnderAHundredIdsAndOther() {
    IntStream.range(0, 3)
        .forEach(
            page -> {
              var ids = new StringBuilder();
              IntStream.range(page * 50, page * 50 + 50)
                  .forEach(id -> ids.append(id % 50 == 0 ? "" : ",").append("\"p-" + id + "\""));
              api.decide(api.site, body(api.site, "\"placements\":[" + ids + "]}"));
            });
    api.decide(api.site, body(api.site, "\"placements\":[\"p-140\"]}"));
    var lines =
        api.metrics
            .scrape()
            .lines()
            .filter(line -> line.startsWith("knowfirst_placements_unknown_total{"))
            .toList();
    assertThat(lines).hasSize(101).anyMatch(line -> line.contains("placement=\"other\""));
  }

  @Test
  void aContextualDecisionReadsAndGivesNothingOfAVisitor() {
    var cookie = api.decide(api.site, TestApi.question()).cookie();
    api.asked.clear();
    for (var key : new String[] {api.site, api.secret}) {
      var answer =
          api.decide(
              key,
              "{\"contextual\":true,\"placements\":[\"home-hero\"]}",
              "Cookie",
              cookie,
              "X-Visitor-Token",
              "none");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Set-Cookie")).isNull();
      assertThat(answer.header("X-Visitor-Token")).isNull();
      assertThat(answer.json().has("visitor")).isFalse();
      assertThat(api.asked.get(0).isContextual()).isTrue();
    }
    var named = body(api.secret, "\"contextual\":true,\"placements\":[\"home-hero\"]}");
    assertThat(api.decide(api.secret, named).error())
        .isEqualTo("/visitor: nothing beside contextual: true, which reads and stores nothing");
  }
}
