package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.model.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue of the test has the product p-77 at /shoes/77, in apparel.shoes. */
class PagesTest {
  private static final Item SHOE = new Item("p-77", "apparel.shoes", "acme", null, "blue", 79.9, 1);

  @RegisterExtension private static final TestApi api = TestApi.start();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\":\"page\",\"properties\":{\"url\":\"https://www.shop.example/shoes/77?utm_source=x\"}",
        "\"type\":\"page\",\"context\":{\"page\":{\"url\":\"https://shop.example/shoes/77\"}}",
        "\"type\":\"page\",\"properties\":{\"path\":\"/shoes/77/\"}",
        "\"type\":\"track\",\"event\":\"Email Link Clicked\",\"properties\":{\"link_url\":\"/shoes/77\"}"
      })
  void anAddressThatTheCatalogueKnowsTellsTheProduct(String event) {
    assertThat(sent(event).items()).containsExactly(SHOE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\":\"page\",\"properties\":{\"url\":\"https://shop.example/about\"}",
        "\"type\":\"page\",\"properties\":{\"url\":7}",
        "\"type\":\"page\",\"context\":{\"page\":{}}",
        "\"type\":\"page\"",
        "\"type\":\"track\",\"event\":\"Signed Up\",\"properties\":{\"url\":\"/shoes/77\"}",
        "\"type\":\"track\",\"event\":\"Email Opened\",\"properties\":{\"link_url\":\"/shoes/77\"}"
      })
  void otherAddressesAndOtherEventsTellNone(String event) {
    assertThat(sent(event).items()).isEmpty();
  }

  @Test
  void aSearchThatNamesACategoryOfTheCatalogueIsAboutIt() {
    assertThat(search("\"query\":\"blue shoes\"")).containsEntry("category", "apparel.shoes");
    assertThat(search("\"query\":\"shoes\",\"category\":\"Toys\""))
        .containsEntry("category", "Toys");
    assertThat(search("\"query\":\"hammer\"")).doesNotContainKey("category");
  }

  private static Map<String, Object> search(String properties) {
    return sent("\"type\":\"track\",\"event\":\"Products Searched\",\"properties\":{"
            + properties
            + "}")
        .values();
  }

  private static Event sent(String members) {
    var event = "{\"messageId\":\"e-1\",\"userId\":\"v-1\"," + members + "}";
    var answer = api.events(api.secret, event);
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return api.taken.remove(0);
  }
}
