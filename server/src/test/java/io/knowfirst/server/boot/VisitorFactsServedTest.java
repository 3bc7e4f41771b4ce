package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rules may ask about a visitor is shown by the API and the page, and what they may not. */
class VisitorFactsServedTest {
  private static final ZoneId SHOP = ZoneId.of("Europe/Berlin");
  private static final int BIRTHDAY_IN = 20;
  private static final String JEANS =
      "{\"product_id\":\"p-77\",\"category\":\"apparel.trousers.jeans\",\"brand\":\"Denimo\",\"size\":\"32\",\"price\":59.9}";
  private static final String CHINOS =
      "{\"product_id\":\"p-78\",\"category\":\"apparel.trousers.chinos\",\"brand\":\"Denimo\",\"size\":\"32\",\"price\":49.9}";
  private static final String DRILLS =
      "{\"product_id\":\"d-1\",\"category\":\"tools.drills\",\"brand\":\"Bohrwerk\",\"price\":129,\"quantity\":2}";

  private static TestServer server;
  private static SignedInPerson anna;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.start(folder, TestDatabase.url(), RuleFolder.exampleFiles());
    anna = SignedInPerson.first(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void all_that_rules_may_ask_is_shown_with_age_and_origin() {
    lives("mia");
    var shown = server.get("/v1/visitors/mia").json();

    var cart = fact(shown, "InCart", "category", "tools.drills");
    assertThat(cart.at("/values/pieces").asInt()).isEqualTo(2);
    assertThat(cart.at("/values/value").asDouble()).isEqualTo(258);
    assertThat(cart.at("/origins/0/event").asText()).isEqualTo("mia-added");
    assertThat(cart.path("ageSeconds").asLong()).isBetween(1_200L, 1_500L);
    var value = fact(shown, "Value", "orders", "2");
    assertThat(value.at("/values/spent").asDouble()).isCloseTo(109.8, within(0.001));
    assertThat(value.at("/values/averageOrder").asDouble()).isCloseTo(54.9, within(0.001));
    assertThat(value.path("ageSeconds").asLong()).isBetween(864_000L, 864_300L);
    assertThat(value.at("/origins/0/event").asText()).isEqualTo("mia-second");
    var size = fact(shown, "Interest", "value", "32");
    assertThat(size.at("/values/kind").asText()).isEqualTo("size");
    assertThat(size.at("/values/rank").asInt()).isEqualTo(1);
    assertThat(size.at("/values/share").asDouble()).isEqualTo(1);
    assertThat(size.path("values").has("trend")).isTrue();
    var brand = fact(shown, "Interest", "value", "bohrwerk");
    assertThat(brand.at("/values/rank").asInt()).isEqualTo(2);
    assertThat(fact(shown, "Occasion", "name", "birthday").at("/values/days").asInt())
        .isEqualTo(BIRTHDAY_IN);
    assertThat(fact(shown, "Responded", "campaign", "spring").at("/values/channel").asText())
        .isEqualTo("email");
    assertThat(
            fact(shown, "PreferredChannel", "channel", "email")
                .at("/values/probability")
                .asDouble())
        .isPositive();
    assertThat(fact(shown, "Searched", "term", "drill").at("/values/times").asInt()).isEqualTo(1);
    assertThat(fact(shown, "Did", "event", "Guide Downloaded").at("/values/times").asInt())
        .isEqualTo(1);
    var won = server.decide("mia", "[\"home-hero\"]", "").json().path("decisions").path(0);
    exposed("mia", won);
    assertThat(
            fact(server.get("/v1/visitors/mia").json(), "Shown", "campaign", campaign(won))
                .at("/values/times")
                .asInt())
        .isEqualTo(1);
    assertThat(shown.path("segments").findValuesAsText("segment"))
        .contains("jeans-buyers", "golfers");
    assertThat(shown.path("withheld")).isEmpty();
    assertThat(shown.path("facts").findValuesAsText("fact"))
        .doesNotContain("Moment", "Trending", "Placement");
  }

  @Test
  void where_a_visitor_is_in_a_campaign_of_steps_is_shown() {
    lives("nele");
    events("nele", event("nele", "news", 0, "\"event\":\"Newsletter Subscribed\""));
    server.decide("nele", "[\"home-hero\"]", "");
    var in =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    fact(
                        server.get("/v1/visitors/nele").json(),
                        "InCampaign",
                        "campaign",
                        "newsletter-welcome"),
                found -> !found.isMissingNode());
    assertThat(in.at("/values/step").asText()).isNotEmpty();
    assertThat(page("nele", "en")).contains("In campaigns (1)", "newsletter-welcome");
    assertThat(page("nele", "de")).contains("In Kampagnen (1)");
  }

  @Test
  void what_rules_do_not_see_for_lack_of_consent_is_said_to_be_withheld() {
    lives("leo");
    events("leo", consent("leo", "no", "\"personalization\":false", ""));
    var leo = server.get("/v1/visitors/leo").json();
    assertThat(leo.path("facts")).isEmpty();
    assertThat(leo.path("segments")).isEmpty();
    assertThat(leo.path("withheld")).hasSize(1);
    var withheld = leo.path("withheld").path(0);
    assertThat(withheld.path("purpose").asText()).isEqualTo("personalization");
    assertThat(withheld.path("consent").asText()).isEqualTo("refused");
    // Each of the two orders in its category and the two above, of which two are the same.
    assertThat(withheld.at("/facts/Bought").asInt()).isEqualTo(4);
    assertThat(withheld.at("/facts/InCart").asInt()).isEqualTo(2);
    assertThat(withheld.at("/facts/Value").asInt()).isEqualTo(1);
    assertThat(withheld.at("/facts/Interest").asInt()).isPositive();
    assertThat(page("leo", "en"))
        .contains(
            "Withheld from rules, as consent to personalization was refused or withdrawn: Interests (")
        .contains("Purchases (4)")
        .doesNotContain("denimo");
    assertThat(page("leo", "de"))
        .contains(
            "Für Regeln gesperrt, weil die Einwilligung in Personalisierung abgelehnt oder widerrufen wurde: Interessen (");
  }

  @Test
  void who_is_against_profiling_alone_keeps_the_facts_that_need_none() {
    lives("kim");
    events("kim", consent("kim", "no", "\"profiling\":false", ""));
    var kim = server.get("/v1/visitors/kim").json();
    assertThat(kim.path("facts").findValuesAsText("fact"))
        .contains("Bought", "InCart", "Searched")
        .doesNotContain("Interest", "Value", "Habit", "PreferredChannel");
    var withheld = kim.path("withheld").path(0);
    assertThat(withheld.path("purpose").asText()).isEqualTo("profiling");
    assertThat(withheld.path("consent").asText()).isEqualTo("refused");
    assertThat(withheld.path("facts").propertyStream().map(one -> one.getKey()))
        .contains("Interest", "Value", "PreferredChannel")
        .doesNotContain("Bought");
  }

  @Test
  void a_purpose_that_was_never_asked_for_and_one_that_has_ended_are_told_apart() {
    events("uma", consent("uma", "yes", "\"measurement\":true", ""));
    events("uma", event("uma", "seen", 5, "\"event\":\"Product Viewed\",\"properties\":" + DRILLS));
    var uma = server.get("/v1/visitors/uma").json().path("withheld").path(0);
    assertThat(uma.path("consent").asText()).isEqualTo("missing");
    assertThat(uma.at("/facts/Viewed").asInt()).isEqualTo(2);
    assertThat(page("uma", "de")).contains("weil die Einwilligung in Personalisierung fehlt:");

    var soon = Instant.now().plusSeconds(2);
    var until = ",\"expires\":\"" + soon + "\"";
    events("ole", consent("ole", "yes", "\"personalization\":true", until));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> server.get("/v1/visitors/ole").json().at("/withheld/0/consent").asText(),
            "ended"::equals);
    assertThat(page("ole", "en")).contains("as consent to personalization has ended:");
  }

  @Test
  void the_page_has_the_facts_of_the_api_in_both_languages() {
    lives("pia");
    var api = server.get("/v1/visitors/pia").json();
    long interests =
        api.path("facts").findValuesAsText("fact").stream().filter("Interest"::equals).count();
    assertThat(page("pia", "en"))
        .contains("Interests (" + interests + ")", "denimo brand", "32 size", "100%")
        .contains("Cart (2)", "258.00")
        .contains("Value and forecast", "Orders 2", "Spent 109.80", "Average order 54.90")
        .contains("10 days ago, by event pia-second and")
        .contains("Responses to campaigns (1)", "Own dates (1)", "jeans-buyers Who bought jeans")
        .contains("login or traits");
    assertThat(page("pia", "de"))
        .contains("Interessen (" + interests + ")", "denimo Marke", "32 Größe")
        .contains("Warenkorb (2)", "258,00")
        .contains("Kundenwert und Prognose", "Bestellungen 2", "Umsatz 109,80")
        .contains("vor 10 Tagen, durch Ereignis pia-second und")
        .contains("Anmeldung oder Angaben");
  }

  @Test
  void of_nobody_and_of_who_was_erased_nothing_is_shown() {
    assertThat(server.get("/v1/visitors/nobody").status()).isEqualTo(404);
    lives("eva");
    assertThat(server.deleteAsAdmin("/v1/visitors/eva").status()).isEqualTo(200);
    assertThat(server.get("/v1/visitors/eva").status()).isEqualTo(404);
    for (var id : List.of("nobody", "eva")) {
      assertThat(page(id, "en"))
          .contains("Nothing is stored of this visitor.")
          .doesNotContain("What rules may ask", "denimo");
      assertThat(page(id, "de")).contains("Über diesen Besucher ist nichts gespeichert.");
    }
  }

  private static void lives(String who) {
    var birthday = LocalDate.now(SHOP).plusDays(BIRTHDAY_IN).withYear(1992);
    events(
        who,
        consent(who, "consent", "\"personalization\":true,\"email\":true", ""),
        "{\"type\":\"identify\",\"messageId\":\"%s-told\",\"userId\":\"%s\",\"traits\":{\"birthday\":\"%s\"}}"
            .formatted(who, who, birthday),
        event(who, "first", 35 * 1440, order("a", JEANS)),
        event(who, "second", 10 * 1440, order("b", CHINOS)),
        event(
            who,
            "golf",
            5 * 1440,
            "\"event\":\"Guide Downloaded\",\"properties\":{\"topic\":\"golf\"}"),
        event(
            who,
            "mail",
            4 * 1440,
            "\"event\":\"Email Link Clicked\",\"properties\":{\"campaign\":\"spring\"}"),
        event(who, "added", 20, "\"event\":\"Product Added\",\"properties\":" + DRILLS),
        event(
            who,
            "search",
            19,
            "\"event\":\"Products Searched\",\"properties\":{\"query\":\"drill\"}"));
  }

  private static String order(String id, String product) {
    return "\"event\":\"Order Completed\",\"properties\":{\"order_id\":\"%s\",\"products\":[%s]}"
        .formatted(id, product);
  }

  private static String event(String who, String id, int minutesAgo, String rest) {
    var at = Instant.now().minus(Duration.ofMinutes(minutesAgo));
    return "{\"type\":\"track\",\"messageId\":\"%1$s-%2$s\",\"userId\":\"%1$s\",\"timestamp\":\"%3$s\",%4$s}"
        .formatted(who, id, at, rest);
  }

  private static String consent(String who, String id, String purposes, String rest) {
    return "{\"type\":\"consent\",\"messageId\":\"%1$s-%2$s\",\"userId\":\"%1$s\",\"purposes\":{%3$s}%4$s}"
        .formatted(who, id, purposes, rest);
  }

  private static void events(String who, String... events) {
    var taken = server.post("/v1/events", "{\"batch\":[" + String.join(",", events) + "]}");
    assertThat(taken.json().path("accepted").asInt())
        .as("%s: %s", who, taken.raw().body())
        .isEqualTo(events.length);
  }

  private static void exposed(String who, JsonNode won) {
    events(
        who,
        "{\"type\":\"exposure\",\"messageId\":\"%1$s-x\",\"userId\":\"%1$s\",\"token\":\"%2$s\"}"
            .formatted(who, won.path("token").asText()));
  }

  private static String campaign(JsonNode won) {
    assertThat(won.path("outcome").asText()).isEqualTo("known");
    return won.path("campaign").asText();
  }

  private static JsonNode fact(JsonNode summary, String type, String name, String value) {
    return summary
        .path("facts")
        .valueStream()
        .filter(fact -> fact.path("fact").asText().equals(type))
        .filter(fact -> fact.path("values").path(name).asText().equals(value))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static String page(String id, String language) {
    var body =
        anna.post("/console/visitors?lang=" + language, "/console/visitors", "id", id).body();
    return body.replaceAll("(?s)<[^>]*>", " ")
        .replace("&#39;", "'")
        .replaceAll("\\s+", " ")
        .replace('\u00a0', ' ')
        .strip();
  }
}
