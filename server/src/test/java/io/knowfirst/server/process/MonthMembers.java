package io.knowfirst.server.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Two members by a clock that is moved, and what their webhooks tell. */
final class MonthMembers implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ATTEMPTS = 600;

  private final Path folder;
  private final String url;
  private final boolean isLong;
  private final int[] ports = Members.freePorts(2);
  private final MovedClock clock;
  private final HttpServer endpoint;
  private final Map<String, JsonNode> told = new ConcurrentHashMap<>();
  private final AtomicReferenceArray<ServerProcess> members = new AtomicReferenceArray<>(2);
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<String, String> keys;
  private CompletableFuture<Void> restart = CompletableFuture.completedFuture(null);

  /**
   * @param isLong whether they run for so long that all of the compiler is worth it
   */
  MonthMembers(Path folder, String url, boolean isLong) throws IOException, SQLException {
    this.folder = folder;
    this.url = url;
    this.isLong = isLong;
    this.clock = MovedClock.of(folder, url);
    this.endpoint =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext(
        "/",
        exchange -> {
          var message = JSON.readTree(exchange.getRequestBody().readAllBytes());
          told.put(exchange.getRequestHeaders().getFirst("webhook-id"), message);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    endpoint.start();
    begin(0);
    this.keys = members.get(0).keys();
    begin(1);
  }

  private void begin(int place) throws IOException {
    var launcher = new ArrayList<>(clock.launcher());
    if (isLong) {
      launcher.add("_JAVA_OPTIONS=-XX:TieredStopAtLevel=4");
    }
    members.set(
        place,
        Members.member(launcher, folder, url, place + 1, ports, "--webhook-private-addresses"));
  }

  MovedClock clock() {
    return clock;
  }

  /** Publishes rules, and listens for what is to be sent. */
  void publish(String rules) throws IOException, InterruptedException {
    var published = members.get(0).post("/v1/rulesets", keys.get("admin"), rules);
    if (published.status() != 201) {
      throw new IllegalStateException(published.json().toString());
    }
    var listening =
        members
            .get(0)
            .post(
                "/v1/webhooks",
                keys.get("admin"),
                "{\"url\":\"http://127.0.0.1:%d/\",\"events\":[\"step.due\"]}"
                    .formatted(endpoint.getAddress().getPort()));
    if (listening.status() != 201) {
      throw new IllegalStateException(listening.json().toString());
    }
  }

  /** Takes what was told and not taken yet; what comes again under an id counts once. */
  List<JsonNode> told(Map<String, Boolean> taken) {
    var fresh = new ArrayList<JsonNode>();
    told.forEach(
        (id, message) -> {
          if (taken.putIfAbsent(id, true) == null) {
            fresh.add(message);
          }
        });
    return fresh;
  }

  /** Asks one member after the other, as a load balancer does, until one answers. */
  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return ask(path, member -> member.post(path, keys.get("secret"), body));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return ask(path, member -> member.get(path, keys.get("secret")));
  }

  /** What a member is asked. */
  @FunctionalInterface
  private interface Question {
    ServerProcess.Answer to(ServerProcess member) throws IOException, InterruptedException;
  }

  private JsonNode ask(String path, Question question) throws IOException, InterruptedException {
    String last = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        var answer = question.to(members.get(Math.floorMod(turn.getAndIncrement(), 2)));
        if (answer.status() == 200) {
          return answer.json();
        }
        if (answer.status() < 500) {
          throw new IllegalStateException(path + ": " + answer);
        }
        last = answer.toString();
      } catch (IOException died) {
        last = died.toString();
      }
      Thread.sleep(100);
    }
    throw new IOException(path + ": " + last);
  }

  /** Kills one of the two at some moment of the next seconds and starts it again. */
  void killSoon(Random random) {
    restart.join();
    int victim = random.nextInt(2);
    long pause = random.nextInt(1_500);
    restart =
        CompletableFuture.runAsync(
            () -> {
              try {
                Thread.sleep(pause);
                members.get(victim).kill();
                begin(victim);
              } catch (IOException failed) {
                throw new IllegalStateException(failed);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /** Waits until nothing is due by the clock, neither a visitor nor a message. */
  void rest(Duration most) throws SQLException, InterruptedException {
    long limit = System.nanoTime() + most.toNanos();
    int quiet = 0;
    try (var connection = clock.connect();
        var statement = connection.createStatement()) {
      while (quiet < 2) {
        try (var rows =
            statement.executeQuery(
                "select exists (select from timer where due <= now())"
                    + " or exists (select from webhook_message where next_at <= now())")) {
          rows.next();
          quiet = rows.getBoolean(1) ? 0 : quiet + 1;
        }
        if (System.nanoTime() > limit) {
          throw new IllegalStateException("Timers or messages are still due after " + most);
        }
        Thread.sleep(50);
      }
    }
  }

  /** After the member that was killed is there again. */
  void whole() {
    restart.join();
  }

  @Override
  public void close() {
    restart.exceptionally(failed -> null).join();
    for (int place = 0; place < 2; place++) {
      var member = members.get(place);
      if (member != null) {
        member.close();
      }
    }
    endpoint.stop(0);
  }
}
