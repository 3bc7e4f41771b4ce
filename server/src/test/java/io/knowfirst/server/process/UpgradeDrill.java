package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The data directory that an older jar filled, under this one: the drill of docs/operations.md, run
 * by {@code .ci/upgrade}.
 */
class UpgradeDrill {
  private static final Path OLD =
      Path.of(System.getProperty("upgrade.from", "")).toAbsolutePath().normalize();
  private static final int VISITORS = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void the_new_version_starts_on_the_old_ones_data_and_decides_as_that_did(@TempDir Path folder)
      throws Exception {
    assertThat(OLD).as("-Dupgrade.from, the jar of an older version").isRegularFile();
    assertThat(
            new ProcessBuilder(java(), "-jar", OLD.toString(), "rules", "init", "rules")
                .directory(folder.toFile())
                .start()
                .waitFor())
        .isZero();

    Map<String, String> keys;
    var before = new ArrayList<JsonNode>();
    var explained = new ArrayList<JsonNode>();
    try (var old = ServerProcess.start(folder, command(OLD))) {
      keys = old.keys();
      var key = keys.get("secret");
      for (int visitor = 0; visitor < VISITORS; visitor += 2) {
        assertThat(old.post("/v1/events", key, bought(visitor)).status()).isEqualTo(200);
      }
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        before.add(decided(old, key, visitor));
      }
      var last = id(before.get(VISITORS - 1));
      await().until(() -> old.get("/v1/decisions/" + last, key).status() == 200);
      for (var one : before) {
        explained.add(old.get("/v1/decisions/" + id(one), key).json());
      }
    }

    var outcomes = before.stream().map(UpgradeDrill::outcome).distinct();
    assertThat(outcomes).containsExactlyInAnyOrder("known", "default");
    try (var now = ServerProcess.serve(folder, options())) {
      var key = keys.get("secret");
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        var then = before.get(visitor);
        assertThat(now.get("/v1/decisions/" + id(then), key).json())
            .isEqualTo(explained.get(visitor));
        var again = decided(now, key, visitor);
        assertThat(outcome(again)).isEqualTo(outcome(then));
        assertThat(content(again)).isEqualTo(content(then));
      }
      var body = JSON.writeValueAsString(Map.of("files", files(folder.resolve("rules"))));
      var replay = now.post("/v1/replay", keys.get("admin"), body).json();
      assertThat(replay.path("recorded").asInt()).as("%s", replay).isGreaterThanOrEqualTo(VISITORS);
      assertThat(replay.at("/proof/equal")).isEqualTo(replay.at("/proof/decisions"));
      assertThat(replay.path("changed").asInt()).isZero();
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String[] options() {
    return new String[] {"--port", "0", "--data", "data", "--rules", "rules", "--record", "1"};
  }

  private static List<String> command(Path jar) {
    var command = new ArrayList<>(List.of(java(), "-Xmx512m", "-jar", jar.toString(), "serve"));
    command.addAll(Arrays.asList(options()));
    return command;
  }

  private static String bought(int visitor) {
    return """
        {"batch":[{"type":"consent","messageId":"c-%1$d","userId":"v-%1$d","purposes":{"personalization":true}},
         {"type":"track","event":"Order Completed","messageId":"o-%1$d","userId":"v-%1$d","properties":{"order_id":"o-%1$d",
          "products":[{"product_id":"s-1","category":"apparel.shoes","price":20,"quantity":1}]}}]}"""
        .formatted(visitor);
  }

  private static JsonNode decided(ServerProcess server, String key, int visitor)
      throws IOException, InterruptedException {
    var answer =
        server.post(
            "/v1/decisions",
            key,
            "{\"visitor\":{\"id\":\"v-%d\"},\"placements\":[\"home-hero\"]}".formatted(visitor));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer.json();
  }

  private static String id(JsonNode answer) {
    return answer.path("decisionId").asText();
  }

  private static String outcome(JsonNode answer) {
    return answer.at("/decisions/0/outcome").asText();
  }

  private static JsonNode content(JsonNode answer) {
    return answer.at("/decisions/0/content");
  }

  private static Map<String, String> files(Path rules) throws IOException {
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(rules)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var name = rules.relativize(file).toString();
        if (!name.startsWith(".") && !name.endsWith(".md")) {
          files.put(name, Files.readString(file));
        }
      }
    }
    return files;
  }
}
