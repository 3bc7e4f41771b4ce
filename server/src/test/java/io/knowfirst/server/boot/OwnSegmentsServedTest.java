package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report that is cut by a trait and by a field of the context, as they were at the exposure. */
class OwnSegmentsServedTest {
  private static final int VISITORS = 60;
  private static final String[] TIERS = {"gold", "silver", "bronze"};

  @TempDir Path folder;

  private final Map<String, Integer> expected = new TreeMap<>();

  @Test
  void counts_what_traits_and_context_were_when_the_visitor_was_exposed() {
    var files = SmallShop.files();
    files.computeIfPresent(
        "experiments/layout.yaml",
        (name, text) ->
            text
                + """
                analysis:
                  segments:
                    - {trait: tier, name: Loyalty tier, values: [gold, silver]}
                    - {context: geo.country, values: [DE]}
                """);
    try (var server = TestServer.start(folder, TestDatabase.url(), files)) {
      for (int i = 0; i < VISITORS; i++) {
        visit(server, i);
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> report(server).path("visitors").asInt() == VISITORS);
      var found = new TreeMap<String, Integer>();
      for (var part : report(server).path("segments")) {
        found.put(
            part.path("segment").asText() + " " + part.path("value").asText(),
            part.at("/row/visitors").asInt());
      }
      assertThat(found).isEqualTo(expected);
    }
  }

  private static JsonNode report(TestServer server) {
    return server.get("/v1/experiments/layout/report").json();
  }

  private void visit(TestServer server, int i) {
    var visitor = "v-" + i;
    var tier = TIERS[i % 3];
    boolean granted = i % 5 != 0;
    tell(
        server,
        """
        {"type":"consent","messageId":"c","userId":"%s","purposes":{"personalization":%s}},
        {"type":"identify","messageId":"i","userId":"%s","traits":{"tier":"%s"}}"""
            .formatted(visitor, granted, visitor, tier));
    var country = i % 4 == 0 ? "" : ",\"context\":{\"geo\":{\"country\":\"%s\"}}";
    var placed =
        server
            .decide(visitor, "[\"shelf\"]", country.formatted(i % 4 == 1 ? "DE" : "FR"))
            .json()
            .at("/decisions/0");
    assertThat(placed.path("outcome").asText()).isEqualTo("tested");
    if (placed.at("/experiment/variation").asText().equals("grid")) {
      count("Loyalty tier " + (!granted ? "unknown" : i % 3 == 2 ? "other" : tier));
      count("geo.country " + (i % 4 == 0 ? "unknown" : i % 4 == 1 ? "DE" : "other"));
    }
    tell(
        server,
        """
        {"type":"exposure","messageId":"x","userId":"%s","token":"%s"},
        {"type":"identify","messageId":"j","userId":"%s","traits":{"tier":"gold"}}"""
            .formatted(visitor, placed.path("token").asText(), visitor));
  }

  private void count(String value) {
    expected.merge(value, 1, Integer::sum);
  }

  private static void tell(TestServer server, String events) {
    assertThat(server.post("/v1/events", "{\"batch\":[" + events + "]}").status()).isEqualTo(200);
  }
}
