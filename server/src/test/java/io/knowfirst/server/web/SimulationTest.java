package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be tried with the example shop's rules, and what is said of bodies that are wrong. */
class SimulationTest {
  private static final String JEANS =
      """
      ,"events":[{"type":"track","event":"Order Completed","timestamp":"%s",
        "properties":{"product_id":"jeans-1","category":"apparel.trousers.jeans","size":"32"}}]""";
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
  void anInventedVisitorIsDecidedForAndEveryStepIsTold() {
    var answer =
        simulate(
            """
            {"visitor":{"traits":{"age":22}},"placements":["home-hero"],
             "context":{"weather":{"condition":"rain","celsius":9}},"now":"2026-11-20T11:00:00Z"%s}"""
                .formatted(JEANS.formatted("2026-11-10T11:00:00Z")));

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    var hero = answer.json().at("/decisions/0");
    assertThat(hero.path("outcome").asText()).isEqualTo("known");
    assertThat(hero.path("campaign").asText()).isEqualTo("jeans-banner");
    assertThat(hero.has("token")).isFalse();
    assertThat(answer.json().has("decisionId")).isFalse();
    assertThat(answer.json().path("now").asText()).isEqualTo("2026-11-20T11:00:00Z");
    assertThat(hero.path("offers").findValuesAsText("became"))
        .startsWith("shown")
        .endsWith("passed-over");
    assertThat(hero.at("/offers/1/code").asText()).isEqualTo("lower-priority");
    var trace = answer.json().path("trace");
    assertThat(trace.path("facts").findValuesAsText("fact")).contains("Weather", "Bought", "Trait");
    assertThat(trace.path("unasked").findValuesAsText("fact")).isNotEmpty();
    assertThat(trace.path("segments").findValuesAsText("segment"))
        .contains("jeans-buyers", "young-adults");
    assertThat(trace.path("fired").findValuesAsText("rule"))
        .contains("Jeans buyers see the jeans banner");
    assertThat(trace.path("whyNot")).isEmpty();
  }

  @Test
  void aRuleThatDidNotFireSaysWhyDownToTheValueItSaw() {
    var answer =
        simulate(
            """
            {"placements":["home-hero"],"now":"2026-11-20T11:00:00Z","whyCampaign":"jeans-banner",
             "why":["Who bought jeans within 90 days is a jeans buyer"]%s}"""
                .formatted(JEANS.formatted("2026-08-21T11:00:00Z")));

    var why = answer.json().at("/trace/whyNot/0");
    assertThat(why.path("status").asText()).isEqualTo("not-met");
    assertThat(why.at("/unmet/0/constraint").asText()).isEqualTo("daysAgo <= 90");
    assertThat(why.at("/unmet/0/seen/daysAgo").asInt()).isEqualTo(91);
    assertThat(why.at("/unmet/0/alone").asBoolean()).isTrue();
    assertThat(why.at("/unmet/0/nearest/fact").asText()).isEqualTo("Bought");
    var campaign = answer.json().at("/trace/whyNot/1");
    assertThat(campaign.path("rule").asText()).isEqualTo("Jeans buyers see the jeans banner");
    assertThat(campaign.at("/because/0/rule").asText())
        .isEqualTo("Who bought jeans within 90 days is a jeans buyer");
  }

  @Test
  void allRulesCanBeAskedAboutAndAClockMayLieAhead() {
    var answer =
        simulate(
            "{\"placements\":[\"home-hero\"],\"why\":\"all\",\"now\":\"2027-06-01T10:00:00Z\"}");

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.json().at("/trace/whyNot").size())
        .isEqualTo(api.rulesets.get().base().rules().size());
    assertThat(answer.json().path("now").asText()).isEqualTo("2027-06-01T10:00:00Z");
  }

  @Test
  void withoutConsentNothingOfThePersonIsRead() {
    var answer =
        simulate(
            """
            {"visitor":{"consents":{"personalization":false}},"placements":["home-hero"],
             "now":"2026-11-20T11:00:00Z","why":["Who bought jeans within 90 days is a jeans buyer"]%s}"""
                .formatted(JEANS.formatted("2026-11-10T11:00:00Z")));

    assertThat(answer.json().at("/trace/facts").findValuesAsText("fact"))
        .doesNotContain("Bought", "Visitor");
    assertThat(answer.json().at("/trace/whyNot/0/unmet/0/text").asText())
        .contains("consent to personalization is missing");
  }

  @Test
  void aVersionThatIsKeptDecidesInsteadOfTheRulesInForce() {
    var hash = api.rulesets.get().base().hash();
    var body = "{\"placements\":[\"home-hero\"],\"ruleset\":\"%s\"}";
    assertThat(simulate(body.formatted(hash)).json().path("ruleset").asText()).isEqualTo(hash);

    var unknown = simulate(body.formatted("abcdef123456"));
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().at("/errors/0/pointer").asText()).isEqualTo("/ruleset");
    assertThat(unknown.json().at("/errors/0/advice").asText()).contains("rules history");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceWithWhatMayBeMeant() {
    var answer =
        simulate(
            """
            {"visitor":{"id":"v-1","known":true,"traits":{"a":[{}]},"consents":{"ads":"yes"},"events":[]},
             "placements":["home-heroo"],"now":"2046-01-01T00:00:00Z","whyCampaign":"jeans-baner",
             "why":["Jeans buyers see the jeans baner",7],"context":{"page":{"type":"home"}},
             "events":[{"type":"track","event":"Signed Up","userId":"v-2"}]}""");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder(
            "/now",
            "/visitor/events",
            "/visitor/known",
            "/visitor/traits/a",
            "/visitor/consents/ads",
            "/placements/0",
            "/events",
            "/why/0",
            "/why/1",
            "/whyCampaign");
    assertThat(answer.json().path("errors").findValuesAsText("advice"))
        .contains(
            "Maybe \"Jeans buyers see the jeans banner\" is meant.",
            "Maybe \"jeans-banner\" is meant.");
  }

  @Test
  void whatIsNeitherAllNorAListOfNamesIsNoQuestion() {
    for (var why : List.of("\"some\"", "[]", "7", "{}")) {
      var answer = simulate("{\"placements\":[\"home-hero\"],\"why\":" + why + "}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/why");
    }
    var unknown =
        simulate(
            "{\"placements\":[\"home-hero\"],\"visitor\":{\"known\":false,\"traits\":{\"a\":1}}}");
    assertThat(unknown.json().at("/errors/0/pointer").asText()).isEqualTo("/visitor/known");
  }

  @Test
  void nothingIsPassedOnThatWouldBeStored() {
    simulate(
        "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"home-hero\"]"
            + JEANS.formatted("2026-11-10T11:00:00Z")
            + "}");

    assertThat(api.asked).isEmpty();
    assertThat(api.taken).isEmpty();
  }

  private static Exchange simulate(String body) {
    return api.post("/v1/simulate", api.secret, body);
  }
}
