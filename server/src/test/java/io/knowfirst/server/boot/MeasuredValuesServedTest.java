package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two campaigns that are alike otherwise, the one that was measured to be worth more. */
class MeasuredValuesServedTest {
  private static final String RAIN =
      ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";
  private static final Map<String, String> RULES = rules();

  @TempDir private Path folder;
  private final String url = TestDatabase.url();
  private final StoredRows stored = new StoredRows(url);

  private static Map<String, String> rules() {
    var files = SmallShop.files();
    files.put(
        "campaigns/campaigns.yaml",
        """
        - {id: boots, style: automation, placements: [hero], contents: [jeans], priority: 20, owner: me}
        - {id: rain, style: automation, placements: [hero], contents: [rain], priority: 20, owner: me}
        """);
    files.put(
        "campaigns/campaigns.drl",
        """
        package small.campaigns;
        import io.knowfirst.rules.facts.*;
        rule "Boots when it rains"
            @campaign("boots") @owner("me")
        when
            Weather(condition == "rain")
        then
            insert(new Offer("boots"));
        end
        rule "Umbrellas when it rains"
            @campaign("rain") @owner("me")
        when
            Weather(condition == "rain")
        then
            insert(new Offer("rain"));
        end
        """);
    return files;
  }

  @Test
  void decides_is_explained_and_decides_the_same_again_when_it_was_measured_anew()
      throws Exception {
    var first = TestServer.start(folder, url, RULES);
    try (first) {
      assertThat(campaign(hero(first))).as("by their ids").isEqualTo("boots");
    }
    measured("2026-11-01T00:00:00Z", 0.05, 0.375);
    try (var server = TestServer.start(folder, url, RULES).withKeysOf(first)) {
      await().until(() -> campaign(hero(server)).equals("rain"));
      var worth =
          "Campaign boots (priority 20) gave way to rain (priority 20), which was measured to be worth more: 0.3750 a visitor against 0.05000";
      assertThat(hero(server).at("/reason/notes").findValuesAsText("text")).contains(worth);
      var tried =
          server
              .post("/v1/simulate", "{\"channel\":\"web\",\"placements\":[\"hero\"]" + RAIN + "}")
              .json()
              .at("/decisions/0");
      assertThat(campaign(tried)).isEqualTo("rain");
      assertThat(tried.path("offers").findValuesAsText("campaign"))
          .containsExactly("rain", "boots");
      assertThat(tried.at("/offers/1/text").asText()).isEqualTo(worth);
    }
    measured("2026-11-02T00:00:00Z", 0.75, 0.375);
    try (var server = TestServer.start(folder, url, RULES).withKeysOf(first)) {
      await().until(() -> campaign(hero(server)).equals("boots"));
      var body = new ObjectMapper().createObjectNode();
      body.set("files", new ObjectMapper().valueToTree(RULES));
      var report = server.postAsAdmin("/v1/replay", body.toString()).json();
      int all = report.at("/proof/decisions").asInt();
      assertThat(all).as("%s", report).isGreaterThanOrEqualTo(4);
      assertThat(report.at("/proof/equal").asInt()).as("%s", report).isEqualTo(all);
      assertThat(report.path("changed").asInt()).as("%s", report).isZero();
    }
  }

  @Test
  void of_one_campaign_alone_decides_nothing() throws Exception {
    measured("2026-11-01T00:00:00Z", 0.05, 0.375);
    stored.change("delete from campaign_value where campaign = 'boots'");
    try (var server = TestServer.start(folder, url, RULES)) {
      await().during(Duration.ofSeconds(1)).until(() -> campaign(hero(server)).equals("boots"));
      assertThat(hero(server).at("/reason/notes").findValuesAsText("text"))
          .contains(
              "Campaign rain (priority 20) gave way to boots (priority 20), whose id comes first");
    }
  }

  /** As a member writes it once a day, and nobody does again before tomorrow. */
  private void measured(String at, double boots, double rain) throws SQLException {
    stored.change("delete from campaign_value");
    stored.change(
        "insert into campaign_value (campaign, value, metric, measured) values"
            + " ('boots', %s, 'orders', '%s'), ('rain', %s, 'orders', '%s')"
                .formatted(boots, at, rain, at));
    stored.change(
        "insert into installation as i (name, value) values ('campaign-values-tried', '%s')"
                .formatted(Instant.now())
            + " on conflict (name) do update set value = excluded.value");
  }

  private static JsonNode hero(TestServer server) {
    return server.decide("v-1", "[\"hero\"]", RAIN).json().at("/decisions/0");
  }

  private static String campaign(JsonNode placed) {
    return placed.path("campaign").asText();
  }
}
