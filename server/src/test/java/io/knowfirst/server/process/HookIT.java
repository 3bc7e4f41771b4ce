package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server by {@code kill -9} while consents are withdrawn and webhooks delivered: 3 times,
 * or as often as {@code -Dkill.rounds} says. Whatever was acknowledged is told, under one id.
 */
class HookIT {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
  private static final long SEED = 20_261_130;

  private final Map<String, Set<String>> told = new ConcurrentHashMap<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();

  @Test
  void what_was_acknowledged_is_told_after_every_kill(@TempDir Path folder) throws Exception {
    var url = TestDatabase.url();
    var random = new Random(SEED);
    var endpoint = endpoint();
    String secret = null;
    try {
      for (int round = 0; round <= ROUNDS; round++) {
        try (var server =
            ServerProcess.serve(
                folder,
                "--port",
                "0",
                "--data",
                "data",
                "--postgres",
                url,
                "--webhook-private-addresses")) {
          if (secret == null) {
            secret = server.keys().get("secret");
            listen(server, endpoint);
          }
          if (round < ROUNDS) {
            withdrawAndKill(server, secret, 1_000 + random.nextInt(2_000));
          } else {
            await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> told.keySet().containsAll(acknowledged));
          }
        }
      }
    } finally {
      endpoint.stop(0);
    }
    assertThat(acknowledged).hasSizeGreaterThan(10 * ROUNDS);
    assertThat(told.values()).allMatch(ids -> ids.size() == 1);
    System.out.printf(
        "%d kills: %,d withdrawals acknowledged, 0 not told%n", ROUNDS, acknowledged.size());
  }

  private static void listen(ServerProcess server, HttpServer endpoint) throws Exception {
    var made =
        server.post(
            "/v1/webhooks",
            server.keys().get("admin"),
            "{\"url\":\"http://127.0.0.1:%d/\",\"events\":[\"consent\"]}"
                .formatted(endpoint.getAddress().getPort()));
    assertThat(made.status()).isEqualTo(201);
  }

  private void withdrawAndKill(ServerProcess server, String key, long millis) throws Exception {
    var caller =
        new Thread(
            () -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  withdraw(server, key, "hook-" + next.incrementAndGet());
                }
              } catch (IOException killed) {
                // That is what the test is about.
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
    caller.start();
    Thread.sleep(millis);
    server.kill();
    caller.interrupt();
    caller.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(caller.isAlive()).isFalse();
  }

  private void withdraw(ServerProcess server, String key, String visitor)
      throws IOException, InterruptedException {
    for (var granted : new boolean[] {true, false}) {
      var stored =
          server.post(
              "/v1/events",
              key,
              "{\"batch\":[{\"type\":\"consent\",\"messageId\":\"c-%1$s\",\"userId\":\"%2$s\",\"purposes\":{\"email\":%1$s}}]}"
                  .formatted(granted, visitor));
      if (stored.status() == 200 && !granted) {
        acknowledged.add(visitor);
      }
    }
  }

  private HttpServer endpoint() throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          var message = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
          told.computeIfAbsent(
                  message.at("/data/visitor/id").asText(), v -> ConcurrentHashMap.newKeySet())
              .add(exchange.getRequestHeaders().getFirst("webhook-id"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    http.start();
    return http;
  }
}
