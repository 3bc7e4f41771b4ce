package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor of a running server is tried, and the server is afterwards as it was before. */
class SimulationServedTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(folder, TestDatabase.url(), SmallShop.files());
    server.post(
        "/v1/events",
        """
        {"batch":[{"type":"consent","messageId":"c-1","userId":"v-1","purposes":{"personalization":true}},
         {"type":"track","event":"Order Completed","messageId":"o-1","userId":"v-1",
          "properties":{"product_id":"j-1","category":"apparel.jeans"}}]}""");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aStoredVisitorIsDecidedForFromWhatIsStoredAndAnInventedOneIsNot() {
    var stored = simulate("\"visitor\":{\"id\":\"v-1\"}");
    assertThat(stored.json().at("/decisions/0/campaign").asText())
        .as("%s", stored.json())
        .isEqualTo("jeans");
    assertThat(stored.json().at("/decisions/1/outcome").asText()).isEqualTo("tested");
    var invented = simulate("\"visitor\":{\"known\":true}");
    assertThat(invented.json().at("/decisions/0/outcome").asText()).isEqualTo("default");
  }

  @Test
  void whatIsSupposedComesOnTopAndIsForgottenAgain() {
    var refuses = simulate("\"visitor\":{\"id\":\"v-1\",\"consents\":{\"personalization\":false}}");
    assertThat(refuses.json().at("/decisions/0/outcome").asText()).isEqualTo("default");
    var later = Instant.now().plusSeconds(31 * 86_400L);
    var late =
        simulate(
            "\"visitor\":{\"id\":\"v-1\"},\"now\":\"%s\",\"whyCampaign\":\"jeans\""
                .formatted(later));
    assertThat(late.json().at("/decisions/0/outcome").asText()).isEqualTo("default");
    assertThat(late.json().at("/trace/whyNot/0/because/0/unmet/0/text").asText())
        .contains("daysAgo is 31, expected <= 30");
    assertThat(simulate("\"visitor\":{\"id\":\"v-1\"}").json().at("/decisions/0/campaign").asText())
        .isEqualTo("jeans");
  }

  @Test
  void nothingIsCountedLoggedOrStored() {
    var before = counts();
    for (int i = 0; i < 5; i++) {
      assertThat(
              simulate(
                      "\"visitor\":{\"id\":\"v-1\"},\"events\":[{\"type\":\"page\",\"name\":\"home\"}]")
                  .status())
          .isEqualTo(200);
    }
    assertThat(counts()).isEqualTo(before);
    var visits =
        simulate("\"visitor\":{\"id\":\"v-1\"}")
            .json()
            .at("/trace/facts")
            .findValuesAsText("visits");
    assertThat(visits).doesNotContain("2");
  }

  @Test
  void theCommandLineTellsTheSameForAStoredVisitor() {
    var said =
        tried(
            "--server",
            "http://127.0.0.1:" + server.port(),
            "--key",
            server.key(KeyKind.SECRET),
            "--visitor-id",
            "v-1",
            "--placement",
            "hero",
            "--campaign",
            "rain");
    assertThat(said)
        .contains("  jeans-buyers: \"Who bought jeans within 30 days is a jeans buyer\"")
        .contains("  offer jeans, priority 50: is shown")
        .contains("  -> known, content jeans")
        .contains("\"Umbrellas when it rains\" did not fire.")
        .contains("there is no Weather in the request");
  }

  private static String tried(String... options) {
    var args = new ArrayList<>(List.of("rules", "try"));
    args.addAll(List.of(options));
    var said = new ByteArrayOutputStream();
    var out = System.out;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(CommandLines.run(args.toArray(String[]::new), Map.of())).isZero();
    } finally {
      System.setOut(out);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  private static String counts() {
    return server
        .ask("/metrics", "X-API-Key", server.key(KeyKind.ADMIN))
        .body()
        .lines()
        .filter(
            line ->
                line.startsWith("knowfirst_placements_decided")
                    || line.startsWith("knowfirst_decisions")
                    || line.startsWith("knowfirst_events")
                    || line.startsWith("knowfirst_rule"))
        .sorted()
        .reduce("", (one, other) -> one + other + "\n");
  }

  private static TestServer.Answer simulate(String more) {
    return server.post("/v1/simulate", "{\"placements\":[\"hero\",\"shelf\"]," + more + "}");
  }
}
