package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand senders that tell of one visitor at the same moment, each on its own connection. */
class HotVisitorServedTest {
  private static final int SENDERS = 1_000;
  private static final int CALLERS = 100;
  private static final String CONSENT =
      "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"hot\",\"purposes\":{\"personalization\":true}}";

  @TempDir private Path folder;
  private final String url = TestDatabase.url();
  private final StoredRows stored = new StoredRows(url);
  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean over = new AtomicBoolean();
  private final LongAdder decided = new LongAdder();
  private final LongAdder refused = new LongAdder();

  @AfterEach
  void close() {
    over.set(true);
    vertx.close().await();
  }

  @Test
  void a_burst_is_stored_whole_at_the_first_try() throws Exception {
    try (var server = server(Duration.ofMillis(30))) {
      assertThat(atOnce(server)).hasSize(SENDERS).containsOnly(200);
      assertThatEachIsStoredOnce(server);
    }
  }

  @Test
  void the_same_while_so_many_decisions_are_asked_for_that_some_are_refused() throws Exception {
    // A wait that any load exceeds, so that the test needs none that fills a machine.
    try (var server = server(Duration.ofMillis(1))) {
      var client = client(CALLERS);
      for (int i = 0; i < CALLERS; i++) {
        ask(client, server, i);
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> refused.sum() > 200);
      assertThat(atOnce(server)).hasSize(SENDERS).containsOnly(200);
      long before = refused.sum();
      await().atMost(Duration.ofSeconds(60)).until(() -> refused.sum() > before);
      assertThat(decided.sum()).as("decisions meanwhile").isPositive();
      over.set(true);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.decide("later", "[\"hero\"]", "").status() == 200);
      assertThatEachIsStoredOnce(server);
    }
  }

  private TestServer server(Duration mostWait) {
    return TestServer.startFor(folder, url, SmallShop.files(), 2 * SENDERS, mostWait);
  }

  private void assertThatEachIsStoredOnce(TestServer server) throws Exception {
    var counted = server.get("/v1/visitors/hot").json().at("/events");
    assertThat(counted.findValuesAsText("name")).contains("Product Viewed");
    assertThat(counted.findValuesAsText("count")).contains(String.valueOf(SENDERS));
    assertThat(
            stored.of("select count(*)::text from event where visitor = 'hot' and type = 'track'"))
        .containsExactly(String.valueOf(SENDERS));
  }

  private HttpClient client(int connections) {
    return vertx
        .httpClientBuilder()
        .with(new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(connections))
        .build();
  }

  private List<Integer> atOnce(TestServer server) throws Exception {
    var client = client(SENDERS);
    var answers =
        IntStream.range(0, SENDERS)
            .mapToObj(
                number ->
                    post(
                        client,
                        server,
                        "/v1/events",
                        "{\"batch\":[%s,{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"h-%d\",\"userId\":\"hot\",\"properties\":{\"product_id\":\"p\"}}]}"
                            .formatted(CONSENT, number)))
            .toList();
    Future.all(answers).await(60, TimeUnit.SECONDS);
    return answers.stream().map(Future::result).toList();
  }

  /** Asks for one decision after the other until it is over. */
  private void ask(HttpClient client, TestServer server, int visitor) {
    post(
            client,
            server,
            "/v1/decisions",
            "{\"visitor\":{\"id\":\"v-%d\"},\"channel\":\"web\",\"placements\":[\"hero\"]}"
                .formatted(visitor))
        .onSuccess(status -> (status == 200 ? decided : refused).increment())
        .onComplete(
            answered -> {
              if (!over.get()) {
                ask(client, server, visitor);
              }
            });
  }

  private static Future<Integer> post(
      HttpClient client, TestServer server, String path, String body) {
    return client
        .request(HttpMethod.POST, server.port(), "127.0.0.1", path)
        .compose(
            request ->
                request
                    .putHeader("X-API-Key", server.key(KeyKind.SECRET))
                    .putHeader("Content-Type", "application/json")
                    .send(Buffer.buffer(body)))
        .compose(answer -> answer.body().map(answer.statusCode()));
  }
}
