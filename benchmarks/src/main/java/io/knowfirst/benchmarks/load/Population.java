package io.knowfirst.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Semaphore;

/** Visitors with a history each, sent through the server's own interface. */
final class Population {
  private static final int BATCH = 500;
  private static final int AT_ONCE = 4;
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI server;
  private final String key;
  private final Deeds deeds;

  Population(URI server, String key, Deeds deeds) {
    this.server = server;
    this.key = key;
    this.deeds = deeds;
  }

  /** What visitors did. */
  interface Deeds {
    /**
     * An event as the server takes it.
     *
     * @param common id, visitor and whatever else each event has, to stand among the keys
     */
    String event(int visitor, int number, String common, Random random);
  }

  static String visitor(int number) {
    return "load-" + number;
  }

  /** As {@link #fill}, unless the server's data was filled so before. */
  void fillOnce(Path data, int visitors, int eventsEach) throws IOException, InterruptedException {
    var filled = data.resolve("filled-" + visitors + "-" + eventsEach);
    if (Files.exists(filled)) {
      return;
    }
    System.out.printf("Filling %,d visitors with %d events each%n", visitors, eventsEach);
    fill(visitors, eventsEach);
    Files.createFile(filled);
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
    var common =
        "\"messageId\":\"%s%d\",\"userId\":\"%s\"".formatted(round, number, visitor(visitor));
    return deeds.event(visitor, number, common, random);
  }

  private void send(String batch, Semaphore permits) throws InterruptedException {
    permits.acquire();
    var request =
        HttpRequest.newBuilder(server.resolve("/v1/events"))
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

  /** Asks for each visitor once and gives the last answer. */
  String askAll(int asked, String body) throws IOException, InterruptedException {
    var answer = "";
    for (int visitor = 0; visitor < asked; visitor++) {
      answer = decide(body.replace("VISITOR", visitor(visitor)));
    }
    return answer;
  }

  /** One decision, as the load will ask for it. */
  String decide(String body) throws IOException, InterruptedException {
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
