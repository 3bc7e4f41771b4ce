package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.quality.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every note says by a stable code what it is about, where, what came and what was kept. */
class NotesTest {
  @RegisterExtension private static final TestApi api = TestApi.start();
  private static int number;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"geo\":{\"country\":\"de\"}} | changed-value | /context/geo/country | de | DE",
        "{\"geo\":{\"country\":\"deu\"}} | changed-value | /context/geo/country | deu | DE",
        "{\"geo\":{\"country\":\"Germany\"}} | ignored-field | /context/geo/country | Germany | -",
        "{\"device\":{\"type\":\"Smart-Phone\"}} | changed-value | /context/device/type | Smart-Phone | mobile",
        "{\"device\":{\"type\":\"fridge\"}} | ignored-field | /context/device/type | fridge | -",
        "{\"device\":{\"type\":7}} | ignored-field | /context/device/type | 7 | -",
        "{\"utm\":{\"term\":\"a\\tb\"}} | changed-value | /context/utm/term | a\ufffdb | a b",
        "{\"page\":{\"type\":\"home\",\"title\":\"Shop\"}} | ignored-field | /context/page/title | title | -",
        "{\"page\":{\"type\":\"hoem\"}} | ignored-field | /context/page/type | hoem | -",
        "{\"weather\":{\"condition\":\"rain\",\"celsius\":900}} | ignored-field | /context/weather/celsius | 900 | -",
      })
  void aValueOfTheContextIsToldWithWhatWasKept(
      String context, String code, String pointer, String value, String kept) {
    var question =
        "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"home-hero\"],\"context\":" + context + "}";
    var notes = api.decide(api.secret, question).json().path("notes");
    assertThat(notes).hasSize(1);
    says(notes.get(0), code, pointer, value, kept);
    assertThat(counted(code, pointer.substring(1))).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"products\":[{\"product_id\":\"p-77\",\"quantity\":\"2.5\"}]} | changed-value | /properties/products/0/quantity | 2.5 | 1",
        "{\"products\":[{\"product_id\":\"p-77\",\"quantity\":20000}]} | changed-value | /properties/products/0/quantity | 20000 | 10000",
        "{\"products\":[{\"product_id\":\"p-77\",\"quantity\":0}]} | ignored-field | /properties/products/0/quantity | 0 | -",
        "{\"products\":[{\"product_id\":\"p-77\",\"category\":\"..\"}]} | changed-value | /properties/products/0/category | .. | apparel.shoes",
        "{\"products\":[{\"name\":\"x\"}]} | ignored-field | /properties/products/0/product_id | - | -",
        "{\"coupon\":{\"codes\":[[1]]}} | ignored-field | /properties/coupon/codes | a list of 1 | -",
        "{\"total\":\"12 USD\"} | other-currency | /properties/total | 12 USD | -",
        "{\"total\":12,\"currency\":840} | other-currency | /properties/total | 12 840 | -",
        "{\"total\":12,\"currencyCode\":\"USD\"} | other-currency | /properties/total | 12 USD | -",
        "{\"total\":12,\"currency_code\":\"usd\"} | other-currency | /properties/total | 12 usd | -",
        "{\"total\":12,\"Currency\":\"$\"} | other-currency | /properties/total | 12 $ | -",
        "{\"total\":12,\"currency\":{\"code\":\"USD\"}} | other-currency | /properties/total | 12 USD | -",
        "{\"total\":12,\"currency\":[\"USD\"]} | other-currency | /properties/total | 12 USD | -",
        "{\"products\":[{\"product_id\":\"p-77\",\"price\":5,\"currencyCode\":\"USD\"}]} | other-currency | /properties/products/0/price | 5 USD | -",
        "{\"products\":[{\"product_id\":\"p-77\",\"price\":5,\"currency\":840}]} | other-currency | /properties/products/0/price | 5 840 | -",
        "{\"tax\":\"none\"} | unread-amount | /properties/tax | none | -",
        "{\"Tax\":\"7.50\"} | unread-amount | /properties/Tax | 7.50 | 7.50",
      })
  void aValueOfAnEventIsToldWithWhatWasKept(
      String properties, String code, String pointer, String value, String kept) {
    var notes = send("Cart Viewed", properties).path("notes");
    assertThat(notes).hasSize(1);
    says(notes.get(0), code, pointer, value, kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"currency\":978",
        "\"currency\":\"978\"",
        "\"currencyCode\":\"eur\"",
        "\"currency\":[\"EUR\"]",
        "\"currency\":{\"code\":\"EUR\"}"
      })
  void theShopsCurrencyIsReadHoweverItIsWritten(String currency) {
    assertThat(send("Cart Viewed", "{\"total\":12," + currency + "}").path("notes")).isEmpty();
  }

  @Test
  void anEventUnderAnUnknownNameThatCarriesAnOrderIsToldAtOnce() {
    var notes = send("Bestellung", "{\"order_id\":\"7\",\"revenue\":12}").path("notes");
    says(notes.get(0), "unknown-event", "/event", "Bestellung", "Bestellung");
  }

  @Test
  void aMessageIdThatIsNoneRepeatsNoMessage() {
    var page = "{\"type\":\"page\",\"messageId\":\"undefined\"%s}";
    assertThat(api.events(api.secret, page.formatted(",\"userId\":\"v-1\"")).error())
        .isEqualTo("/messageId: the id of one message");
    for (int i = 0; i < 2; i++) {
      var answer = api.events(api.site, page.formatted(""), "Origin", TestApi.SHOP);
      says(answer.json().at("/notes/0"), "placeholder-id", "/messageId", "undefined", null);
    }
    assertThat(api.taken).extracting(Event::id).doesNotContain("undefined").doesNotHaveDuplicates();
  }

  @Test
  void whatBecameOfAWrongTimeIsTold() {
    var answer =
        api.events(
            api.site,
            "{\"type\":\"page\",\"messageId\":\"late\",\"timestamp\":\"2026-10-01T00:00:00Z\"}",
            "Origin",
            TestApi.SHOP);
    says(
        answer.json().at("/notes/0"),
        "old-event",
        "/timestamp",
        "2026-10-01T00:00:00Z",
        "2026-11-15T09:00:00Z");
  }

  @Test
  void aRefusedEventOfADecisionIsToldByItsCode() {
    var body =
        "{\"visitor\":{\"id\":\"v\"},\"placements\":[\"home-hero\"],\"events\":[{\"type\":\"trak\"}]}";
    var note = api.decide(api.secret, body).json().at("/notes/0");
    says(note, "refused-event", "/events/0/type", "trak", null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPlacementThatCannotBeDecidedIsToldAndCountedWhoeverAsks(boolean page) {
    var name = page ? "home-heroo-page" : "home-heroo-server";
    var visitor = page ? "" : "\"visitor\":{\"id\":\"v-1\"},";
    var body = "{" + visitor + "\"placements\":[\"home-hero\",\"" + name + "\"]}";
    var answer = api.decide(page ? api.site : api.secret, body, "Origin", TestApi.SHOP);
    assertThat(answer.status()).isEqualTo(200);
    says(answer.json().at("/notes/0"), "unknown-placement", "/placements/1", name, null);
    assertThat(counted("unknown-placement", name)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"undefined\" | undefined",
        "0 | 0",
        "true | true",
        "[\"7\"] | [7]",
        "{\"id\":7} | an object",
        "\"{order_id}\" | {order_id}"
      })
  void anIdOfAnOrderThatIsNoneIsToldAndLeftOut(String id, String shown) {
    var properties = "{\"order_id\":%s,\"products\":[{\"product_id\":\"p-77\"}]}".formatted(id);
    var notes = send("Order Completed", properties).path("notes");
    assertThat(notes).hasSize(1);
    says(notes.get(0), "placeholder-id", "/properties/order_id", shown, null);
    assertThat(api.taken.get(0).values()).doesNotContainKey("order_id");
  }

  @Test
  void anIdThatStandsForNobodyIsCountedWhereAServerIsRefused() {
    long before = counted("placeholder-id", "[object Object]");
    var body = "{\"visitor\":{\"id\":\"[object Object]\"},\"placements\":[\"home-hero\"]}";
    assertThat(api.decide(api.secret, body).status()).isEqualTo(400);
    assertThat(counted("placeholder-id", "[object Object]")).isEqualTo(before + 1);
  }

  /** The example shop's metrics add up price times pieces of what servers say was ordered. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"revenue\":59.9} | /properties/products",
        "{\"products\":[]} | /properties/products",
        "{} | /properties/products",
        "{\"products\":[{\"product_id\":\"unheard-of\"}]} | /properties/products/0/price",
      })
  void anEventThatAMetricCountsWithoutWhatItAddsUpIsTold(String properties, String pointer) {
    long before = counted(Kind.MISSING_AMOUNT);
    var notes = send("Order Completed", properties).path("notes");
    assertThat(notes).hasSize(1);
    says(notes.get(0), "missing-amount", pointer, null, null);
    assertThat(notes.get(0).path("advice").asText())
        .startsWith("Maybe ")
        .contains("amount does not");
    assertThat(counted(Kind.MISSING_AMOUNT)).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Order Completed | {\"products\":[{\"product_id\":\"p-77\"}]}",
        "Order Completed | {\"items\":[{\"item_id\":\"x\",\"price\":5}]}",
        "Cart Viewed | {}",
        "Order Refunded | {\"order_id\":\"o-1\"}",
      })
  void whatHasItOrCountsForNoMetricIsNotTold(String event, String properties) {
    assertThat(send(event, properties).has("notes")).isFalse();
  }

  @Test
  void whatNoMetricCountsOfAPageIsNotTold() {
    var order =
        "{\"type\":\"track\",\"event\":\"Order Completed\",\"messageId\":\"p\",\"properties\":{\"order_id\":\"o\"}}";
    assertThat(api.events(api.site, order, "Origin", TestApi.SHOP).json().has("notes")).isFalse();
  }

  @Test
  void anEventThatOnlyAnExperimentAsksForIsUnderstood() {
    send("Lookbook Opened", "{}");
    send("Configurator Finished", "{}");
    assertThat(counted("unknown-event", "Lookbook Opened")).isEqualTo(1);
    assertThat(counted("unknown-event", "Configurator Finished")).isEqualTo(1);
    api.experiments = Experiments.of(List.of(experiment()));
    send("Lookbook Opened", "{}");
    send("Configurator Finished", "{}");
    var misspelt = send("Configurator Finishd", "{}").at("/notes/0");
    assertThat(counted("unknown-event", "Lookbook Opened")).isEqualTo(1);
    assertThat(counted("unknown-event", "Configurator Finished")).isEqualTo(1);
    assertThat(counted("event", "Lookbook Opened")).isEqualTo(1);
    assertThat(counted("event", "Configurator Finished")).isEqualTo(1);
    says(misspelt, "unknown-event", "/event", "Configurator Finishd", "Configurator Finishd");
    assertThat(misspelt.path("advice").asText())
        .isEqualTo("Maybe \"Configurator Finished\" is meant.");
  }

  private static ExperimentFile experiment() {
    return ExperimentFile.read(
        "lookbook.yaml",
        "lookbook",
        """
        placement: recommendations
        owner: me
        running: true
        mode: bandit
        goal: Configurator Finished
        audience: 'Did(event == "Lookbook Opened", daysAgo <= 30)'
        variations:
          - {id: list, content: list, weight: 5000}
          - {id: grid, content: grid, weight: 5000}
        """,
        null);
  }

  private static void says(JsonNode note, String code, String pointer, String value, String kept) {
    assertThat(note.path("code").asText()).as("%s", note).isEqualTo(code);
    assertThat(note.path("pointer").asText()).isEqualTo(pointer);
    assertThat(note.path("value").textValue()).isEqualTo(value);
    assertThat(note.path("kept").textValue()).isEqualTo(kept);
    assertThat(note.path("expected").asText()).isNotEmpty();
  }

  private static JsonNode send(String event, String properties) {
    var answer =
        api.events(
            api.secret,
            "{\"type\":\"track\",\"messageId\":\"n-%d\",\"userId\":\"v-1\",\"event\":\"%s\",\"properties\":%s}"
                .formatted(number++, event, properties));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return answer.json();
  }

  private static long counted(String kind, String name) {
    return api.findings().stream()
        .filter(f -> f.kind().word().equals(kind) && f.name().equals(name))
        .mapToLong(f -> f.count())
        .sum();
  }

  private static long counted(Kind kind) {
    return api.findings().stream().filter(f -> f.kind() == kind).mapToLong(f -> f.count()).sum();
  }
}
