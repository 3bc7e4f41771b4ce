package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What events say, and what is said of events that are not right. */
class EventBodiesTest {
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
  void anOrderIsReadWithItsProductsAndWhatTheCatalogueKnowsOfThem() {
    var order =
        """
        {"type":"track","event":"Order Completed","messageId":"e-1","userId":"v-1","anonymousId":"a-1",
         "timestamp":"2019-10-01T00:00:00Z",
         "properties":{"order_id":"o-1","total":99.5,"coupon":null,"gift":true,"tags":["a",2],
           "address":{"city":"Leipzig"},
           "products":[{"product_id":"p-77","size":"42","quantity":2},
                       {"product_id":"p-1","category":"Sport.Golf","brand":"b","color":"red","price":19.5}]},
         "context":{"page":{"referrer":"https://news.example/"},"campaign":{"name":"autumn","source":"nl"},"ip":"1.2.3.4"}}""";
    assertThat(api.events(api.secret, order).status()).isEqualTo(200);
    assertThat(api.taken.get(0))
        .isEqualTo(
            new Event(
                "e-1",
                Event.Type.TRACK,
                "Order Completed",
                "v-1",
                "a-1",
                Instant.parse("2019-10-01T00:00:00Z"),
                TestApi.NOW,
                List.of(
                    new Item("p-77", "apparel.shoes", "acme", "42", "blue", 79.9, 2),
                    new Item("p-1", "sport.golf", "b", null, "red", 19.5, 1)),
                Map.of(
                    "order_id",
                    "o-1",
                    "total",
                    99.5,
                    "gift",
                    true,
                    "tags",
                    List.of("a", "2"),
                    "address.city",
                    "Leipzig"),
                Map.of(),
                new Event.Source(
                    "https://news.example/", Map.of("campaign", "autumn", "source", "nl"))));
  }

  @Test
  void aViewOfOneProductHasItsDataInTheProperties() {
    var view =
        """
        [{"type":"track","event":"Product Viewed","messageId":"e-1","anonymousId":"a-1",
          "properties":{"product_id":"p-77","name":"Canvas shoe","price":70}},
         {"type":"page","name":"Home","category":"start","messageId":"e-2","anonymousId":"a-1",
          "properties":{"type":"home"}},
         {"type":"page","messageId":"e-3","anonymousId":"a-1","properties":{"type":"home"}}]""";
    assertThat(api.events(api.secret, view).json().path("accepted").asInt()).isEqualTo(3);
    assertThat(api.taken.get(0).items())
        .containsExactly(new Item("p-77", "apparel.shoes", "acme", null, "blue", 70, 1));
    assertThat(api.taken.get(0).values()).isEqualTo(Map.of("name", "Canvas shoe"));
    assertThat(api.taken.get(1).values()).containsEntry("category", "start");
    assertThat(api.taken).extracting(Event::name).containsExactly("Product Viewed", "Home", "home");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"type\":\"trak\",\"event\":\"A\"` | /type",
        "`\"event\":\"A\"` | /type",
        "`\"type\":\"track\"` | /event",
        "`\"type\":\"group\"` | /type",
        "`\"type\":\"page\",\"timestamp\":\"1999-01-01T00:00:00Z\"` | /timestamp",
        "`\"type\":\"page\",\"timestamp\":\"2026-11-22T09:10:01Z\"` | /timestamp",
        "`\"type\":\"page\",\"timestamp\":\"yesterday\"` | /timestamp",
        "`\"type\":\"consent\"` | /purposes",
        "`\"type\":\"consent\",\"purposes\":{\"ads\":\"yes\"}` | /purposes/ads",
        "`\"type\":\"exposure\"` | /token",
      })
  void anEventThatIsNotRightIsRefusedWithItsPlace(String members, String pointer) {
    var event = "{\"messageId\":\"e-1\",\"userId\":\"v-1\"," + members + "}";
    var answer = api.events(api.secret, event);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(answer.json().path("errors")).hasSize(1);
    assertThat(api.taken).isEmpty();
  }

  @Test
  void aServersEventNeedsAnIdAndAVisitor() {
    var answer = api.events(api.secret, "{\"type\":\"page\"}");
    assertThat(answer.json().path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/messageId", "/userId");
  }

  @Test
  void whatIsRightOfABatchIsTakenOnce() {
    var good = "{\"type\":\"page\",\"messageId\":\"e-1\",\"userId\":\"v-1\"}";
    var batch = "{\"batch\":[" + good + ",7,{\"type\":\"page\"}," + good + "],\"sentAt\":1}";
    var answer = api.events(api.secret, batch).json();
    assertThat(answer.path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.path("duplicates").asInt()).isEqualTo(1);
    assertThat(answer.path("rejected").findValuesAsText("index")).containsExactly("1", "2");
    assertThat(answer.at("/rejected/0/errors/0/pointer").asText()).isEqualTo("/batch/1");
  }

  @Test
  void aBatchOfNothingOrTooMuchOrNothingRightIsRefused() {
    var good = "{\"type\":\"page\",\"messageId\":\"e-1\",\"userId\":\"v-1\"}";
    var many = "[" + String.join(",", Collections.nCopies(501, good)) + "]";
    assertThat(api.events(api.secret, many).error()).isEqualTo(": 1 to 500 events");
    assertThat(api.events(api.secret, "{\"batch\":[]}").error())
        .isEqualTo("/batch: 1 to 500 events");
    assertThat(api.events(api.secret, "{\"batch\":7}").error())
        .isEqualTo("/batch: a list of events");
    assertThat(api.events(api.secret, "{\"batch\":[7,8]}").json().path("errors")).hasSize(2);
    assertThat(api.taken).isEmpty();
  }

  @Test
  void anEventOfAClockThatIsAheadHappensWhenItComes() {
    var event = "{\"type\":\"page\",\"userId\":\"v-1\",\"messageId\":\"%s\",\"timestamp\":\"%s\"}";
    api.events(api.secret, event.formatted("e-1", "2026-11-22T09:09:59Z"));
    api.events(api.secret, event.formatted("e-2", "2026-11-22T08:59:59Z"));
    assertThat(api.taken)
        .extracting(Event::at)
        .containsExactly(TestApi.NOW, TestApi.NOW.minusSeconds(1));
  }

  @Test
  void aListOfATraitHoldsNoMoreThanOneTextMay() {
    var event =
        "{\"type\":\"%s\",\"userId\":\"v-1\",\"messageId\":\"e-1\",\"%s\":{\"likes\":[\"%s\",\"b\"]}}";
    var most = event.formatted("identify", "traits", "a".repeat(1999));
    assertThat(api.events(api.secret, most).status()).isEqualTo(200);
    var more = "a".repeat(2000);
    var cut = api.events(api.secret, event.formatted("identify", "traits", more)).json();
    assertThat(cut.at("/notes/0/pointer").asText()).isEqualTo("/traits/likes");
    assertThat(cut.at("/notes/0/expected").asText())
        .isEqualTo("a list of text with at most 2000 characters in all");
    assertThat(api.taken.get(1).values()).isEmpty();
    var property = event.formatted("page", "properties", more);
    assertThat(api.events(api.secret, property).status()).isEqualTo(200);
  }
}
