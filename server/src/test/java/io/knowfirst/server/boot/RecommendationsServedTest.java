package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop of a recommendation over HTTP: events come in, are learned from, and answered. */
class RecommendationsServedTest {
  private static final Duration LEARNED = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void what_was_bought_together_is_recommended_until_it_is_taken_back_or_sold_out() {
    try (var server = TestServer.start(folder, TestDatabase.url(), rules())) {
      var products = new StringBuilder();
      for (var id : List.of("tent", "mat", "lamp", "stove")) {
        products.append(
            "{\"id\":\"%s\",\"name\":\"%s\",\"category\":\"camping.%s\",\"price\":20,\"stock\":9}\n"
                .formatted(id, id, id));
      }
      server.put("/v1/catalogue", "application/x-ndjson", products.toString());
      for (var buyer : List.of("ann", "bea", "cy")) {
        consents(server, buyer, true);
        buys(server, buyer, "tent", "mat");
      }
      // Two are too few, whoever buys often counts once, and who refuses is not learned from.
      for (var buyer : List.of("dee", "eve")) {
        consents(server, buyer, true);
        buys(server, buyer, "tent", "lamp");
        buys(server, buyer, "tent", "lamp");
      }
      buys(server, "fay", "tent", "lamp");
      consents(server, "shopper", true);

      await().atMost(LEARNED).until(() -> shown(server).equals(List.of("mat")));
      assertThat(answer(server).at("/reason/products/0/text").asText())
          .isEqualTo("bought together with tent by 3 of 5");

      consents(server, "fay", true);
      buys(server, "fay", "tent", "lamp");
      await().atMost(LEARNED).until(() -> shown(server).contains("lamp"));

      server.post("/v1/stock", "{\"changes\":[{\"product\":\"lamp\",\"stock\":0}]}");
      assertThat(shown(server)).containsExactly("mat");

      consents(server, "cy", false);
      await().atMost(LEARNED).until(() -> !answer(server).toString().contains("bought together"));
    }
  }

  private static List<String> shown(TestServer server) {
    var shown = new ArrayList<String>();
    answer(server).at("/content/products").forEach(one -> shown.add(one.path("id").asText()));
    return shown;
  }

  private static JsonNode answer(TestServer server) {
    var page = ",\"context\":{\"page\":{\"type\":\"product\",\"product\":\"tent\"}}";
    return server.decide("shopper", "[\"beside\"]", page).json().at("/decisions/0");
  }

  private static void consents(TestServer server, String visitor, boolean yes) {
    var consent =
        "{\"type\":\"consent\",\"messageId\":\"c-%s\",\"userId\":\"%s\",\"purposes\":{\"personalization\":%s}}";
    server.post("/v1/events", consent.formatted(yes, visitor, yes));
  }

  private static void buys(TestServer server, String visitor, String one, String other) {
    var number = Long.toString(System.nanoTime());
    var order =
        """
        {"type":"track","event":"Order Completed","messageId":"%1$s","userId":"%2$s","properties":{
          "order_id":"%1$s","products":[{"product_id":"%3$s","price":20},{"product_id":"%4$s","price":20}]}}"""
            .formatted(number, visitor, one, other);
    assertThat(server.post("/v1/events", order).status()).isEqualTo(200);
  }

  private static Map<String, String> rules() {
    var rules = SmallShop.files();
    rules.put(
        "placements.yaml",
        rules.get("placements.yaml") + "- {id: beside, channel: web, content: welcome}\n");
    rules.put(
        "contents/together.yaml",
        "headline: Goes with it\nproducts: {recommend: [bought-together], of: \"{product}\", limit: 2, category: camping}\n");
    rules.put(
        "campaigns/together.yaml",
        "- {id: together, style: automation, placements: [beside], contents: [together], priority: 60, owner: me}\n");
    rules.put(
        "campaigns/together.drl",
        """
        package small.together;
        import io.knowfirst.rules.facts.*;
        rule "Who looks at a product sees what others took along"
            @campaign("together") @owner("me")
        when
            $page : Page(type == "product", product != null)
        then
            insert(new Offer("together").with("product", $page.product()));
        end
        """);
    return rules;
  }
}
