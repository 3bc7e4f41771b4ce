package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.catalogue.StockChange;
import io.knowfirst.server.model.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedRoutesTest {
  @RegisterExtension private static final TestApi api = TestApi.start();

  @BeforeEach
  void forget() {
    api.taken.clear();
    api.changed.clear();
  }

  @Test
  void a_customer_becomes_what_they_granted_and_their_traits() {
    var report =
        feed(
            "customers?asOf=2026-11-20T06:00:00Z&source=crm",
            """
            id;tier;segments;consent.personalization
            v-8;gold;vip|lapsed;ja
            """);
    assertThat(report.path("accepted").asInt()).as(report.toString()).isEqualTo(1);
    assertThat(api.taken)
        .extracting(Event::type)
        .containsExactly(Event.Type.CONSENT, Event.Type.IDENTIFY);
    assertThat(api.taken.get(0).purposes()).isEqualTo(Map.of("personalization", true));
    var identify = api.taken.get(1);
    assertThat(identify.visitor()).isEqualTo("v-8");
    assertThat(identify.at()).isEqualTo(Instant.parse("2026-11-20T06:00:00Z"));
    assertThat(identify.values())
        .isEqualTo(Map.of("tier", "gold", "segments", List.of("vip", "lapsed")));
    assertThat(identify.id()).startsWith("feed:crm:customers:");
    assertThat(identify.isOfFeed()).isTrue();
  }

  @Test
  void consent_that_is_no_answer_or_to_nothing_is_told() {
    var table = "id,consent.%s,updated_at\nv-8,%s,2026-11-20\n";
    assertThat(
            feed("customers", table.formatted("personalization", "maybe")).at("/errors/0/pointer"))
        .hasToString("\"/consent.personalization\"");
    assertThat(feed("customers", table.formatted("ads", "yes")).at("/errors/0/expected").asText())
        .startsWith("one of the purposes");
    assertThat(api.taken).isEmpty();
  }

  @Test
  void the_lines_of_an_order_are_one_order_with_german_numbers_and_dates() {
    var report =
        feed(
            "orders?decimal=,&dates=dd.MM.yyyy&timezone=Europe/Berlin"
                + "&columns=Bestellung:order_id,Kunde:customer_id,Datum:ordered_at,Artikel:product,Menge:quantity,Preis:price",
            """
            \ufeffBestellung;Kunde;Datum;Artikel;Menge;Preis;Filiale
            A1;v-8;20.11.2026;p-77;2;1.299,90 €;Mitte
            A1;v-8;20.11.2026;p-78;1;"9,5";Mitte
            """);
    assertThat(report.path("accepted").asInt()).as(report.toString()).isEqualTo(2);
    assertThat(api.taken).hasSize(1);
    var order = api.taken.get(0);
    assertThat(order.name()).isEqualTo("Order Completed");
    assertThat(order.at()).isEqualTo(Instant.parse("2026-11-19T23:00:00Z"));
    assertThat(order.values()).containsEntry("order_id", "A1").containsEntry("Filiale", "Mitte");
    assertThat(order.items())
        .extracting(item -> item.product() + " " + item.quantity() + " " + item.price())
        .containsExactly("p-77 2 1299.9", "p-78 1 9.5");
  }

  @Test
  void the_same_record_has_the_same_id_and_another_another() {
    var line =
        "{\"customer_id\":\"v-8\",\"event\":\"clicked\",\"at\":\"2026-11-%d\",\"campaign\":\"c\"}";
    lines("engagement", line.formatted(19));
    lines("engagement", line.formatted(19));
    lines("engagement", line.formatted(20));
    assertThat(api.taken).extracting(Event::name).containsOnly("Email Link Clicked");
    assertThat(api.taken.get(1).id()).isEqualTo(api.taken.get(0).id());
    assertThat(api.taken.get(2).id()).isNotEqualTo(api.taken.get(0).id());
  }

  @Test
  void a_return_takes_back_what_it_names_and_a_request_is_an_event() {
    lines(
        "returns",
        "{\"order_id\":7,\"customer_id\":\"v-8\",\"returned_at\":1795338000,\"product\":\"p-77\",\"quantity\":1}");
    lines(
        "contacts",
        "{\"customer_id\":\"v-8\",\"type\":\"catalogue request\",\"at\":\"2026-11-20\",\"topic\":\"garden\"}");
    assertThat(api.taken)
        .extracting(Event::name)
        .containsExactly("Order Refunded", "Catalogue Requested");
    assertThat(api.taken.get(0).items()).hasSize(1);
    assertThat(api.taken.get(1).values()).isEqualTo(Map.of("topic", "garden"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "o-1,v-8,2026-11-20,p,1,gratis | /price | gratis",
        "o-1,v-8,yesterday,p,1,9.90 | /ordered_at | yesterday",
        "o-1,,2026-11-20,p,1,9.90 | /customer_id | ",
        "o-1,v-8,2026-11-20,p,1.5,9.90 | /quantity | 1.5",
        "o-1,undefined,2026-11-20,p,1,9.90 | /userId | undefined",
        "o-1,v-8,2026-11-20,p,1,9.90,7 | `` | 7 values",
      })
  void a_record_that_is_wrong_is_told_by_its_line_and_costs_itself(
      String line, String pointer, String value) {
    var report =
        feed(
            "orders",
            "order_id,customer_id,ordered_at,product,quantity,price\n"
                + "o-0,v-8,2026-11-20,p,1,9.90\n"
                + line
                + "\no-2,v-8,2026-11-20,p,1,9.90\n");
    assertThat(report.path("accepted").asInt()).isEqualTo(2);
    assertThat(report.path("rejected").asInt()).isEqualTo(1);
    var error = report.at("/errors/0");
    assertThat(error.path("line").asInt()).isEqualTo(3);
    assertThat(error.path("pointer").asText()).isEqualTo(pointer);
    assertThat(error.path("value").asText()).isEqualTo(value == null ? "" : value);
    assertThat(error.path("expected").asText()).isNotEmpty();
  }

  @Test
  void a_dry_run_stores_nothing_and_says_the_same() {
    var body = "product,stock\np-77,0\np-0,1\n";
    var report = feed("stock?dryRun=true", body);
    assertThat(report.path("accepted").asInt()).isEqualTo(1);
    assertThat(report.at("/errors/0/line").asInt()).isEqualTo(3);
    assertThat(
            feed("orders?dryRun=true", "order_id,customer_id,ordered_at\no,v,2026-11-20\n")
                .path("accepted")
                .asInt())
        .isEqualTo(1);
    assertThat(api.changed).isEmpty();
    assertThat(api.taken).isEmpty();
  }

  @Test
  void stock_and_prices_change_products_that_there_are() {
    var stock = feed("stock", "product,stock,warehouse\np-77,-2,B\n");
    assertThat(api.changed).containsExactly(new StockChange("p-77", null, 0, null));
    assertThat(stock.path("ignoredColumns").toString()).isEqualTo("[\"warehouse\"]");
    var prices = feed("prices", "product,price\np-77,59.90\np-0,1\n");
    assertThat(prices.path("accepted").asInt()).as(prices.toString()).isEqualTo(1);
    assertThat(prices.at("/errors/0/value").asText()).isEqualTo("p-0");
  }

  @Test
  void a_change_event_of_Debezium_is_the_row_after_it() {
    var report =
        lines(
            "customers?source=erp",
            """
            {"schema":{},"payload":{"before":null,"after":{"id":5,"updated_at":1795338000000000,"tier":"gold"},"op":"u"}}
            {"before":{"id":6},"after":null,"op":"d"}
            null
            """);
    assertThat(report.path("records").asInt()).as(report.toString()).isEqualTo(2);
    assertThat(api.taken).hasSize(1);
    assertThat(api.taken.get(0).visitor()).isEqualTo("5");
    assertThat(api.taken.get(0).at()).isEqualTo(Instant.ofEpochSecond(1795338000));
    assertThat(report.at("/errors/0/line").asInt()).isEqualTo(2);
    assertThat(report.at("/errors/0/advice").asText()).startsWith("Maybe");
  }

  @ParameterizedTest
  @CsvSource({
    "dryRun=yes",
    "decimal=;",
    "source=A B",
    "asOf=today",
    "dates=qqqqqqqq",
    "timezone=Mars",
    "columns=a",
    "dry=1"
  })
  void an_option_that_is_none_is_refused_by_its_name(String option) {
    var answer =
        api.post(
            "/v1/feeds/stock?" + option.replace(" ", "%20"),
            api.secret,
            "product,stock\np-77,1\n",
            "Content-Type",
            "text/csv");
    assertThat(answer.status()).as(option).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/pointer").asText())
        .isEqualTo("/" + option.replaceAll("=.*", ""));
  }

  private static JsonNode feed(String feed, String table) {
    return send(feed, table, "text/csv");
  }

  private static JsonNode lines(String feed, String lines) {
    return send(feed, lines, "application/x-ndjson");
  }

  private static JsonNode send(String feed, String body, String type) {
    var path = "/v1/feeds/" + feed;
    var answer = api.post(path, api.secret, body, "Content-Type", type);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer.json();
  }
}
