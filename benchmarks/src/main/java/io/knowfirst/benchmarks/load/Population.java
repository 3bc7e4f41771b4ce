package io.knowfirst.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * Visitors with a history each, made up from a seed and sent through the server's own interface.
 */
final class Population {
  private static final int BATCH = 500;
  private static final int AT_ONCE = 4;
  private static final String[] CATEGORIES = {
    "apparel.trousers.jeans", "apparel.trousers.chinos", "apparel.shoes.casual",
    "electronics.smartphone", "construction.tools.drill", "sport.golf.clubs",
    "computers.notebook", "appliances.kitchen.washer", "furniture.living_room.sofa",
    "electronics.audio.headphone"
  };

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI events;
  private final String key;
  private final Instant now;

  Population(URI server, String key, Instant now) {
    this.events = server.resolve("/v1/events");
    this.key = key;
    this.now = now;
  }

  static String visitor(int number) {
    return "load-" + number;
  }

  /** Sends the histories of all visitors; takes as long as the server needs to commit them. */
  void fill(int visitors, int eventsEach) throws InterruptedException {
    fill(visitors, eventsEach, "m");
  }

  /** The same, with message ids of their own for each round. */
  void fill(int visitors, int eventsEach, String round) throws InterruptedException {
    var permits = new Semaphore(AT_ONCE);
    var batch = new StringBuilder();
    int inBatch = 0;
    for (int visitor = 0; visitor < visitors; visitor++) {
      var random = new Random(visitor);
      for (int event = 0; event < eventsEach; event++) {
        batch.append(batch.isEmpty() ? "" : ",").append(event(visitor, event, round, random));
        if (++inBatch == BATCH) {
          send(batch.toString(), permits);
          batch.setLength(0);
          inBatch = 0;
        }
      }
      if (visitor % 10_000 == 9_999) {
        System.out.printf("  %,d visitors%n", visitor + 1);
      }
    }
    if (inBatch > 0) {
      send(batch.toString(), permits);
    }
    permits.acquire(AT_ONCE);
  }

  private String event(int visitor, int number, String round, Random random) {
    var at = now.minusSeconds(3_600L * 24 * 60 - number * 3_600L * 28 + random.nextInt(3_600));
    var common =
        "\"messageId\":\"%s%d\",\"userId\":\"%s\",\"timestamp\":\"%s\""
            .formatted(round, number, visitor(visitor), at);
    if (number == 0) {
      return "{\"type\":\"consent\"," + common + ",\"purposes\":{\"personalization\":true}}";
    }
    if (number == 1) {
      return "{\"type\":\"identify\","
          + common
          + ",\"traits\":{\"age\":%d,\"household\":\"%s\"}}"
              .formatted(18 + visitor % 60, visitor % 3 == 0 ? "family" : "single");
    }
    var category = CATEGORIES[(visitor + (random.nextInt(3) == 0 ? random.nextInt(10) : 0)) % 10];
    var item =
        "\"product_id\":\"p%d\",\"category\":\"%s\",\"brand\":\"b%d\",\"price\":%d.5"
            .formatted(random.nextInt(500), category, random.nextInt(20), 10 + random.nextInt(300));
    return number % 16 == 15
        ? "{\"type\":\"track\",\"event\":\"Order Completed\","
            + common
            + ",\"properties\":{\"products\":[{"
            + item
            + "}]}}"
        : "{\"type\":\"track\",\"event\":\"Product Viewed\","
            + common
            + ",\"properties\":{"
            + item
            + "}}";
  }

  private void send(String batch, Semaphore permits) throws InterruptedException {
    permits.acquire();
    var request =
        HttpRequest.newBuilder(events)
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"batch\":[" + batch + "]}"))
            .build();
    var unused =
        client
            .sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .whenComplete(
                (answer, failed) -> {
                  permits.release();
                  if (failed != null || answer.statusCode() >= 300) {
                    System.err.println(failed != null ? failed : answer.body());
                  }
                });
  }

  /** One decision, as the load will ask for it. */
  String decide(URI server, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(server.resolve("/v1/decisions"))
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }
}
