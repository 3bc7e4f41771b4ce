package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.boot.TestServer.Answer;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowfirstTest {
  private static final String ALL = "[\"hero\",\"shelf\"]";
  private static final String RAIN =
      ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.start(folder, TestDatabase.url(), SmallShop.capped());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void known_beats_tested_beats_default() {
    bought("ann");

    var known = server.decide("ann", ALL, "");
    assertThat(outcome(known, 0)).isEqualTo("known");
    assertThat(placed(known, 0).path("campaign").asText()).isEqualTo("jeans");
    assertThat(placed(known, 0).path("style").asText()).isEqualTo("automation");
    assertThat(placed(known, 0).at("/content/headline").asText()).isEqualTo("jeans");
    assertThat(outcome(known, 1)).as("no rule answers here").isEqualTo("tested");
    assertThat(placed(known, 1).at("/experiment/id").asText()).isEqualTo("layout");

    var unknown = server.decide("nobody", ALL, "");
    assertThat(outcome(unknown, 0)).isEqualTo("default");
    assertThat(placed(unknown, 0).at("/content/id").asText()).isEqualTo("welcome");
    assertThat(outcome(unknown, 1)).isEqualTo("tested");
  }

  @Test
  void the_reason_names_rule_segment_and_the_event_that_the_fact_came_from() {
    bought("eve");

    var reason = placed(server.decide("eve", "[\"hero\"]", ""), 0).path("reason");
    assertThat(reason.path("rule").asText()).isEqualTo("Jeans buyers see jeans");
    assertThat(reason.at("/segments/0").asText()).isEqualTo("jeans-buyers");
    var because = reason.at("/because/0");
    assertThat(because.path("rule").asText())
        .isEqualTo("Who bought jeans within 30 days is a jeans buyer");
    assertThat(because.at("/facts/0/values/category").asText()).isEqualTo("apparel.jeans");
    assertThat(because.at("/facts/0/origins/0/event").asText()).isEqualTo("order-eve");
  }

  @Test
  void a_stored_decision_tells_later_what_was_shown_and_why() {
    bought("sam");
    var answer = server.decide("sam", ALL, "").json();

    var stored = server.get("/v1/decisions/" + answer.path("decisionId").asText());
    assertThat(stored.status()).isEqualTo(200);
    assertThat(stored.json().at("/visitor/id").asText()).isEqualTo("sam");
    assertThat(stored.json().path("ruleset")).isEqualTo(answer.path("ruleset"));
    var placed = stored.json().at("/decisions/0");
    assertThat(placed.at("/content/payload/headline").asText()).isEqualTo("jeans");
    assertThat(placed.path("reason")).isEqualTo(answer.at("/decisions/0/reason"));
    assertThat(stored.json().at("/decisions/1/experiment/propensity").asDouble()).isEqualTo(0.5);

    assertThat(server.get("/v1/decisions/AAAAAAAAAAAAAAAAAAAAAAAA").status()).isEqualTo(404);
  }

  @Test
  void events_of_the_request_are_folded_in_before_deciding() {
    var answer =
        server.decide(
            "max", "[\"hero\"]", ",\"events\":[" + consent("max", true) + "," + order("max") + "]");

    assertThat(outcome(answer, 0)).isEqualTo("known");
    assertThat(answer.json().at("/events/accepted").asInt()).isEqualTo(2);
  }

  @Test
  void without_consent_only_the_context_decides_and_the_reason_says_so() {
    assertThat(server.post("/v1/events", "{\"batch\":[" + order("tom") + "]}").status())
        .isEqualTo(200);

    var plain = server.decide("tom", "[\"hero\"]", "");
    assertThat(outcome(plain, 0)).isEqualTo("default");
    assertThat(notes(plain, 0)).contains("consent-missing");

    var rainy = server.decide("tom", "[\"hero\"]", RAIN);
    assertThat(placed(rainy, 0).path("campaign").asText()).isEqualTo("rain");

    server.post("/v1/events", "{\"batch\":[" + consent("tom", true) + "]}");
    assertThat(placed(server.decide("tom", "[\"hero\"]", RAIN), 0).path("campaign").asText())
        .as("what was done before consent is not held against them")
        .isEqualTo("rain");
    server.post("/v1/events", "{\"batch\":[" + order("tom").replace("order-", "after-") + "]}");
    var known = placed(server.decide("tom", "[\"hero\"]", RAIN), 0);
    assertThat(known.path("campaign").asText()).isEqualTo("jeans");
    assertThat(known.at("/reason/consents/0/purpose").asText()).isEqualTo("personalization");
    assertThat(known.at("/reason/consents/0/event").asText()).isEqualTo("consent-tom");

    server.post(
        "/v1/events",
        "{\"batch\":[" + consent("tom", false).replace("consent-tom", "withdrawn") + "]}");
    assertThat(placed(server.decide("tom", "[\"hero\"]", RAIN), 0).path("campaign").asText())
        .as("after it was withdrawn")
        .isEqualTo("rain");
  }

  @Test
  void a_rule_that_throws_costs_only_its_own_placement_the_known_outcome() {
    var page =
        ",\"context\":{\"page\":{\"type\":\"home\"},\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";

    var answer = server.decide("nobody", "[\"broken\",\"hero\"]", page);
    assertThat(outcome(answer, 0)).isEqualTo("default");
    assertThat(notes(answer, 0)).contains("rule-failed");
    assertThat(placed(answer, 0).at("/reason/notes").toString())
        .contains("A condition that throws where the page has no address");
    assertThat(outcome(answer, 1)).isEqualTo("known");

    var sound = page.replace("\"home\"", "\"home\",\"url\":\"/long\"");
    assertThat(outcome(server.decide("nobody", "[\"broken\"]", sound), 0)).isEqualTo("known");
  }

  @Test
  void an_assignment_is_the_same_whenever_and_however_often_it_is_asked() {
    var variations = new HashSet<String>();
    for (int visitor = 0; visitor < 40; visitor++) {
      var first = placed(server.decide("v" + visitor, "[\"shelf\"]", ""), 0).path("experiment");
      var again = placed(server.decide("v" + visitor, ALL, RAIN), 1).path("experiment");
      assertThat(again).isEqualTo(first);
      variations.add(first.path("variation").asText());
    }
    assertThat(variations).containsExactlyInAnyOrder("list", "grid");
  }

  @Test
  void an_exposure_that_is_confirmed_counts_towards_the_cap() {
    bought("kim");
    var shown = server.decide("kim", "[\"hero\"]", "");
    assertThat(placed(shown, 0).path("campaign").asText()).isEqualTo("jeans");

    var confirmed =
        server.post(
            "/v1/events",
            """
            {"type":"exposure","messageId":"shown-kim","userId":"kim","token":"%s"}"""
                .formatted(placed(shown, 0).path("token").asText()));
    assertThat(confirmed.json().path("accepted").asInt()).isEqualTo(1);

    var after = server.decide("kim", "[\"hero\"]", "");
    assertThat(outcome(after, 0)).isEqualTo("default");
    assertThat(notes(after, 0)).contains("cap-reached");
  }

  @Test
  void what_an_anonymous_visitor_did_is_known_after_they_say_who_they_are() {
    for (var asked : new String[] {"ida", "anon"}) {
      var known = asked.equals("ida") ? asked : "ida-of-anon";
      var anonymous = asked.equals("ida") ? "anon-of-ida" : asked;
      server.post(
          "/v1/events",
          "{\"batch\":["
              + (order(anonymous) + "," + consent(anonymous, true)).replace("userId", "anonymousId")
              + "]}");
      server.post(
          "/v1/events",
          """
          {"batch":[%s,{"type":"identify","messageId":"i-%s","anonymousId":"%s","userId":"%s","traits":{"age":30}}]}"""
              .formatted(consent(known, true), known, anonymous, known));

      var answer = server.decide(asked, "[\"hero\"]", "");
      assertThat(placed(answer, 0).path("campaign").asText()).as(asked).isEqualTo("jeans");
      assertThat(answer.json().at("/visitor/id").asText()).as("who asked").isEqualTo(asked);
      assertThat(placed(answer, 0).at("/reason/because/0/facts/0/values/times").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void a_port_that_is_taken_is_named_with_advice(@TempDir Path folder) {
    var settings = TestServer.settings(folder, null, TestDatabase.url(), server.port());

    assertThatThrownBy(() -> Knowfirst.of(settings).start())
        .hasMessageStartingWith("port is " + server.port())
        .hasMessageContaining("Maybe another server runs");
  }

  @Test
  void the_same_facts_and_clock_decide_the_same_again() {
    bought("lea");
    var now = ",\"now\":\"2026-01-01T10:00:00Z\"";

    var one = server.decide("lea", ALL, now).json().path("decisions");
    var other = server.decide("lea", ALL, now).json().path("decisions");
    assertThat(withoutTokens(other)).isEqualTo(withoutTokens(one));
  }

  private static String withoutTokens(JsonNode decisions) {
    return decisions.toString().replaceAll("\"token\":\"[^\"]*\"", "");
  }

  private static void bought(String visitor) {
    var answer =
        server.post(
            "/v1/events", "{\"batch\":[" + consent(visitor, true) + "," + order(visitor) + "]}");
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(2);
  }

  private static String consent(String visitor, boolean granted) {
    return """
    {"type":"consent","messageId":"consent-%1$s","userId":"%1$s","purposes":{"personalization":%2$s}}"""
        .formatted(visitor, granted);
  }

  private static String order(String visitor) {
    return """
    {"type":"track","event":"Order Completed","messageId":"order-%1$s","userId":"%1$s","properties":
      {"products":[{"product_id":"p-1","category":"apparel.jeans","price":59.9}]}}"""
        .formatted(visitor);
  }

  private static JsonNode placed(Answer answer, int placement) {
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer.json().path("decisions").get(placement);
  }

  private static String outcome(Answer answer, int placement) {
    return placed(answer, placement).path("outcome").asText();
  }

  private static java.util.List<String> notes(Answer answer, int placement) {
    return StreamSupport.stream(placed(answer, placement).at("/reason/notes").spliterator(), false)
        .map(note -> note.path("code").asText())
        .toList();
  }
}
