package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the tables of visitors who have granted nothing, and of those who have. */
class StorageServedTest {
  private static final String JOURNEY =
      """
      {"type":"page","messageId":"p","userId":"%1$s","name":"Home","properties":{"url":"https://shop.example/?q=secret-query"},
       "context":{"page":{"referrer":"https://secret-referrer.example/"}}},
      {"type":"track","event":"Products Searched","messageId":"s","userId":"%1$s","properties":{"query":"secret-search"}},
      {"type":"track","event":"Product Viewed","messageId":"v","userId":"%1$s",
       "properties":{"product_id":"secret-product","category":"apparel.secret"}},
      {"type":"identify","messageId":"i","userId":"%1$s","anonymousId":"%1$s-device","traits":{"email":"secret@example.com"}},
      {"type":"track","event":"Order Completed","messageId":"o","userId":"%1$s","properties":{"order_id":"o-17","coupon":"secret",
       "products":[{"product_id":"secret-product","category":"apparel.secret","price":20,"quantity":3}]}}""";

  private static final String ASKED =
      """
      ,"context":{"page":{"type":"search","url":"/find?q=secret-query#secret-part"},"search":"secret-search",
        "referrer":"https://a.example/?q=secret-referrer"}""";

  @TempDir private Path folder;
  private final String url = TestDatabase.url();
  private final StoredRows stored = new StoredRows(url);

  private TestServer start(String policy) {
    var files = SmallShop.files();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\nholdout: 0\n" + policy);
    files.put(
        "metrics.yaml",
        "- {id: revenue, kind: sum, event: Order Completed, property: items.value, source: server}\n");
    files.computeIfPresent(
        "campaigns/campaigns.drl",
        (name, text) ->
            text
                + """
                rule "Who searched for it"
                    @campaign("rain") @owner("me")
                when
                    Searched(term == "secret-search")
                then
                    insert(new Offer("rain"));
                end
                rule "Who searches now"
                    @campaign("fragile") @owner("me")
                when
                    Page(search == "secret-search", url != null)
                then
                    insert(new Offer("fragile"));
                end
                """);
    return TestServer.start(folder, url, files);
  }

  private static JsonNode journey(TestServer server, String visitor) {
    var events = JOURNEY.formatted(visitor);
    return server.post("/v1/events", "{\"batch\":[" + events + "]}").json();
  }

  @Test
  void without_a_word_on_it_nothing_is_stored_of_who_has_granted_nothing() throws SQLException {
    try (var server = start("")) {
      var answer = journey(server, "nobody");
      assertThat(answer.path("accepted").asInt()).isZero();
      assertThat(answer.path("withheld").asInt()).isEqualTo(5);
      assertThat(answer.at("/notes/0/code").asText()).isEqualTo("consent-missing");
      var decided = server.decide("nobody", "[\"hero\",\"shelf\"]", ASKED).json();
      var exposure =
          "{\"type\":\"exposure\",\"token\":\"%s\"}"
              .formatted(decided.at("/decisions/1/token").asText());
      assertThat(server.post("/v1/events", exposure).json().path("withheld").asInt()).isEqualTo(1);

      var refused =
          "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"nobody\",\"purposes\":{\"personalization\":false}}";
      assertThat(server.post("/v1/events", refused).json().path("accepted").asInt()).isEqualTo(1);
      var kept = server.get("/v1/decisions/" + decided.path("decisionId").asText()).json();
      assertThat(kept.at("/visitor/id").asText()).isEqualTo("(not kept)");
    }
    assertThat(stored.of("select concat_ws(' ', type, name, visitor, body) from event"))
        .containsExactly("consent  nobody {\"purposes\":{\"personalization\":false}}");
    assertThat(stored.of("select anonymous from alias")).isEmpty();
    assertThat(stored.of("select visitor from exposure")).isEmpty();
    assertThat(stored.of("select decisions::text from decision_recording")).isEmpty();
    assertThat(everything()).doesNotContain("secret");
  }

  @Test
  void measured_keeps_that_it_happened_and_its_amounts_and_never_personalizes_by_it()
      throws SQLException {
    try (var server = start("consent: measured\n")) {
      var answer = journey(server, "counted");
      assertThat(answer.path("accepted").asInt()).isEqualTo(2);
      assertThat(answer.path("withheld").asInt()).isEqualTo(3);
      assertThat(stored.of("select concat_ws(' ', type, name) from event order by 1"))
          .containsExactly("identify ", "track Order Completed");
      assertThat(
              stored.of(
                  "select event_amount(body, 'items.value')::text from event where type = 'track'"))
          .first()
          .asString()
          .startsWith("60");
      assertThat(
              stored.of(
                  "select body::jsonb -> 'values' ->> 'order_id' from event where type = 'track'"))
          .containsExactly("o-17");
      assertThat(everything()).doesNotContain("secret");

      var granted =
          "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"counted\",\"purposes\":{\"personalization\":true}}";
      server.post("/v1/events", granted);
      var why = "{\"visitor\":{\"id\":\"counted\"},\"placements\":[\"hero\"],\"why\":\"all\"}";
      assertThat(server.post("/v1/simulate", why).json().toString())
          .doesNotContain("\"Bought\",\"values\"");
    }
  }

  @Test
  void consent_that_comes_with_the_request_counts_for_all_of_it() throws SQLException {
    try (var server = start("")) {
      var consent =
          "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"both\",\"purposes\":{\"personalization\":true}}";
      var batch = "{\"batch\":[" + JOURNEY.formatted("both") + "," + consent + "]}";
      assertThat(server.post("/v1/events", batch).json().path("accepted").asInt()).isEqualTo(6);
      var withdrawn =
          "{\"type\":\"consent\",\"messageId\":\"w\",\"userId\":\"both\",\"purposes\":{\"personalization\":false}}";
      var more =
          "{\"type\":\"track\",\"event\":\"Signed Up\",\"messageId\":\"m\",\"userId\":\"both\"}";
      assertThat(
              server
                  .post("/v1/events", "{\"batch\":[" + more + "," + withdrawn + "]}")
                  .json()
                  .path("withheld")
                  .asInt())
          .isEqualTo(1);
      assertThat(stored.of("select count(*)::text from event where visitor = 'both'"))
          .containsExactly("7");
    }
  }

  @Test
  void logs_and_recordings_keep_no_query_of_an_address_and_no_search_unless_allowed()
      throws SQLException {
    try (var server = start("")) {
      assertThat(searched(server)).contains("known").doesNotContain("secret");
    }
    assertThat(journals()).doesNotContain("secret");
  }

  @Test
  void logs_and_recordings_keep_both_where_the_shop_says_so() throws SQLException {
    try (var server = start("keepSearchText: true\nkeepUrlQuery: true\n")) {
      assertThat(searched(server)).contains("secret-search", "/find?q=secret-query#secret-part");
    }
    assertThat(journals()).contains("secret-search", "secret-query");
  }

  /** The stored explanation of a decision for somebody who has consented and searched. */
  private static String searched(TestServer server) {
    var consent =
        "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"seeker\",\"purposes\":{\"personalization\":true}}";
    var search =
        "{\"type\":\"track\",\"event\":\"Products Searched\",\"messageId\":\"s\",\"userId\":\"seeker\",\"properties\":{\"query\":\"secret-search\"}}";
    server.post("/v1/events", "{\"batch\":[" + consent + "," + search + "]}");
    var decided = server.decide("seeker", "[\"hero\",\"broken\"]", ASKED).json();
    assertThat(decided.toString()).as("the answer itself").contains("secret-search");
    return server.get("/v1/decisions/" + decided.path("decisionId").asText()).json().toString();
  }

  /** All that logs and recordings say. */
  private String journals() throws SQLException {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !stored.of("select decisions::text from decision_recording").isEmpty());
    return String.join("\n", stored.journals());
  }

  /** Every row of the tables of events and exposures as text. */
  private String everything() throws SQLException {
    var all = new ArrayList<String>();
    for (var table : List.of("event", "alias", "exposure")) {
      all.addAll(stored.of("select t::text from " + table + " t"));
    }
    return String.join("\n", all);
  }
}
