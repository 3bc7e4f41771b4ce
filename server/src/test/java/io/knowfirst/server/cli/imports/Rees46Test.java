package io.knowfirst.server.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rees46Test {
  private static final String VIEW =
      "2019-10-01 00:00:05 UTC,view,1307067,2053013558920217191,computers.notebook,lenovo,251.74,550050854,7c90";
  private static final String JEANS =
      "2019-10-01 02:00:00 UTC,purchase,77,1,apparel.jeans,,59.90,5,s-1";

  private final Rees46 rees46 = new Rees46();

  @Test
  void aViewIsAProductViewedAtTheStreamsOwnTime() throws JsonProcessingException {
    var event = (Line.Happened) event(7, VIEW);

    assertThat(event.visitor()).isEqualTo("550050854");
    assertThat(event.view()).isEqualTo(new Line.View("1307067", "computers.notebook"));
    var body = event.body().deepCopy();
    assertThat(body.remove("messageId").asText()).startsWith("rees46-");
    assertThat(body)
        .isEqualTo(
            json(
                """
                {"type":"track","event":"Product Viewed","anonymousId":"550050854",
                 "timestamp":"2019-10-01T00:00:05Z",
                 "properties":{"product_id":"1307067","category":"computers.notebook","price":251.74,
                               "brand":"lenovo","quantity":1}}
                """));
  }

  @Test
  void aPurchaseIsAnOrderOfOneProductAndAsksForNoDecision() throws JsonProcessingException {
    var event = (Line.Happened) event(9, JEANS);

    assertThat(event.view()).isNull();
    assertThat(event.body().path("event").asText()).isEqualTo("Order Completed");
    assertThat(event.body().path("properties"))
        .isEqualTo(
            json(
                """
                {"order_id":"s-1-9","products":[
                  {"product_id":"77","category":"apparel.trousers.jeans","price":59.9,"quantity":1}]}
                """));
    assertThat(((Line.Happened) event(1, JEANS.replace("purchase", "cart"))).body().path("event"))
        .hasToString("\"Product Added\"");
  }

  @Test
  void idsFollowFromTheLineAndItsNumber() {
    assertThat(id(event(3, VIEW))).isEqualTo(id(event(3, VIEW)));
    assertThat(id(event(3, VIEW))).isNotEqualTo(id(event(4, VIEW)));
    assertThat(id(event(3, VIEW))).isNotEqualTo(id(event(3, VIEW + "x")));
  }

  @Test
  void theHeadIsNoEvent() {
    var head =
        "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session";

    assertThat(rees46.event(new TextFile.Text(1, head))).isEmpty();
    assertThat(rees46.product(new TextFile.Text(1, head))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2019-10-01 02:50:00 UTC,view,10900305,2053013555069845885,appliances.kitchen.mixer,elenberg,25.71,5204 | 8 values, expected 9. Maybe the line was cut?",
        "2019-10-01 02:50:00 UTC,look,1,2,a,b,1,5,s   | event_type is 'look'",
        "2019-10-01T02:50:00Z,view,1,2,a,b,1,5,s      | event_time is '2019-10-01T02:50:00Z'",
        "2019-10-01 02:50:00 UTC,view,,2,a,b,1,5,s    | product_id is empty",
        "2019-10-01 02:50:00 UTC,view,1,,a,b,1,5,s    | category_id is empty",
        "2019-10-01 02:50:00 UTC,view,1,2,a,b,-1,5,s  | price is '-1'",
        "2019-10-01 02:50:00 UTC,view,1,2,a,b,NaN,5,s | price is 'NaN'",
        "2019-10-01 02:50:00 UTC,view,1,2,a,b,x,5,s   | price is 'x'",
        "2019-10-01 02:50:00 UTC,view,1,2,a,b,1,,s    | user_id is empty",
        "2019-10-01 02:50:00 UTC,view,1,2,a,b,1,5,    | user_session is empty",
      })
  void aLineThatIsNoEventSaysWhy(String text, String reason) {
    var line = event(17436, text);

    assertThat(line).isInstanceOf(Line.Bad.class);
    assertThat(line.number()).isEqualTo(17436);
    assertThat(((Line.Bad) line).reason()).startsWith(reason);
    assertThat(rees46.product(new TextFile.Text(17436, text))).isEmpty();
  }

  @Test
  void productsAreNamedByBrandAndCategory() throws JsonProcessingException {
    assertThat(rees46.product(new TextFile.Text(2, VIEW)))
        .contains(
            json(
                """
                {"id":"1307067","name":"Lenovo notebook","category":"computers.notebook",
                 "price":251.74,"stock":10,"attributes":{"brand":"lenovo"}}
                """));
    var unnamed = "2019-10-01 00:00:00 UTC,view,446,2103807459595387724,,,35.8,5,s";
    assertThat(rees46.product(new TextFile.Text(2, unnamed)))
        .contains(
            json(
                """
                {"id":"446","name":"product 446","category":"other.2103807459595387724",
                 "price":35.8,"stock":10}
                """));
  }

  private Line event(long number, String text) {
    return rees46.event(new TextFile.Text(number, text)).orElseThrow();
  }

  private static String id(Line line) {
    return ((Line.Happened) line).body().path("messageId").asText();
  }

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) new JsonMapper().readTree(text);
  }
}
