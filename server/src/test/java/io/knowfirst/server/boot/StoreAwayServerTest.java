package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.store.postgres.Forwarder;
import io.knowfirst.server.store.postgres.StoppableDatabase;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreAwayServerTest {
  private static final String BOUGHT =
      """
      {"batch":[
        {"type":"consent","messageId":"c","userId":"ann","purposes":{"personalization":true}},
        {"type":"track","event":"Order Completed","messageId":"o","userId":"ann","properties":
          {"products":[{"product_id":"p-1","category":"apparel.jeans","price":59.9}]}}]}""";

  @Test
  void while_postgresql_is_away_known_profiles_are_decided_for_and_events_are_refused_for_now(
      @TempDir Path home, @TempDir Path folder) {
    var vertx = Vertx.vertx();
    try (var store = StoppableDatabase.start(vertx, home);
        var server = TestServer.start(folder, store.url(), SmallShop.files())) {
      assertThat(server.post("/v1/events", BOUGHT).status()).isEqualTo(200);
      assertThat(outcome(server, "ann", "")).isEqualTo("known");

      store.stop();
      assertThat(outcome(server, "ann", "")).as("from the cache").isEqualTo("known");
      var unknown = server.decide("bob", "[\"hero\"]", "");
      assertThat(unknown.status()).isEqualTo(200);
      assertThat(unknown.json().at("/decisions/0/outcome").asText()).isEqualTo("default");
      assertThat(unknown.json().at("/decisions/0/reason/notes/0/code").asText())
          .isEqualTo("profile-unavailable");
      var refused = server.post("/v1/events", BOUGHT.replace("\"o\"", "\"o2\""));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.raw().headers().firstValue("Retry-After")).isPresent();

      store.restart();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(server.post("/v1/events", BOUGHT.replace("\"o\"", "\"o2\"")).status())
                      .isEqualTo(200));
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void a_postgresql_that_was_started_elsewhere_is_used_once_its_name_leads_there(
      @TempDir Path home, @TempDir Path folder) throws IOException {
    var vertx = Vertx.vertx();
    try (var store = StoppableDatabase.start(vertx, home.resolve("here"));
        var name = Forwarder.listen(InetAddress.getLoopbackAddress(), Forwarder.port(store.url()));
        var server = TestServer.start(folder, name.lead(store.url()), SmallShop.files())) {
      assertThat(server.post("/v1/events", BOUGHT).status()).isEqualTo(200);
      int before = Forwarder.port(store.url());

      store.stop();
      assertThat(server.post("/v1/events", BOUGHT.replace("\"o\"", "\"o2\"")).status())
          .isEqualTo(503);
      store.restartElsewhere(home.resolve("there"));
      name.lead(Forwarder.port(store.url()));

      assertThat(Forwarder.port(store.url())).isNotEqualTo(before);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.post("/v1/events", BOUGHT.replace("ann", "bob")).status() == 200);
      assertThat(outcome(server, "ann", "")).isEqualTo("known");
      assertThat(outcome(server, "bob", "")).isEqualTo("known");
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void a_lost_connection_is_logged_in_lines_and_prints_no_stack_trace(
      @TempDir Path home, @TempDir Path folder) {
    var vertx = Vertx.vertx();
    var before = System.err;
    var said = new ByteArrayOutputStream();
    try (var store = StoppableDatabase.start(vertx, home);
        var server = TestServer.start(folder, store.url(), SmallShop.files())) {
      System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
      store.stop();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.post("/v1/events", BOUGHT).status() == 503);
      store.restart();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.post("/v1/events", BOUGHT).status() == 200);
    } finally {
      System.setErr(before);
      vertx.close().await();
    }
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .allMatch(line -> line.matches("[0-9].*"), "a line of the log, which begins with its time");
  }

  private static String outcome(TestServer server, String visitor, String more) {
    var answer = server.decide(visitor, "[\"hero\"]", more);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().at("/decisions/0/outcome").asText();
  }
}
