package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes at once on a busy day. */
class PeakServedTest {
  private static final int HOT = 1_000;
  private static final int AT_ONCE = 40;
  private static final int SLOW = 200;
  private static final int MOST_TRIES = 50;
  private static final String RAIN =
      ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicBoolean on = new AtomicBoolean(true);
  private final List<String> failed = new ArrayList<>();

  @Test
  void
      a_thousand_events_of_one_visitor_a_publication_and_slow_clients_cost_no_event_and_no_decision(
          @TempDir Path folder) throws Exception {
    try (var server = TestServer.start(folder, TestDatabase.url(), SmallShop.files())) {
      var slow = slow(server);
      var asking = CompletableFuture.runAsync(() -> ask(server));
      var client =
          vertx
              .httpClientBuilder()
              .with(new PoolOptions().setHttp1MaxSize(AT_ONCE).setMaxWaitQueueSize(HOT))
              .build();
      var stored = new ArrayList<Future<Integer>>();
      for (int i = 0; i < HOT; i++) {
        stored.add(view(client, server, i, 0));
      }
      var files = SmallShop.files();
      files.put("contents/rain.yaml", "headline: at the peak\n");
      var body = new ObjectMapper().valueToTree(Map.of("message", "m", "files", files));
      assertThat(server.postAsAdmin("/v1/rulesets", body.toString()).status()).isEqualTo(201);
      await()
          .atMost(Duration.ofSeconds(5))
          .until(
              () ->
                  server
                      .decide("nobody", "[\"hero\"]", RAIN)
                      .json()
                      .at("/decisions/0/content/headline")
                      .asText()
                      .equals("at the peak"));
      Future.all(stored).await(60, TimeUnit.SECONDS);
      on.set(false);
      asking.join();
      for (var socket : slow) {
        socket.close();
      }

      assertThat(stored).extracting(Future::result).containsOnly(200);
      assertThat(failed).isEmpty();
      var counted = server.get("/v1/visitors/hot").json().at("/events");
      assertThat(counted).hasSize(2);
      assertThat(counted.findValuesAsText("count")).contains(String.valueOf(HOT));
    } finally {
      vertx.close().await();
    }
  }

  /** Decisions go on all the while. */
  private void ask(TestServer server) {
    for (int i = 0; on.get(); i++) {
      var answer = server.decide("v-" + i % 50, "[\"hero\",\"shelf\"]", RAIN);
      if (answer.status() != 200) {
        failed.add(answer.raw().body());
      }
    }
  }

  /** Sends it again while it is refused, as senders do. */
  private Future<Integer> view(HttpClient client, TestServer server, int number, int tries) {
    var consent =
        "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"hot\",\"purposes\":{\"personalization\":true}}";
    var body =
        "{\"batch\":[%s,{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"h-%d\",\"userId\":\"hot\",\"properties\":{\"product_id\":\"p\"}}]}"
            .formatted(consent, number);
    return client
        .request(HttpMethod.POST, server.port(), "127.0.0.1", "/v1/events")
        .compose(
            request ->
                request
                    .putHeader("X-API-Key", server.key(KeyKind.SECRET))
                    .putHeader("Content-Type", "application/json")
                    .send(Buffer.buffer(body)))
        .compose(answer -> answer.body().map(answer.statusCode()))
        .compose(
            status ->
                status == 503 && tries < MOST_TRIES
                    ? vertx
                        .timer(100, TimeUnit.MILLISECONDS)
                        .compose(later -> view(client, server, number, tries + 1))
                    : Future.succeededFuture(status));
  }

  /** Their bodies never end. */
  private static List<Socket> slow(TestServer server) throws Exception {
    var sockets = new ArrayList<Socket>();
    var head =
        "POST /v1/decisions HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
            .formatted(server.key(KeyKind.SECRET));
    for (int i = 0; i < SLOW; i++) {
      var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      sockets.add(socket);
    }
    return sockets;
  }
}
