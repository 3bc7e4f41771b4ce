package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.postgres.StoppableDatabase;
import io.vertx.core.Vertx;
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

  private static String outcome(TestServer server, String visitor, String more) {
    var answer = server.decide(visitor, "[\"hero\"]", more);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().at("/decisions/0/outcome").asText();
  }
}
