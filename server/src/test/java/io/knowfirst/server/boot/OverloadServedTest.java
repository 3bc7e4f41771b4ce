package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.LoadLimits;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is asked for more than it can answer. */
class OverloadServedTest {
  private static final int CALLERS = 200;
  private static final int SLOW = 200;

  private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  private final LongAdder withoutRetryAfter = new LongAdder();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void under_overload_some_are_answered_the_rest_are_told_to_come_again_and_all_is_well_after(
      @TempDir Path folder) throws Exception {
    var vertx = Vertx.vertx();
    // A wait that any load exceeds, so that the test needs none that fills a machine.
    var load = new LoadLimits(0, 0, Duration.ofMillis(1));
    try (var knowfirst = Knowfirst.of(settings(folder, load))) {
      var started = knowfirst.start();
      var key = secret(started);
      var client =
          vertx
              .httpClientBuilder()
              .with(new PoolOptions().setHttp1MaxSize(CALLERS).setMaxWaitQueueSize(-1))
              .build();
      var slow = new ArrayList<Socket>();
      for (int i = 0; i < SLOW; i++) {
        slow.add(slow(started.port(), key));
      }
      for (int i = 0; i < CALLERS; i++) {
        call(client, started.port(), key, i);
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> count(200) > 1_000 && count(503) > 100);
      assertThat(health(started.port())).isEqualTo(200);
      assertThat(refusedPage(started.port(), "/console/home", "de-DE"))
          .contains("<html lang=\"de\"", "Es kommen mehr Anfragen", "../console/home");
      assertThat(refusedPage(started.port(), "/reports", "en-GB"))
          .contains("<html lang=\"en\"", "More requests arrive");
      assertThat(refusedPage(started.port(), "/shared/some-token", "de"))
          .contains("<html lang=\"de\"", "href=\"../console/icon.svg\"");
      over.set(true);
      assertThat(statuses).containsOnlyKeys(200, 503);
      assertThat(withoutRetryAfter.sum()).isZero();
      for (var socket : slow) {
        socket.close();
      }
      Thread.sleep(3_000);
      statuses.clear();
      over.set(true);
      for (int i = 0; i < 50; i++) {
        call(client, started.port(), key, i);
        long sent = i + 1L;
        await().pollInterval(Duration.ofMillis(2)).until(() -> count(200) + count(503) == sent);
      }
      assertThat(count(200)).as("after the overload").isEqualTo(50);
    } finally {
      over.set(true);
      vertx.close().await();
    }
  }

  private long count(int status) {
    return statuses.getOrDefault(status, new LongAdder()).sum();
  }

  /** Sends one request after the other until it is over. */
  private void call(HttpClient client, int port, String key, int visitor) {
    client
        .request(HttpMethod.POST, port, "127.0.0.1", "/v1/decisions")
        .compose(
            request ->
                request
                    .putHeader("X-API-Key", key)
                    .putHeader("Content-Type", "application/json")
                    .send(
                        Buffer.buffer(
                            "{\"visitor\":{\"id\":\"v-%d\"},\"channel\":\"web\",\"placements\":[\"home-hero\"]}"
                                .formatted(visitor))))
        .compose(
            answer -> {
              if (answer.statusCode() == 503 && answer.getHeader("Retry-After") == null) {
                withoutRetryAfter.increment();
              }
              return answer.body().map(answer.statusCode());
            })
        .onComplete(
            done -> {
              if (done.succeeded()) {
                statuses.computeIfAbsent(done.result(), status -> new LongAdder()).increment();
              }
              if (!over.get()) {
                call(client, port, key, visitor);
              }
            });
  }

  /** A body that never ends. */
  private static Socket slow(int port, String key) throws Exception {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    var head =
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"
            .formatted(key);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static int health(int port) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"));
    return java.net.http.HttpClient.newHttpClient()
        .send(request.build(), BodyHandlers.discarding())
        .statusCode();
  }

  /** A page that is asked for until it is refused. */
  private static String refusedPage(int port, String path, String language) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept", "text/html,application/xhtml+xml")
            .header("Accept-Language", language)
            .build();
    var client = java.net.http.HttpClient.newHttpClient();
    var refused =
        await()
            .atMost(Duration.ofSeconds(30))
            .pollInterval(Duration.ofMillis(2))
            .until(
                () -> client.send(request, BodyHandlers.ofString()),
                answer -> answer.statusCode() == 503);
    assertThat(refused.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    return refused.body();
  }

  private static String secret(Started started) {
    return started.keys().stream()
        .filter(line -> line.kind() == KeyKind.SECRET)
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static Settings settings(Path folder, LoadLimits load) {
    return new Settings(
        "127.0.0.1",
        0,
        false,
        folder.resolve("data"),
        null,
        false,
        false,
        TestDatabase.url(),
        null,
        Duration.ofMillis(500),
        new RecordSettings(0, 7, 1),
        0,
        false,
        false,
        new EdgeSettings(Set.of(), 1_000, false, "127.0.0.1", -1, load, null, null, false, null));
  }
}
