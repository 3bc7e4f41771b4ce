package io.knowfirst.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A server at five times the load that it sustains, with 200 connections that send a byte now and
 * then, 1,000 events of one visitor at once and a version of the rules that goes live meanwhile.
 * Arguments: the server's jar, a directory for its data, visitors, seconds of a phase, options of
 * the JVM.
 */
public final class OverloadLoad {
  private static final int EVENTS_EACH = 20;
  private static final int CONNECTIONS = 800;
  private static final int SLOW = 200;
  private static final int HOT = 1_000;
  private static final double USUAL = 0.5;
  private static final double SUSTAINED = 0.8;
  private static final double OVER = 5;
  private static final Pattern HASH = Pattern.compile("\"hash\" *: *\"([0-9a-f]{64})\"");
  private static final String BODY =
      "{\"visitor\":{\"id\":\"VISITOR\"},\"channel\":\"web\",\"placements\":[\"home-hero\",\"recommendations\"]}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Served server;
  private final String admin;
  private final int visitors;
  private final int seconds;

  private OverloadLoad(Served server, String admin, int visitors, int seconds) {
    this.server = server;
    this.admin = admin;
    this.visitors = visitors;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws Exception {
    if (args.length < 4) {
      System.err.println(
          "Arguments: JAR DATA VISITORS SECONDS [JVM OPTIONS], for example"
              + " server/target/knowfirst.jar benchmarks/target/overload 10000 20 -Xmx2g");
      System.exit(2);
    }
    var data = Path.of(args[1]);
    var options = List.of(args).subList(4, args.length);
    // The load comes from one address.
    var serve = List.of("--connections-per-address", "10000");
    try (var server = Served.start(Path.of(args[0]), data, options, serve)) {
      int visitors = Integer.parseInt(args[2]);
      var population = new Population(Served.address(), server.key(), new Shoppers(Instant.now()));
      population.fillOnce(data, visitors, EVENTS_EACH);
      population.askAll(visitors, BODY);
      var admin = Served.key(data.resolve("data"), "admin");
      new OverloadLoad(server, admin, visitors, Integer.parseInt(args[3])).run();
    }
    System.exit(0);
  }

  private void run() throws Exception {
    try (var load = new Overload(Served.address().getPort(), server.key(), BODY, CONNECTIONS)) {
      load.drive(3_000, seconds, visitors);
      double rate = sustained(load);
      System.out.printf("%nSustained: %,.0f decisions a second%n%n", rate);
      System.out.println(
          "| phase | sent | answered | refused | failed | no connection free | p50, ms | p99, ms |");
      System.out.println("|---|---|---|---|---|---|---|---|");
      var usual = load.drive(rate * SUSTAINED, seconds, visitors);
      usual.print("at the load that it sustains");
      long before = resident();
      var disturbances = CompletableFuture.runAsync(this::disturb);
      var over = load.drive(rate * OVER, seconds, visitors);
      over.print("at 5 times that, with the disturbances");
      long after = resident();
      disturbances.join();
      Thread.sleep(5_000);
      var again = load.drive(rate * USUAL, seconds, visitors);
      again.print("5 s later, at half of it");
      System.out.printf(
          "%np99 of the answered: %.1f times the usual (at most 5). Resident memory: %,d MiB before, %,d after.%n",
          over.p99() / usual.p99(), before >> 20, after >> 20);
    }
  }

  /** The highest rate, found by doubling and then halving steps, of which all are answered. */
  private double sustained(Overload load) throws InterruptedException {
    double good = 500;
    double step = 500;
    boolean doubling = true;
    for (int tries = 0; tries < 12 && step >= 250; tries++) {
      var phase = load.drive(good + step, 3, visitors);
      boolean holds = phase.refused() + phase.failed() + phase.unsent() < phase.sent() / 1_000;
      if (holds) {
        good += step;
        step = doubling ? good : step / 2;
      } else {
        doubling = false;
        step /= 2;
      }
    }
    return good;
  }

  private void disturb() {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < SLOW; i++) {
        slow.add(slow());
      }
      var answers = IntStream.range(0, HOT).mapToObj(i -> hot(i)).toList();
      System.err.println("publish during the peak: " + publish());
      var statuses = answers.stream().map(answer -> answer.join().statusCode()).toList();
      System.err.printf(
          "%d events of one visitor at once: %d stored, %d refused%n",
          HOT,
          statuses.stream().filter(status -> status == 200).count(),
          statuses.stream().filter(status -> status == 503).count());
      for (int i = 0; i < seconds; i++) {
        Thread.sleep(1_000);
        for (var socket : slow) {
          drip(socket);
        }
      }
      for (var socket : slow) {
        socket.close();
      }
    } catch (IOException failed) {
      System.err.println("disturbances ended: " + failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Socket slow() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), Served.address().getPort());
    var head =
        "POST /v1/decisions HTTP/1.1\r\nHost: localhost\r\nX-API-Key: %s\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
            .formatted(server.key());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void drip(Socket socket) {
    try {
      socket.getOutputStream().write('{');
    } catch (IOException closed) {
      // The server has given it up, as it should.
    }
  }

  private CompletableFuture<HttpResponse<String>> hot(int number) {
    var body =
        "{\"batch\":[{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"hot-%d-%d\",\"userId\":\"hot\",\"properties\":{\"product_id\":\"p\"}}]}"
            .formatted(System.nanoTime(), number);
    return client.sendAsync(
        request("/v1/events", server.key(), body), HttpResponse.BodyHandlers.ofString());
  }

  /** Asks again while it is refused, as whoever publishes does. */
  private int publish() throws IOException, InterruptedException {
    var list =
        HttpRequest.newBuilder(Served.address().resolve("/v1/rulesets"))
            .header("X-API-Key", admin)
            .GET()
            .build();
    var live = HASH.matcher("");
    for (int tries = 0; tries < 50 && !live.find(); tries++) {
      Thread.sleep(100);
      live = HASH.matcher(client.send(list, HttpResponse.BodyHandlers.ofString()).body());
    }
    live.reset();
    if (!live.find()) {
      return 503;
    }
    var path = "/v1/rulesets/" + live.group(1) + "/rollback?message=during+the+peak";
    int status = 503;
    for (int tries = 0; tries < 50 && status == 503; tries++) {
      Thread.sleep(100);
      var answer = client.send(request(path, admin, ""), HttpResponse.BodyHandlers.ofString());
      status = answer.statusCode();
    }
    return status;
  }

  private static HttpRequest request(String path, String key, String body) {
    return HttpRequest.newBuilder(URI.create(Served.address() + path))
        .header("X-API-Key", key)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(server.process().pid()), "status"))
            .stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .sum()
        << 10;
  }
}
