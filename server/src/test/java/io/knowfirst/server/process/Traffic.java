package io.knowfirst.server.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Visitors who view products, are decided for and see what was decided, by one member after the
 * other, as a load balancer leads them; what fails is tried once more, on the next member. Each
 * visitor does one thing at a time.
 */
final class Traffic implements AutoCloseable {
  static final int VISITORS = 24;

  /** How often the campaign of the example shop may be shown to one visitor. */
  static final int CAP = 20;

  static final String CATEGORY = "apparel.trousers.jeans";

  private static final String CAMPAIGN = "jeans-banner";
  private static final int CALLERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<ServerProcess> members;
  private final String key;
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
  private final AtomicInteger number = new AtomicInteger();
  private final AtomicInteger decided = new AtomicInteger();
  private final AtomicInteger retried = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Integer> viewed = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> shown = new ConcurrentHashMap<>();
  private final Map<Integer, String> assigned = new ConcurrentHashMap<>();
  private volatile boolean over;
  private volatile String phase = "";

  /** Begins at once. */
  Traffic(List<ServerProcess> members, String key) {
    this.members = members;
    this.key = key;
    for (int caller = 0; caller < CALLERS; caller++) {
      int first = caller;
      callers.execute(() -> visits(first));
    }
  }

  private void visits(int first) {
    try {
      for (int visitor = first; !over; visitor = (visitor + CALLERS) % VISITORS) {
        visit(visitor);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      failures.add(bug.toString());
    }
  }

  private void visit(int visitor) throws InterruptedException {
    int n = number.incrementAndGet();
    var stored =
        post(
            "/v1/events",
            visitor + n,
            """
            {"batch":[{"type":"track","event":"Product Viewed","messageId":"m-%d","userId":"shared-%d",
              "properties":{"product_id":"p","category":"%s"}}]}"""
                .formatted(n, visitor, CATEGORY));
    if (stored != null) {
      viewed.merge(visitor, 1, Integer::sum);
    }
    var answer =
        post(
            "/v1/decisions",
            visitor + n + 1,
            """
            {"visitor":{"id":"shared-%d"},"channel":"web","placements":["home-hero","recommendations"]}"""
                .formatted(visitor));
    if (answer == null) {
      return;
    }
    decided.incrementAndGet();
    hero(visitor, n, answer.at("/decisions/0"));
    var variation = answer.at("/decisions/1/experiment/variation").asText();
    var before = variation.isEmpty() ? null : assigned.putIfAbsent(visitor, variation);
    if (before != null && !before.equals(variation)) {
      failures.add("%d was assigned %s, then %s".formatted(visitor, before, variation));
    }
  }

  /** What is shown of the capped campaign is told before the visitor does anything else. */
  private void hero(int visitor, int n, JsonNode placed) throws InterruptedException {
    if (!placed.path("campaign").asText().equals(CAMPAIGN)
        || !placed.path("outcome").asText().equals("known")) {
      return;
    }
    int before = shown.getOrDefault(visitor, 0);
    if (before >= CAP) {
      failures.add("%s: %d was shown %s %d times".formatted(phase, visitor, CAMPAIGN, before + 1));
    }
    var seen =
        post(
            "/v1/events",
            visitor + n + 2,
            """
            {"batch":[{"type":"exposure","messageId":"x-%d","userId":"shared-%d","token":"%s"}]}"""
                .formatted(n, visitor, placed.path("token").asText()));
    if (seen != null) {
      shown.merge(visitor, 1, Integer::sum);
    }
  }

  /** The answer of a member, or of the next where that fails; null where both do. */
  private @Nullable JsonNode post(String path, int first, String body) throws InterruptedException {
    var tried = new StringBuilder(path);
    for (int attempt = 0; attempt < 2; attempt++) {
      int place = (first + attempt) % members.size();
      long began = System.nanoTime();
      try {
        var request =
            HttpRequest.newBuilder(members.get(place).address().resolve(path))
                .timeout(PATIENCE)
                .header("X-API-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
          return JSON.readTree(answer.body());
        }
        tried.append(", member ").append(place).append(": ").append(answer.body());
      } catch (IOException gone) {
        // A load balancer would notice, too.
        tried.append(", member ").append(place).append(": ").append(gone);
      }
      retried.incrementAndGet();
      tried.append(" after ").append((System.nanoTime() - began) / 1_000_000).append(" ms");
    }
    failures.add(phase + ": " + tried);
    return null;
  }

  /** What is being done to the members now, for what is told of failures. */
  void during(String what) {
    phase = what;
  }

  int decided() {
    return decided.get();
  }

  /** What went wrong; nothing should. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How often visitors are known to have viewed something. */
  Map<Integer, Integer> viewed() {
    return viewed;
  }

  /** Visitors who were shown the campaign as often as they may. */
  long capped() {
    return shown.values().stream().filter(times -> times >= CAP).count();
  }

  String told() {
    return "%,d decisions, %,d attempts retried, %,d views acknowledged, %d of %d visitors at the cap"
        .formatted(
            decided.get(),
            retried.get(),
            viewed.values().stream().mapToInt(Integer::intValue).sum(),
            capped(),
            VISITORS);
  }

  /** Ends the load, and waits for what is under way. */
  void end() throws InterruptedException {
    over = true;
    callers.shutdown();
    if (!callers.awaitTermination(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The load does not end.");
    }
  }

  @Override
  public void close() {
    over = true;
    callers.shutdownNow();
  }
}
