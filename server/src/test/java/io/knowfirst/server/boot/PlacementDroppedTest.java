package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that drop a placement while pages still ask for it. */
class PlacementDroppedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOTH = "[\"shelf\",\"hero\"]";

  @Test
  void cost_no_request_under_way_and_are_warned_of(@TempDir Path folder) throws Exception {
    try (var server = TestServer.start(folder, TestDatabase.url(), SmallShop.files())) {
      var files = SmallShop.files();
      files.put(
          "placements.yaml",
          files.get("placements.yaml").replaceAll("(?m)^- \\{id: shelf.*\n", ""));
      files.remove("experiments/layout.yaml");
      var body = JSON.writeValueAsString(Map.of("files", files, "message", "Without the shelf"));
      server.decide("before", BOTH, "");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> server.postAsAdmin("/v1/rulesets/check", body).raw().body().contains("KF240"));

      var outcomes = new ConcurrentHashMap<String, Integer>();
      var ended = new AtomicBoolean();
      // About 200 requests a second, 6,000 at most.
      var asking =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 6_000 && !ended.get(); i++) {
                  var answer = server.decide("v-" + i, BOTH, "");
                  var shelf = answer.json().at("/decisions/0/outcome").asText();
                  var hero = answer.json().at("/decisions/1/content/id").asText();
                  outcomes.merge(answer.status() + " " + shelf + " " + hero, 1, Integer::sum);
                  pause();
                }
              });
      await().until(() -> outcomes.containsKey("200 tested welcome"));
      var published = server.postAsAdmin("/v1/rulesets", body);
      await().until(() -> outcomes.containsKey("200 default welcome"));
      ended.set(true);
      asking.get(20, TimeUnit.SECONDS);

      assertThat(outcomes).containsOnlyKeys("200 tested welcome", "200 default welcome");
      assertThat(published.status()).isEqualTo(201);
      assertThat(published.json().path("findings").findValuesAsText("message"))
          .anyMatch(
              told -> told.startsWith("Placement \"shelf\" was asked for within the last 7 days"));
      assertThat(server.getAsAdmin("/v1/health/data").raw().body()).contains("unknown-placement");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
