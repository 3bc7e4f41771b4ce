package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityIT {
  private static final int CALLERS = 4;
  private static final int BATCH = 20;
  private static final int ENOUGH = 200;

  @Test
  void no_acknowledged_event_is_lost_when_the_process_is_killed_under_load(@TempDir Path folder)
      throws Exception {
    var acknowledged = new ConcurrentLinkedQueue<Integer>();
    String key;
    try (var server = ServerProcess.serve(folder, "--port", "0", "--data", "data")) {
      key = server.keys().get("secret");
      killUnderLoad(server, key, acknowledged);
    }

    try (var server = ServerProcess.serve(folder, "--port", "0", "--data", "data")) {
      assertThat(server.keys()).as("keys are made once").isEmpty();
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ENOUGH);
      for (var batch : acknowledged) {
        var again = server.post("/v1/events", key, events(batch));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("duplicates").asInt())
            .as("events of batch %d that are still there", batch)
            .isEqualTo(BATCH);
      }
      var viewed = server.post("/v1/decisions", key, decision(visitor(acknowledged.peek())));
      assertThat(viewed.json().at("/decisions/0/outcome").asText()).isEqualTo("known");
    }
  }

  private static void killUnderLoad(
      ServerProcess server, String key, ConcurrentLinkedQueue<Integer> acknowledged)
      throws InterruptedException {
    var next = new AtomicInteger();
    var toKill = new AtomicInteger(ENOUGH);
    var callers = Executors.newFixedThreadPool(CALLERS);
    for (int caller = 0; caller < CALLERS; caller++) {
      callers.execute(
          () -> {
            try {
              while (true) {
                int batch = next.incrementAndGet();
                var answer = server.post("/v1/events", key, events(batch));
                if (answer.json().path("accepted").asInt() == BATCH) {
                  acknowledged.add(batch);
                  if (toKill.decrementAndGet() == 0) {
                    server.kill();
                  }
                }
              }
            } catch (IOException killed) {
              // That is what the test is about.
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
          });
    }
    callers.shutdown();
    assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  private static String visitor(int batch) {
    return "visitor-" + batch % 50;
  }

  private static String events(int batch) {
    List<String> events = new ArrayList<>();
    events.add(
        """
        {"type":"consent","messageId":"c-%d","userId":"%s","purposes":{"personalization":true}}"""
            .formatted(batch, visitor(batch)));
    events.addAll(
        IntStream.range(1, BATCH)
            .mapToObj(
                i ->
                    """
                    {"type":"track","event":"Order Completed","messageId":"m-%d-%d","userId":"%s",
                     "properties":{"products":[{"product_id":"p-%d","category":"apparel.trousers.jeans","price":10}]}}"""
                        .formatted(batch, i, visitor(batch), i))
            .collect(Collectors.toList()));
    return "{\"batch\":[" + String.join(",", events) + "]}";
  }

  private static String decision(String visitor) {
    return """
    {"visitor":{"id":"%s"},"channel":"web","placements":["home-hero"]}"""
        .formatted(visitor);
  }
}
