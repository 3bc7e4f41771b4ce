package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members of one database, spoken to by HTTP. */
class SoldOutServedTest {
  private static final int PRODUCTS = 40;
  private static final Duration WITHIN = Duration.ofSeconds(1);

  @Test
  void a_product_that_sells_out_is_in_no_answer_of_any_member_a_second_later(@TempDir Path folder) {
    var url = TestDatabase.url();
    try (var first = TestServer.start(folder.resolve("1"), url, rules());
        var second = TestServer.startUnwatched(folder.resolve("2"), url, rules())) {
      var key = first.key(KeyKind.SECRET);
      var lines = new StringBuilder();
      for (int i = 0; i < PRODUCTS; i++) {
        lines.append(
            "{\"id\":\"p-%d\",\"name\":\"P\",\"category\":\"boats\",\"price\":9,\"stock\":1}\n"
                .formatted(i));
      }
      assertThat(first.put("/v1/catalogue", "application/x-ndjson", lines.toString()).status())
          .isEqualTo(200);
      awaitShown(second, key, "p-0");
      for (int i = 0; i < PRODUCTS - 1; i++) {
        var seller = i % 2 == 0 ? first : second;
        var product = "p-" + i;
        var change = "{\"changes\":[{\"product\":\"%s\",\"stock\":0}]}".formatted(product);
        assertThat(seller.post("/v1/stock", change, key).status()).isEqualTo(200);
        long acknowledged = System.nanoTime();
        assertThat(shown(seller, key)).as("the member that was told").doesNotContain(product);
        var other = seller == first ? second : first;
        var still = shown(other, key);
        while (still.contains(product)) {
          assertThat(System.nanoTime() - acknowledged)
              .as("nanoseconds until %s left the other member's answers", product)
              .isLessThan(WITHIN.toNanos());
          still = shown(other, key);
        }
        assertThat(still).as("products that are left").isNotEmpty();
      }
    }
  }

  private static void awaitShown(TestServer member, String key, String product) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!shown(member, key).contains(product)) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  private static List<String> shown(TestServer member, String key) {
    var answer =
        member.post(
            "/v1/decisions", "{\"visitor\":{\"id\":\"v\"},\"placements\":[\"boats\"]}", key);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    var shown = new ArrayList<String>();
    answer
        .json()
        .at("/decisions/0/content/products")
        .forEach(p -> shown.add(p.path("id").asText()));
    return shown;
  }

  private static Map<String, String> rules() {
    var rules = SmallShop.files();
    rules.put(
        "placements.yaml",
        rules.get("placements.yaml") + "- {id: boats, channel: web, content: boats}\n");
    rules.put("contents/boats.yaml", "headline: Boats\nproducts: {category: boats, limit: 50}\n");
    return rules;
  }
}
