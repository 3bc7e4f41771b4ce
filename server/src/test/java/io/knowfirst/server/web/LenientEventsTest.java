package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.quality.Kind;
import io.knowfirst.server.wire.EventClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An event is kept for what it says; what cannot be read of it is left out, told and counted. */
class LenientEventsTest {
  @RegisterExtension private static final TestApi api = TestApi.start();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"filters\":[{\"type\":\"size\",\"value\":\"M\"}]}` | /properties/filters",
        "`{\"a\":1e999}` | /properties/a",
        "`{\"a\":123456789012345678901234567890}` | /properties/a",
        "`{\"a\":\"x\\u0000y\"}` | /properties/a",
        "`{\"\":1}` | /properties/",
        "`{\"products\":[{\"product_id\":\"p\",\"price\":-1}]}` | /properties/products/0/price",
        "`{\"products\":[{\"product_id\":\"p\",\"quantity\":1.5}]}` | /properties/products/0/quantity",
        "`{\"products\":[{\"product_id\":\"p\"},{\"price\":1},{\"product_id\":\"q\"}]}` | /properties/products/1/product_id",
        "`{\"products\":[7]}` | /properties/products/0",
        "`{\"products\":{}}` | /properties/products",
        "`[]` | /properties",
      })
  void aValueThatIsNotUnderstoodCostsOnlyItself(String properties, String pointer) {
    var answer = send("\"event\":\"Cart Viewed\",\"properties\":" + properties);
    assertThat(answer.path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.path("notes")).hasSize(1);
    assertThat(answer.at("/notes/0/pointer").asText()).isEqualTo(pointer);
    assertThat(answer.at("/notes/0/expected").asText()).isNotEmpty();
    assertThat(event().name()).isEqualTo("Cart Viewed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/events",
        "/v1/batch",
      })
  void aValueBeyondAllBoundsCostsOnlyItself(String path) {
    var deep = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
    var wide = "[".repeat(5000) + "\"]\\\"\"" + "]".repeat(5000);
    for (var member :
        List.of(
            "\"p\":" + deep,
            "\"p\":" + wide,
            "\"p\":" + "9".repeat(2000),
            "\"p\":-1." + "9".repeat(2000) + "e5",
            "\"" + "n".repeat(2000) + "\":1",
            "\"n\\ud83d\":1",
            "\"\\udc00n\":1")) {
      api.taken.clear();
      var item = "{\"type\":\"track\",\"userId\":\"v-1\",\"messageId\":\"%s\",\"event\":\"E\",%s}";
      var sent = item.formatted("m-1", "\"properties\":{" + member + ",\"kept\":\"]\"}");
      var other = item.formatted("m-2", "\"context\":{" + member + "}");
      var body = "{\"batch\":[" + sent + "," + other + "]}";
      var answer = api.post(path, api.secret, body);
      assertThat(answer.status()).as(member.substring(0, 6)).isEqualTo(200);
      assertThat(api.taken).hasSize(2);
      assertThat(api.taken.get(0).values()).isEqualTo(Map.of("kept", "]"));
      if (path.equals("/v1/events")) {
        assertThat(answer.json().at("/notes/0/pointer").asText())
            .startsWith("/batch/0/properties/");
      }
    }
  }

  @Test
  void fieldsOfOtherLibrariesAreNoReasonToTellAnything() {
    var answer = send("\"event\":\"Signed Up\",\"rudderId\":\"r\",\"session_id\":1");
    assertThat(answer.has("notes")).isFalse();
    assertThat(send("\"event\":\"Signed Up\",\"evnt\":1").at("/notes/0/advice").asText())
        .isEqualTo("Maybe \"event\" is meant.");
  }

  @Test
  void productsAreReadAsShopsWriteThem() {
    send(
        """
        "event":"Order Completed","properties":{"products":[
          {"product_id":6788257415204,"price":"19.5","quantity":"2","category":"Apparel > Shoes"},
          {"sku":"S-1","price":"1.019,50 EUR","category":"Apparel/Shoes"},
          {"id":"gone","quantity":0}]}""");
    assertThat(event().items())
        .containsExactly(
            new Item("6788257415204", "apparel.shoes", null, null, null, 19.5, 2),
            new Item("S-1", "apparel.shoes", null, null, null, 1019.5, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"1,299.00\" | 1299",
        "\"1.299,00\" | 1299",
        "\"€59.90\" | 59.9",
        "\"59,90\" | 59.9",
        "\" 59.90\" | 59.9",
        "\"+59.90\" | 59.9",
        "\"59.90 EUR\" | 59.9",
        "{\"amount\":\"59.90\",\"currency_code\":\"EUR\"} | 59.9",
        "59.9 | 59.9",
      })
  void anAmountInTextIsStoredAsItsNumber(String revenue, double value) {
    var answer =
        send(
            "\"event\":\"Order Completed\",\"properties\":{\"products\":[{\"product_id\":\"p-77\"}],\"revenue\":"
                + revenue
                + "}");
    assertThat(answer.has("notes")).isFalse();
    assertThat(event().values().get("revenue")).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"\"1,299\"", "\"free\"", "[\"59.90\"]", "true"})
  void anAmountThatCannotBeReadIsToldAndCounted(String revenue) {
    long before = counted(Kind.UNREAD_AMOUNT, "Order Completed revenue");
    var answer = send("\"event\":\"Order Completed\",\"properties\":{\"revenue\":" + revenue + "}");
    assertThat(answer.path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.at("/notes/0/pointer").asText()).isEqualTo("/properties/revenue");
    assertThat(event().values()).doesNotContainKey("revenue");
    assertThat(counted(Kind.UNREAD_AMOUNT, "Order Completed revenue")).isEqualTo(before + 1);
  }

  @Test
  void anotherCurrencyIsLeftOutAndTold() {
    long before = counted(Kind.OTHER_CURRENCY, "JPY");
    var answer =
        send(
            """
            "event":"Order Completed","properties":{"order_id":"o","currency":"JPY","revenue":26400,
              "products":[{"product_id":"p-77","price":26400},{"product_id":"x","price":26400}]}""");
    assertThat(event().values()).doesNotContainKey("revenue").containsEntry("order_id", "o");
    assertThat(event().items()).extracting(Item::price).containsExactly(79.9, 0.0);
    assertThat(answer.path("notes").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder(
            "/properties/products/0/price", "/properties/products/1/price", "/properties/revenue");
    assertThat(counted(Kind.OTHER_CURRENCY, "JPY")).isEqualTo(before + 3);
    send("\"event\":\"Order Completed\",\"properties\":{\"currency\":\"eur\",\"revenue\":5}");
    assertThat(api.taken.get(1).values()).containsEntry("revenue", 5L);
  }

  @ParameterizedTest
  @CsvSource({
    "purchase,Order Completed",
    "Completed Order,Order Completed",
    "order completed,Order Completed",
    "order_completed,Order Completed",
    "OrderCompleted,Order Completed",
    "add_to_cart,Product Added",
    "Added Product,Product Added",
    "AddToCart,Product Added",
    "Viewed Product,Product Viewed",
    "view_item,Product Viewed",
    "remove_from_cart,Product Removed",
    "begin_checkout,Checkout Started",
    "refund,Order Refunded",
    "search,Products Searched",
    "checkout_completed,Order Completed",
    "payment_info_submitted,Payment Info Entered",
    "collection_viewed,Product List Viewed",
    "search_submitted,Products Searched",
    "CompletePayment,Order Completed",
    "trackEcommerceOrder,Order Completed",
    "addEcommerceItem,Product Added",
    "commerce.purchases,Order Completed",
    "scRemove,Product Removed",
    "Wishlist Product Added to Cart,Product Added",
    "Cart Updated,Cart Updated",
    "Tee Time Booked,Tee Time Booked",
  })
  void theNamesOfOtherTrackersAreUnderstood(String sent, String name) {
    send("\"event\":\"" + sent + "\"");
    assertThat(event().name()).isEqualTo(name);
  }

  @Test
  void thePropertiesOfOtherTrackersAreUnderstood() {
    send(
        """
        "event":"purchase","properties":{"transaction_id":"T-1","value":59.9,"currency":"EUR",
          "items":[{"item_id":"p-1","item_category":"Apparel","item_category2":"Shoes","price":59.9}]}""");
    assertThat(event().values()).containsEntry("order_id", "T-1").containsEntry("revenue", 59.9);
    assertThat(event().items())
        .containsExactly(new Item("p-1", "apparel.shoes", null, null, null, 59.9, 1));
    send("\"event\":\"search\",\"properties\":{\"search_term\":\"chino\"}");
    assertThat(api.taken.get(1).values()).containsEntry("query", "chino");
  }

  @Test
  void aNameThatIsAlmostUnderstoodIsTold() {
    var answer = send("\"event\":\"Order Complete\"");
    assertThat(answer.at("/notes/0/advice").asText())
        .isEqualTo("Maybe \"Order Completed\" is meant.");
    assertThat(event().name()).isEqualTo("Order Complete");
  }

  @Test
  void aScreenIsAPageAndAGroupIsRefusedWithAdvice() {
    var screen =
        api.events(
            api.secret, "{\"type\":\"screen\",\"name\":\"Home\",\"userId\":7,\"messageId\":8}");
    assertThat(screen.json().has("notes")).isFalse();
    assertThat(event().type()).isEqualTo(Event.Type.PAGE);
    assertThat(event().visitor()).isEqualTo("7");
    var group = api.events(api.secret, "{\"type\":\"group\",\"userId\":\"v\",\"messageId\":\"m\"}");
    assertThat(group.status()).isEqualTo(400);
    assertThat(group.json().at("/errors/0/advice").asText()).startsWith("Maybe ");
  }

  @Test
  void emptyNamesOfAPageAreLeftOut() {
    var page =
        """
        {"type":"page","userId":"v","messageId":"m","name":"","context":{"campaign":{"source":"","name":"x"},"page":7}}""";
    var answer = api.events(api.secret, page).json();
    assertThat(answer.path("notes").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/name", "/context/page", "/context/campaign/source");
    assertThat(event().source()).isEqualTo(new Event.Source(null, Map.of("campaign", "x")));
  }

  @ParameterizedTest
  @CsvSource({
    "1763801999000,2025-11-22T08:59:59Z",
    "1763801999,2025-11-22T08:59:59Z",
    "\"1763801999000\",2025-11-22T08:59:59Z",
    "\"2026-11-22T08:00:00+0100\",2026-11-22T07:00:00Z",
    "\"2026-11-22T08:00:00.123+01:00\",2026-11-22T07:00:00.123Z",
    "\"2026-11-22T08:00:00\",2026-11-22T08:00:00Z",
    "\"2026-11-22 08:00\",2026-11-22T08:00:00Z",
    "\"2026-11-22\",2026-11-22T00:00:00Z",
  })
  void aTimeIsReadAsProgramsWriteIt(String timestamp, Instant at) {
    send("\"event\":\"a\",\"timestamp\":" + timestamp);
    assertThat(event().at()).isEqualTo(at);
  }

  /** Segment: timestamp = receivedAt - (sentAt - originalTimestamp). */
  @Test
  void theClockOfAPhoneIsCorrectedByWhenItSent() {
    var batch =
        "{\"batch\":[{\"type\":\"track\",\"event\":\"a\",\"messageId\":\"e-%s\",\"timestamp\":\"%s\"}],\"sentAt\":\"%s\"}";
    page(batch.formatted(1, "2026-11-22T09:20:00Z", "2026-11-22T09:20:30Z"));
    page(batch.formatted(2, "2026-12-07T09:00:00Z", "2026-12-07T10:00:00Z"));
    page(batch.formatted(3, "1970-01-01T00:00:00Z", "1970-01-01T00:01:00Z"));
    page(
        "{\"type\":\"track\",\"event\":\"a\",\"messageId\":\"e-4\",\"originalTimestamp\":\"2026-11-22T09:30:00Z\",\"sentAt\":\"2026-11-22T09:30:05Z\"}");
    assertThat(api.taken)
        .extracting(Event::at)
        .containsExactly(
            TestApi.NOW.minusSeconds(30),
            TestApi.NOW.minusSeconds(3600),
            TestApi.NOW.minusSeconds(60),
            TestApi.NOW.minusSeconds(5));
  }

  @Test
  void anArchiveKeepsItsTimes() {
    send(
        "\"event\":\"a\",\"timestamp\":\"2025-01-01T00:00:00Z\",\"sentAt\":\"2025-01-01T00:00:09Z\"");
    assertThat(event().at()).isEqualTo(Instant.parse("2025-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T08:59:00Z, -999999999-01-01T00:00:00Z",
    "2026-11-22T08:59:00Z, +999999999-12-31T23:59:59Z",
    "+999999999-12-31T23:59:59Z, 0001-01-01T00:00:00Z",
    "-999999999-01-01T00:00:00Z, 9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59Z, 0000-01-01T00:00:00Z",
  })
  void aClockOutOfAllTimesCostsNoEvent(String timestamp, String sentAt) {
    page(
        "{\"batch\":[{\"type\":\"track\",\"event\":\"a\",\"timestamp\":\"%s\"}],\"sentAt\":\"%s\"}"
            .formatted(timestamp, sentAt));
    assertThat(event().at()).isBetween(TestApi.NOW.minus(EventClock.OLDEST_PUBLIC), TestApi.NOW);
  }

  @Test
  void anEventOfAPageIsKeptWhateverItsTime() {
    var event = "{\"type\":\"page\",\"messageId\":\"e-%d\",\"timestamp\":\"%s\"}";
    var times =
        List.of(
            "2026-11-21T08:00:00Z", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z", "yesterday");
    for (int i = 0; i < times.size(); i++) {
      var answer = page(event.formatted(i, times.get(i)));
      assertThat(answer.has("notes")).isEqualTo(i > 0);
    }
    assertThat(api.taken)
        .extracting(Event::at)
        .containsExactly(
            Instant.parse("2026-11-21T08:00:00Z"),
            Instant.parse("2026-11-15T09:00:00Z"),
            TestApi.NOW,
            TestApi.NOW);
  }

  @Test
  void anAmountInOtherCapitalsIsToldAndKept() {
    var answer = send("\"event\":\"Order Completed\",\"properties\":{\"Revenue\":10}");
    assertThat(answer.at("/notes/0/pointer").asText()).isEqualTo("/properties/Revenue");
    assertThat(answer.at("/notes/0/advice").asText()).startsWith("Maybe \"revenue\" is meant");
    assertThat(event().values()).containsKey("Revenue");
  }

  @Test
  void whatAPageSaysTooLongIsCut() {
    var page =
        "{\"type\":\"page\",\"messageId\":\"m\",\"properties\":{\"title\":\"%s\"},\"context\":{\"page\":{\"referrer\":\"https://a.example/%s\"}}}"
            .formatted("t".repeat(3000), "r".repeat(3000));
    assertThat(page(page).path("notes").findValuesAsText("pointer")).hasSize(2);
    assertThat(event().values().get("title")).isEqualTo("t".repeat(2000));
    assertThat(event().source()).extracting(source -> source.referrer().length()).isEqualTo(2000);
  }

  @Test
  void healthTellsWhatWasNotUnderstoodAndWho() {
    send("\"event\":\"Chekout Begun\",\"properties\":{\"product_id\":\"x\",\"category\":\"Toys\"}");
    var health = api.get("/v1/health/data", "X-API-Key", api.secret).json();
    var found = health.path("findings").findValuesAsText("kind");
    assertThat(found).contains("unknown-event", "unknown-category");
    assertThat(health.path("findings").findValuesAsText("name")).contains("Chekout Begun", "toys");
    assertThat(health.at("/findings/0/keys")).isNotEmpty();
  }

  @Test
  void aProductThatNoRuleCanSeeIsCounted() {
    long before = counted(Kind.UNCATEGORIZED_PRODUCT, "nobodys");
    send(
        "\"event\":\"Order Completed\",\"properties\":{\"products\":[{\"product_id\":\"nobodys\"},"
            + "{\"product_id\":\"p-77\"}]}");
    assertThat(counted(Kind.UNCATEGORIZED_PRODUCT, "nobodys")).isEqualTo(before + 1);
    assertThat(counted(Kind.UNCATEGORIZED_PRODUCT, "p-77")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {" > ", "..", "/"})
  void aCategoryWithoutANameIsTold(String category) {
    var answer =
        send(
            "\"event\":\"Product Viewed\",\"properties\":{\"product_id\":\"x\",\"category\":\""
                + category
                + "\"}");
    assertThat(answer.at("/notes/0/pointer").asText()).isEqualTo("/properties/category");
  }

  @Test
  void aSignOfSeveralCurrenciesIsToldAsItWasSent() {
    var answer = send("\"event\":\"Order Completed\",\"properties\":{\"revenue\":\"\u00a559.90\"}");
    assertThat(answer.at("/notes/0/code").asText()).isEqualTo("other-currency");
    assertThat(answer.at("/notes/0/value").asText()).isEqualTo("\u00a559.90");
    assertThat(counted(Kind.OTHER_CURRENCY, "CNY or JPY")).isPositive();
  }

  private static JsonNode send(String members) {
    var id = "e-" + api.taken.size();
    var answer =
        api.events(
            api.secret,
            "{\"type\":\"track\",\"messageId\":\"" + id + "\",\"userId\":\"v-1\"," + members + "}");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  private static JsonNode page(String body) {
    var answer = api.events(api.site, body, "Origin", TestApi.SHOP);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  private static Event event() {
    return api.taken.get(0);
  }

  private static long counted(Kind kind, String name) {
    return api.findings().stream()
        .filter(f -> f.kind() == kind && f.name().equals(name))
        .mapToLong(f -> f.count())
        .sum();
  }
}
