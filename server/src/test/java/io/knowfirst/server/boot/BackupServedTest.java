package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill of docs/operations.md: a copy of the data directory becomes a server elsewhere. */
class BackupServedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUGHT =
      """
      ,"events":[{"type":"consent","messageId":"c","purposes":{"personalization":true}},
       {"type":"track","messageId":"o","event":"Order Completed","properties":{"order_id":"o-1",
        "products":[{"product_id":"p-1","category":"apparel.jeans","price":20}]}}]""";

  @Test
  void a_restored_server_knows_its_visitors_and_decides_every_stored_decision_the_same_again(
      @TempDir Path folder) throws IOException {
    var rules = SmallShop.files();
    String secret;
    String admin;
    String first;
    JsonNode explained;
    try (var server = TestServer.start(folder.resolve("a"), null, rules)) {
      secret = server.key(KeyKind.SECRET);
      admin = server.key(KeyKind.ADMIN);
      var decided = server.decide("v-1", "[\"hero\",\"shelf\"]", BOUGHT);
      assertThat(decided.json().at("/decisions/0/campaign").asText()).isEqualTo("jeans");
      for (int i = 0; i < 20; i++) {
        server.decide("w-" + i, "[\"hero\",\"shelf\"]", "");
      }
      first = decided.json().path("decisionId").asText();
      explained = server.get("/v1/decisions/" + first).json();
    }
    copy(folder.resolve("a/data"), folder.resolve("b/data"));

    try (var server = TestServer.start(folder.resolve("b"), null, rules)) {
      var stored = JSON.readTree(server.ask("/v1/decisions/" + first, "X-API-Key", secret).body());
      assertThat(stored).isEqualTo(explained);

      var again =
          server.post(
              "/v1/replay", JSON.writeValueAsString(java.util.Map.of("files", rules)), admin);
      assertThat(again.json().path("recorded").asInt()).as("%s", again.json()).isEqualTo(21);
      assertThat(again.json().at("/proof/equal").asInt()).isEqualTo(21);
      assertThat(again.json().path("changed").asInt()).isZero();

      var known =
          server.post(
              "/v1/decisions",
              "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"hero\",\"shelf\"]}",
              secret);
      assertThat(known.json().at("/decisions/0/campaign").asText()).isEqualTo("jeans");
      assertThat(known.json().at("/decisions/1/experiment/variation"))
          .isEqualTo(explained.at("/decisions/1/experiment/variation"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (var path : (Iterable<Path>) all::iterator) {
        var target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
          Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(path));
        } else {
          Files.copy(path, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
