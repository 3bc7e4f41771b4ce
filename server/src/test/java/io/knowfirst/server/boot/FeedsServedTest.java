package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of other systems, from the request to the rule that decides by them. */
class FeedsServedTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    var rules = SmallShop.files();
    rules.put(
        "segments/feeds.drl",
        """
        package small.segments;
        import io.knowfirst.rules.facts.*;
        rule "Who asked for the boat catalogue is a sailor"
            @kind("behavioural") @owner("me")
        when
            Did(event == "Catalogue Requested", property("topic") == "boats", times == 1)
        then
            insert(new Member("sailors"));
        end
        rule "Who came here before is a returner"
            @kind("behavioural") @owner("me")
        when
            Visitor(visits >= 2)
        then
            insert(new Member("returners"));
        end
        rule "Who spent 100 or more in a year is a spender"
            @kind("behavioural") @owner("me")
        when
            Visitor(spent(365) >= 100)
        then
            insert(new Member("spenders"));
        end
        """);
    rules.put(
        "campaigns/feeds.yaml",
        """
        - {id: gold, style: automation, placements: [hero], contents: [list], priority: 90, purpose: personalization, owner: me, maxAge: 10m}
        - {id: sail, style: automation, placements: [hero], contents: [grid], priority: 80, purpose: personalization, owner: me}
        """);
    rules.put(
        "campaigns/feeds.drl",
        """
        package small.campaigns;
        import io.knowfirst.rules.facts.*;
        rule "Gold customers see their list"
            @campaign("gold") @owner("me")
        when
            Trait(name == "tier", value == "gold")
        then
            insert(new Offer("gold"));
        end
        rule "Sailors see boats"
            @campaign("sail") @owner("me")
        when
            Member(segment == "sailors")
        then
            insert(new Offer("sail"));
        end
        """);
    server = TestServer.start(folder, TestDatabase.url(), rules);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_request_for_a_catalogue_decides_and_says_where_it_comes_from_and_how_old_it_is() {
    consent("ann");
    var at = Instant.now().minus(Duration.ofHours(30));
    var line =
        "{\"customer_id\":\"ann\",\"type\":\"catalogue-request\",\"at\":\"%s\",\"topic\":\"boats\"}"
            .formatted(at);
    assertThat(feed("contacts?source=callcentre", line).path("accepted").asInt()).isEqualTo(1);
    assertThat(feed("contacts?source=callcentre", line).path("duplicates").asInt()).isEqualTo(1);
    var placed = hero("ann");
    assertThat(placed.path("campaign").asText()).isEqualTo("sail");
    var fact = placed.at("/reason/because/0/facts/0");
    assertThat(fact.at("/values/property(\"topic\")").asText()).isEqualTo("boats");
    assertThat(fact.at("/origins/0/source").asText()).isEqualTo("feed:callcentre");
    assertThat(placed.at("/reason/oldestFactSeconds").asLong())
        .isBetween(30L * 3600, 30L * 3600 + 60);
  }

  @Test
  void a_fact_older_than_its_campaign_allows_is_unknown_and_the_answer_says_so() {
    consent("ben");
    var minutes = Duration.ofMinutes(9);
    customer("ben", Instant.now().minus(minutes));
    assertThat(hero("ben").path("campaign").asText()).isEqualTo("gold");

    consent("cid");
    customer("cid", Instant.now().minus(minutes).minusSeconds(120));
    var stale = hero("cid");
    assertThat(stale.path("outcome").asText()).isEqualTo("default");
    assertThat(stale.at("/reason/notes/0/code").asText()).isEqualTo("stale-fact");
    assertThat(stale.at("/reason/notes/0/text").asText())
        .isEqualTo(
            "Rule \"Gold customers see their list\" took a Trait for unknown: it is older than 10m.");

    customer("cid", Instant.now());
    assertThat(hero("cid").path("campaign").asText()).as("told again").isEqualTo("gold");
  }

  @Test
  void an_order_of_a_store_counts_as_bought_and_is_no_visit_and_comes_back_by_a_return() {
    consent("dan");
    var at = Instant.now().minus(Duration.ofDays(3));
    var order =
        "{\"order_id\":\"s-1\",\"customer_id\":\"dan\",\"ordered_at\":\"%s\",\"product\":\"j\",\"category\":\"apparel.jeans\",\"price\":120,\"store\":\"Leipzig\"}"
            .formatted(at);
    assertThat(feed("orders?source=till", order).path("accepted").asInt()).isEqualTo(1);
    var again = feed("orders?source=erp", order);
    assertThat(again.path("duplicates").asInt()).isEqualTo(1);
    assertThat(again.at("/notes/0/code").asText()).isEqualTo("order-repeated");
    assertThat(segments("dan")).contains("jeans-buyers", "spenders").doesNotContain("returners");
    var back =
        "{\"order_id\":\"s-1\",\"customer_id\":\"dan\",\"returned_at\":\"%s\",\"product\":\"j\"}"
            .formatted(at.plusSeconds(3600));
    assertThat(feed("returns?source=till", back).path("accepted").asInt()).isEqualTo(1);
    assertThat(segments("dan")).doesNotContain("jeans-buyers", "spenders");
  }

  @Test
  void prices_and_stock_leave_the_rest_of_a_product_as_it_is() {
    var product =
        "{\"id\":\"b-1\",\"name\":\"Boat\",\"category\":\"boats\",\"price\":900,\"stock\":2,\"colour\":\"red\"}";
    assertThat(feed("products", product).path("accepted").asInt()).isEqualTo(1);
    assertThat(feed("prices", "{\"product\":\"b-1\",\"price\":850}").path("accepted").asInt())
        .isEqualTo(1);
    assertThat(feed("prices", "{\"product\":\"b-1\",\"price\":850}").path("duplicates").asInt())
        .isEqualTo(1);
    assertThat(feed("stock", "{\"product\":\"b-1\",\"stock\":1}").path("accepted").asInt())
        .isEqualTo(1);
    var stored = server.get("/v1/catalogue/b-1").json();
    assertThat(stored.path("price").asDouble()).isEqualTo(850);
    assertThat(stored.path("stock").asInt()).isEqualTo(1);
    assertThat(stored.at("/attributes/colour/0").asText()).isEqualTo("red");
  }

  @Test
  void a_dry_run_of_the_catalogue_reports_and_stores_nothing() {
    var lines =
        """
        {"id":"d-1","name":"Dinghy","category":"boats","price":"90 EUR"}
        {"id":"d-2","name":"Dinghy","category":"boats","price":"90 USD"}
        """;
    var report = server.put("/v1/catalogue?dryRun=true", "application/x-ndjson", lines);
    assertThat(report.status()).isEqualTo(200);
    assertThat(report.json().path("stored").asInt()).isEqualTo(1);
    assertThat(report.json().at("/errors/0/line").asInt()).isEqualTo(2);
    assertThat(server.get("/v1/catalogue/d-1").status()).isEqualTo(404);
    assertThat(server.put("/v1/catalogue?dryRun=perhaps", "application/x-ndjson", lines).status())
        .isEqualTo(400);
  }

  private static void customer(String id, Instant at) {
    var line = "{\"id\":\"%s\",\"updated_at\":\"%s\",\"tier\":\"gold\"}".formatted(id, at);
    assertThat(feed("customers?source=crm", line).path("accepted").asInt()).isEqualTo(1);
  }

  private static void consent(String visitor) {
    var line =
        "{\"id\":\"%s\",\"updated_at\":\"2026-01-01\",\"consent.personalization\":\"yes\"}"
            .formatted(visitor);
    assertThat(feed("customers?source=crm", line).path("accepted").asInt()).isEqualTo(1);
  }

  private static JsonNode feed(String feed, String line) {
    var answer =
        server.call(
            "POST",
            "/v1/feeds/" + feed,
            server.key(io.knowfirst.server.access.KeyKind.SECRET),
            line + "\n",
            "Content-Type",
            "application/x-ndjson");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    assertThat(answer.json().path("rejected").asInt()).as(answer.json().toString()).isZero();
    return answer.json();
  }

  private static JsonNode hero(String visitor) {
    var answer = server.decide(visitor, "[\"hero\"]", "");
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer.json().at("/decisions/0");
  }

  private static java.util.List<String> segments(String visitor) {
    var segments = new java.util.ArrayList<String>();
    hero(visitor).at("/reason/segments").forEach(one -> segments.add(one.asText()));
    return segments;
  }
}
