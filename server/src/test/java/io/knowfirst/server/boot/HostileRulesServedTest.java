package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that take long to refuse keep no others waiting, and no decision. */
class HostileRulesServedTest {
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final String RAIN =
      ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";

  /** Takes all the time that a file may. */
  private static final String ENDLESS = "rule\n".repeat(150_000);

  private static final Map<String, String> HOSTILE =
      new TreeMap<>(
          Map.of(
              "segments/endless.drl", ENDLESS,
              "segments/deep.drl", "rule \"a\" when " + "not (".repeat(50_000),
              "segments/long.drl", "rule \"a\" when Page(" + "type == 1 || ".repeat(90_000),
              "contents/laughs.yaml", "a: &a [x]\nb: [*a, *a]\nc: " + "[".repeat(50_000),
              "campaigns/table.csv", "rule;" + "a;".repeat(100_000)));

  @TempDir private Path folder;
  private TestServer server;
  private Thread asking;
  private final AtomicBoolean on = new AtomicBoolean(true);
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() {
    server = TestServer.start(folder, TestDatabase.url(), SmallShop.files());
    asking =
        new Thread(
            () -> {
              while (on.get()) {
                var answer = server.decide("nobody", "[\"hero\"]", RAIN);
                if (!"known".equals(answer.json().at("/decisions/0/outcome").asText())) {
                  failures.add(answer.raw().body());
                }
              }
            });
    asking.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    on.set(false);
    asking.join();
    server.close();
    assertThat(failures).isEmpty();
  }

  @Test
  void a_publication_right_after_a_hostile_one_is_in_force_at_once() throws Exception {
    for (var hostile : HOSTILE.entrySet()) {
      var files = SmallShop.files();
      files.put(hostile.getKey(), hostile.getValue());
      var refused = CompletableFuture.supplyAsync(() -> publish(files));
      Thread.sleep(500); // until it is being checked
      var good = SmallShop.files();
      good.put("contents/rain.yaml", "headline: after " + hostile.getKey() + "\n");
      long began = System.nanoTime();
      assertThat(publish(good)).isEqualTo(201);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
      assertThat(headline()).isEqualTo("after " + hostile.getKey());
      assertThat(refused.join()).as(hostile.getKey()).isBetween(400, 499);
      assertThat(headline()).isEqualTo("after " + hostile.getKey());
    }
  }

  @Test
  void a_watched_folder_that_is_mended_is_in_force_at_once() throws IOException {
    for (var hostile : HOSTILE.entrySet()) {
      var file = folder.resolve("rules").resolve(hostile.getKey());
      Files.writeString(file, hostile.getValue());
      Awaitility.await()
          .pollDelay(Duration.ofSeconds(1)) // until it is being checked
          .until(() -> true);
      Files.delete(file);
      Files.writeString(
          folder.resolve("rules/contents/rain.yaml"), "headline: after " + hostile.getKey() + "\n");
      Awaitility.await().atMost(SOON).until(() -> headline().equals("after " + hostile.getKey()));
    }
  }

  private String headline() {
    var answer = server.decide("somebody", "[\"hero\"]", RAIN);
    return answer.json().at("/decisions/0/content/headline").asText();
  }

  private int publish(Map<String, String> files) {
    var body = new ObjectMapper().valueToTree(Map.of("message", "m", "files", files));
    return server.postAsAdmin("/v1/rulesets", body.toString()).status();
  }
}
