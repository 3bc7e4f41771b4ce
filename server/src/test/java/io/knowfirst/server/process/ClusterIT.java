package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.postgres.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterIT {
  private static final Path CONFIGURATIONS = Path.of("..", "cluster-config").toAbsolutePath();
  private static final int VISITORS = 40;
  private static final Duration CHANGE_OVER = Duration.ofSeconds(10);

  @Test
  void two_members_share_profiles_and_one_goes_on_when_the_other_is_killed(@TempDir Path folder)
      throws Exception {
    var url = TestDatabase.url();
    var ports = freePorts();
    try (var first = member(folder, url, 1, ports)) {
      var key = first.keys().get("secret");
      try (var second = member(folder, url, 2, ports)) {
        assertThat(String.join("\n", second.said())).contains("2 members");
        for (int visitor = 0; visitor < VISITORS; visitor++) {
          var taker = visitor % 2 == 0 ? first : second;
          var other = visitor % 2 == 0 ? second : first;
          assertThat(outcome(other, key, visitor)).as("before the event").isEqualTo("default");
          assertThat(taker.post("/v1/events", key, bought(visitor)).status()).isEqualTo(200);
          assertThat(outcome(other, key, visitor)).as("on the other member").isEqualTo("known");
          assertThat(outcome(taker, key, visitor)).as("on the same member").isEqualTo("known");
        }
        first.kill();
        for (int visitor = 0; visitor < VISITORS; visitor++) {
          assertThat(outcome(second, key, visitor)).as("after the kill").isEqualTo("known");
        }
        assertThat(second.post("/v1/events", key, bought(VISITORS)).status()).isEqualTo(200);
        assertThat(outcome(second, key, VISITORS)).isEqualTo("known");
      }
    }
  }

  @Test
  void what_one_member_publishes_decides_on_the_other_and_on_one_that_starts_later(
      @TempDir Path folder) throws Exception {
    var url = TestDatabase.url();
    var ports = freePorts();
    try (var first = member(folder, url, 1, ports);
        var second = member(folder, url, 2, ports)) {
      var admin = first.keys().get("admin");
      var brought = ruleset(first, admin);
      assertThat(ruleset(second, admin)).isEqualTo(brought);

      var published = first.post("/v1/rulesets", admin, edited());
      assertThat(published.status()).isEqualTo(201);
      var hash = published.json().path("hash").asText();
      assertThat(hash).isNotEqualTo(brought);
      assertThat(ruleset(first, admin)).isEqualTo(hash);
      Awaitility.await()
          .atMost(CHANGE_OVER)
          .untilAsserted(() -> assertThat(ruleset(second, admin)).isEqualTo(hash));

      first.kill();
      try (var later = member(folder, url, 1, ports)) {
        assertThat(ruleset(later, admin)).as("it began with the current one").isEqualTo(hash);
        var back = later.post("/v1/rulesets/" + brought + "/rollback?message=x", admin, "");
        assertThat(back.status()).isEqualTo(201);
        Awaitility.await()
            .atMost(CHANGE_OVER)
            .untilAsserted(() -> assertThat(ruleset(second, admin)).isEqualTo(brought));
      }
    }
  }

  /** The example shop with another headline. */
  private static String edited() {
    var body = new ObjectMapper().createObjectNode().put("message", "Another headline");
    var files = body.putObject("files");
    RuleFolder.exampleFiles().forEach(files::put);
    files.put("contents/jeans-banner.yaml", "headline: Jeans, again\n");
    return body.toString();
  }

  private static String ruleset(ServerProcess member, String key)
      throws IOException, InterruptedException {
    return member.get("/v1/rulesets", key).json().at("/member/ruleset").asText();
  }

  /** The configuration as it is shipped, on ports that are free here. */
  private static Path configuration(Path folder, int number, int[] ports) throws IOException {
    var shipped = Files.readString(CONFIGURATIONS.resolve("local-" + number + ".yaml"));
    assertThat(shipped).contains("5701", "5702");
    var moved =
        shipped.replace("5701", String.valueOf(ports[0])).replace("5702", String.valueOf(ports[1]));
    return Files.writeString(folder.resolve("local-" + number + ".yaml"), moved);
  }

  private static int[] freePorts() throws IOException {
    try (var one = new ServerSocket(0);
        var other = new ServerSocket(0)) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  private static ServerProcess member(Path folder, String url, int number, int[] ports)
      throws IOException {
    return ServerProcess.serve(
        folder,
        "--port",
        "0",
        "--data",
        "data-" + number,
        "--postgres",
        url,
        "--cluster",
        configuration(folder, number, ports).toString());
  }

  /** Some of those who are known are held out; a rule won for them all the same. */
  private static String outcome(ServerProcess member, String key, int visitor)
      throws IOException, InterruptedException {
    var answer =
        member.post(
            "/v1/decisions",
            key,
            """
            {"visitor":{"id":"shared-%d"},"channel":"web","placements":["home-hero"]}"""
                .formatted(visitor));
    assertThat(answer.status()).isEqualTo(200);
    var placed = answer.json().at("/decisions/0");
    return placed.has("holdout") ? "known" : placed.path("outcome").asText();
  }

  private static String bought(int visitor) {
    return """
    {"batch":[
      {"type":"consent","messageId":"c","userId":"shared-%1$d","purposes":{"personalization":true}},
      {"type":"track","event":"Order Completed","messageId":"o","userId":"shared-%1$d","properties":
        {"products":[{"product_id":"p","category":"apparel.trousers.jeans","price":10}]}}]}"""
        .formatted(visitor);
  }
}
