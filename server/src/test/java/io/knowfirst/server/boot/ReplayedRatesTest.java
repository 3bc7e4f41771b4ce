package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who prefers letters is decided again by what was learned when they were decided for. */
class ReplayedRatesTest {
  private static Map<String, String> files() {
    var files = MailShop.files();
    files.put(
        "campaigns/letters.yaml",
        "- {id: letters, style: automation, placements: [hero], contents: [mail], priority: 95, purpose: personalization, owner: me}\n");
    files.put(
        "campaigns/letters.drl",
        """
        package small.letters;
        import io.knowfirst.rules.facts.*;
        rule "Who probably answers letters sees what can be written for"
            @campaign("letters") @owner("me")
        when
            PreferredChannel(channel == "post", probability >= 0.5)
        then
            insert(new Offer("letters"));
        end
        """);
    return files;
  }

  @Test
  void a_replay_knows_the_rates_of_the_recorded_moment(@TempDir Path folder) throws Exception {
    var url = TestDatabase.url();
    var before = TestServer.start(folder, url, files());
    before.close();
    new StoredRows(url)
        .change(
            "insert into channel_rate values ('post', 0.8, 50, 1000, now()), ('email', 0.1, 50, 1000, now())");
    try (var server = TestServer.start(folder, url, files()).withKeysOf(before)) {
      server.post(
          "/v1/events",
          "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"ann\",\"purposes\":{\"personalization\":true,\"post\":true,\"email\":true}}");
      assertThat(server.decide("ann", "[\"hero\"]", "").json().at("/decisions/0/campaign").asText())
          .isEqualTo("letters");
      var body = new ObjectMapper().createObjectNode();
      body.set("files", new ObjectMapper().valueToTree(files()));

      var report = server.postAsAdmin("/v1/replay", body.toString()).json();

      assertThat(report.at("/proof/decisions").asInt()).as("%s", report).isEqualTo(1);
      assertThat(report.at("/proof/equal").asInt()).as("%s", report).isEqualTo(1);
      assertThat(report.path("changed").asInt()).as("%s", report).isZero();
    }
  }
}
