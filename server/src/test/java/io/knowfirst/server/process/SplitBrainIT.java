package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.store.postgres.Forwarder;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members that cannot see each other, while both see PostgreSQL and their callers. */
class SplitBrainIT {
  private static final int NEW_VISITORS = 20;
  private static final int BEFORE = 6;
  private static final String CAMPAIGN = "jeans-banner";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration AGREED = Duration.ofSeconds(5);

  @Test
  void each_side_decides_by_what_reached_it_says_so_and_they_agree_again_after(@TempDir Path folder)
      throws Exception {
    var url = TestDatabase.url();
    try (var network = namespaces();
        var toFirst = Forwarder.listen(Namespaces.outside(1), Forwarder.port(url));
        var toSecond = Forwarder.listen(Namespaces.outside(2), Forwarder.port(url));
        var first = member(network, 1, folder, toFirst.lead(url));
        var second = member(network, 2, folder, toSecond.lead(url))) {
      var key = first.keys().get("secret");
      var members = List.of(first, second);
      int shopper = shopper(first, key);
      for (int i = 0; i < BEFORE; i++) {
        assertThat(show(members.get(i % 2), key, shopper)).isTrue();
      }

      network.connected(false);
      for (var member : members) {
        await().atMost(SOON).until(() -> Members.part(member, key, "cluster").equals("minority"));
        assertThat(member.get("/health/ready", key).status())
            .as("serves all the same")
            .isEqualTo(200);
        assertThat(member.get("/health/ready?all=true", key).status()).isEqualTo(503);
      }
      int left = Traffic.CAP - BEFORE;
      int[] shown = new int[2];
      for (int i = 0; i < 4 * left; i++) {
        shown[i % 2] += show(members.get(i % 2), key, shopper) ? 1 : 0;
      }
      assertThat(shown[0]).as("shown by the first side").isLessThanOrEqualTo(left);
      assertThat(shown[1]).as("shown by the second side").isLessThanOrEqualTo(left);
      assertThat(shown[0] + shown[1]).as("shown by both").isGreaterThanOrEqualTo(left);
      for (int visitor = 1; visitor <= NEW_VISITORS; visitor++) {
        assertThat(variation(first, key, visitor)).isEqualTo(variation(second, key, visitor));
        var taker = members.get(visitor % 2);
        assertThat(taker.post("/v1/events", key, Members.bought(visitor)).status()).isEqualTo(200);
        assertThat(Members.outcome(taker, key, visitor)).isEqualTo("known");
      }

      network.connected(true);
      for (var member : members) {
        await().atMost(SOON).until(() -> Members.part(member, key, "cluster").equals("ok"));
      }
      await()
          .atMost(AGREED)
          .untilAsserted(
              () -> {
                for (var member : members) {
                  for (int visitor = 1; visitor <= NEW_VISITORS; visitor++) {
                    assertThat(Members.outcome(member, key, visitor)).isEqualTo("known");
                  }
                  assertThat(isShown(decide(member, key, shopper, "home-hero")))
                      .as("the cap counts both sides")
                      .isFalse();
                }
              });
    }
  }

  private static Namespaces namespaces() throws InterruptedException {
    try {
      return Namespaces.make();
    } catch (IOException refused) {
      Assumptions.abort(
          "Not run: " + refused.getMessage() + ". Maybe: run it as root, with iproute2 installed");
      throw new AssertionError(refused);
    }
  }

  private static ServerProcess member(Namespaces network, int side, Path folder, String url)
      throws IOException {
    var shipped = Files.readString(Path.of("..", "cluster-config", "members.yaml"));
    assertThat(shipped).contains("- 10.0.0.11:5701", "- 10.0.0.12:5701", "- 10.0.0.*");
    var text =
        shipped
            .replace("10.0.0.11", "10.213.3.1")
            .replace("10.0.0.12", "10.213.3.2")
            .replace("10.0.0.*", "10.213.3.*");
    return ServerProcess.serve(
        network.launcher(side),
        folder,
        "--remote",
        "--host",
        Namespaces.inside(side),
        "--port",
        "0",
        "--data",
        "data-" + side,
        "--postgres",
        url,
        "--cluster",
        Files.writeString(folder.resolve("members-" + side + ".yaml"), text).toString());
  }

  /** Somebody who bought jeans and is not held out. */
  private static int shopper(ServerProcess member, String key)
      throws IOException, InterruptedException {
    for (int visitor = 100; visitor < 130; visitor++) {
      assertThat(member.post("/v1/events", key, Members.bought(visitor)).status()).isEqualTo(200);
      if (isShown(decide(member, key, visitor, "home-hero"))) {
        return visitor;
      }
    }
    throw new AssertionError(decide(member, key, 100, "home-hero"));
  }

  private static boolean isShown(JsonNode placed) {
    return placed.path("campaign").asText().equals(CAMPAIGN)
        && placed.path("outcome").asText().equals("known");
  }

  /** Decides, and shows the capped campaign where it wins. */
  private static boolean show(ServerProcess member, String key, int shopper)
      throws IOException, InterruptedException {
    var placed = decide(member, key, shopper, "home-hero");
    if (!isShown(placed)) {
      return false;
    }
    var seen =
        member.post(
            "/v1/events",
            key,
            """
            {"batch":[{"type":"exposure","messageId":"x-%d","userId":"shared-%d","token":"%s"}]}"""
                .formatted(System.nanoTime(), shopper, placed.path("token").asText()));
    assertThat(seen.status()).isEqualTo(200);
    return true;
  }

  private static String variation(ServerProcess member, String key, int visitor)
      throws IOException, InterruptedException {
    return decide(member, key, visitor, "recommendations").at("/experiment/variation").asText();
  }

  private static JsonNode decide(ServerProcess member, String key, int visitor, String placement)
      throws IOException, InterruptedException {
    var answer =
        member.post(
            "/v1/decisions",
            key,
            "{\"visitor\":{\"id\":\"shared-%d\"},\"channel\":\"web\",\"placements\":[\"%s\"]}"
                .formatted(visitor, placement));
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().at("/decisions/0");
  }
}
