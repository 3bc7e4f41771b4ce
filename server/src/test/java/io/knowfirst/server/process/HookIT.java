package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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

  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger next = new AtomicInteger();

  @Test
  void what_was_acknowledged_is_told_after_every_kill(@TempDir Path folder) throws Exception {
    var url = TestDatabase.url();
    var random = new Random(SEED);
    String secret = null;
    try (var endpoint = new Endpoint()) {
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
            endpoint.listen(server, "consent");
          }
          if (round < ROUNDS) {
            withdrawAndKill(server, secret, 1_000 + random.nextInt(2_000));
          } else {
            await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> endpoint.told().keySet().containsAll(acknowledged));
          }
        }
      }
      assertThat(endpoint.told().values()).allMatch(ids -> ids.size() == 1);
    }
    assertThat(acknowledged).hasSizeGreaterThan(10 * ROUNDS);
    System.out.printf(
        "%d kills: %,d withdrawals acknowledged, 0 not told%n", ROUNDS, acknowledged.size());
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
}
