package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a shop sends of orders, carts and traits, and what a running server makes of it. */
class OrdersServedTest {
  @TempDir static Path folder;
  private static TestServer server;
  private static int ids;

  @BeforeAll
  static void start() {
    var rules = SmallShop.files();
    rules.put(
        "segments/others.drl",
        """
        package small.segments;
        import io.knowfirst.rules.facts.*;
        rule "Who has jeans in the cart is a jeans picker"
            @kind("behavioural") @owner("me")
        when
            InCart(category == "apparel.jeans", pieces >= 1)
        then
            insert(new Member("jeans-pickers"));
        end
        rule "Who has the gold plan is a gold customer"
            @kind("demographic") @owner("me")
        when
            Trait(name == "plan", value == "gold")
        then
            insert(new Member("gold-customers"));
        end
        """);
    server = TestServer.start(folder, TestDatabase.url(), rules);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aReloadedOrderIsADuplicateWithANoteAndCountsOnce() {
    var order =
        "{\"order_id\":\"1298\",\"product_id\":\"j\",\"category\":\"apparel.jeans\",\"price\":50}";
    consent("ann");
    assertThat(track("ann", "Order Completed", order).toString())
        .isEqualTo("{\"accepted\":1,\"duplicates\":0,\"rejected\":[]}");
    var again = track("ann", "Order Completed", order);
    assertThat(again.path("accepted").asInt()).isZero();
    assertThat(again.path("duplicates").asInt()).isEqualTo(1);
    assertThat(again.at("/orders/0/index").asInt()).isZero();
    assertThat(again.at("/orders/0/code").asText()).isEqualTo("order-repeated");
    assertThat(values("ann", "Bought", "times")).containsExactly("1");

    var batch =
        server.post(
            "/v1/events",
            "{\"batch\":[7,%s,%s]}"
                .formatted(
                    event("ann", "Order Refunded", "{\"order_id\":\"7\"}"),
                    event("ann", "Order Refunded", "{\"order_id\":1298}")));
    assertThat(batch.json().path("accepted").asInt()).isEqualTo(2);
    assertThat(batch.json().path("orders")).hasSize(1);
    assertThat(batch.json().at("/orders/0/index").asInt()).isEqualTo(1);
    assertThat(batch.json().at("/orders/0/code").asText()).isEqualTo("order-unknown");
    assertThat(values("ann", "Bought", "times")).isEmpty();
  }

  @Test
  void aDecisionsOwnEventsAreToldOfToo() {
    consent("dan");
    var order = "{\"order_id\":\"1\",\"product_id\":\"j\",\"category\":\"apparel.jeans\"}";
    track("dan", "Order Completed", order);
    var answer =
        server.decide(
            "dan", "[\"hero\"]", ",\"events\":[" + event("dan", "Order Completed", order) + "]");
    assertThat(answer.json().at("/events/duplicates").asInt()).as("%s", answer.json()).isEqualTo(1);
    assertThat(answer.json().at("/decisions/0/reason/notes").findValuesAsText("code"))
        .contains("order-repeated");
  }

  @Test
  void piecesInTheCartAreAddedAndTakenOut() {
    consent("bob");
    assertThat(pieces("Product Added", 2)).containsExactly("2");
    assertThat(pieces("Product Added", 1)).containsExactly("3");
    assertThat(pieces("Product Removed", 1)).containsExactly("2");
    track("bob", "Cart Viewed", "{\"products\":[]}");
    assertThat(values("bob", "InCart", "pieces")).isEmpty();
  }

  private static List<String> pieces(String name, int quantity) {
    track(
        "bob",
        name,
        "{\"product_id\":\"j\",\"category\":\"apparel.jeans\",\"price\":50,\"quantity\":%d}"
            .formatted(quantity));
    return values("bob", "InCart", "pieces");
  }

  @Test
  void aTraitThatIsNullIsTakenAway() {
    consent("cid");
    identify("{\"plan\":\"gold\",\"home\":{\"city\":\"Leipzig\"}}");
    assertThat(values("cid", "Trait", "value")).containsExactly("gold");
    identify("{\"plan\":null,\"home\":null}");
    assertThat(values("cid", "Trait", "value")).isEmpty();
    identify("{\"plan\":\"gold\"}");
    assertThat(values("cid", "Trait", "value")).containsExactly("gold");
  }

  @Test
  void yesterdayIsADayAgoThisMorningByTheShopsClock() {
    var answer =
        server.post(
            "/v1/simulate",
            """
            {"visitor":{"consents":{"personalization":true}},"placements":["hero"],"now":"2026-11-20T07:00:00Z",
             "events":[{"type":"track","event":"Order Completed","timestamp":"2026-11-19T20:00:00Z",
              "properties":{"product_id":"j","category":"apparel.jeans"}}]}""");
    assertThat(values(answer.json(), "Bought", "daysAgo")).containsExactly("1");
  }

  private static void consent(String visitor) {
    send(
        "{\"type\":\"consent\",\"userId\":\"%s\",\"messageId\":\"m-%d\",\"purposes\":{\"personalization\":true}}"
            .formatted(visitor, ++ids));
  }

  private static void identify(String traits) {
    send(
        "{\"type\":\"identify\",\"userId\":\"cid\",\"messageId\":\"m-%d\",\"timestamp\":\"%s\",\"traits\":%s}"
            .formatted(++ids, Instant.now().minusSeconds(1_000 - ids), traits));
  }

  private static JsonNode track(String visitor, String name, String properties) {
    return send(event(visitor, name, properties));
  }

  private static String event(String visitor, String name, String properties) {
    return "{\"type\":\"track\",\"event\":\"%s\",\"userId\":\"%s\",\"messageId\":\"m-%d\",\"timestamp\":\"%s\",\"properties\":%s}"
        .formatted(name, visitor, ++ids, Instant.now().minusSeconds(1_000 - ids), properties);
  }

  private static JsonNode send(String event) {
    var answer = server.post("/v1/events", event);
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private static List<String> values(String visitor, String fact, String name) {
    var answer =
        server.post(
            "/v1/simulate",
            "{\"visitor\":{\"id\":\"%s\"},\"placements\":[\"hero\"]}".formatted(visitor));
    return values(answer.json(), fact, name);
  }

  private static List<String> values(JsonNode answer, String fact, String name) {
    assertThat(answer.path("trace").path("facts").isArray()).as("%s", answer).isTrue();
    return new ArrayList<>(
        StreamSupport.stream(answer.path("trace").path("facts").spliterator(), false)
            .filter(one -> one.path("fact").asText().equals(fact))
            .map(one -> one.path("values").path(name).asText())
            .toList());
  }
}
