package io.knowfirst.benchmarks.load;

import io.knowfirst.benchmarks.load.Wrk.Measured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Drives a server with the example shop and its bare twin in turn, and prints the ratios:
 * throughput as fast as it goes, and the 99th percentile of the latency at half the server's
 * throughput. Arguments: the server's jar, a directory to keep its data in (filled at the first
 * run), visitors, events each, visitors asked for, seconds a round, rounds.
 */
public final class DecisionLoad {
  private static final int SERVER_PORT = 18_080;
  private static final int TWIN_PORT = 18_081;
  private static final int CONNECTIONS = 32;
  private static final int PACED_CONNECTIONS = 64;
  private static final String BODY =
      """
      {"visitor":{"id":"VISITOR"},"channel":"web","placements":["home-hero","recommendations"],
      "context":{"page":{"type":"home","url":"/"},"device":{"type":"mobile"},"geo":{"country":"DE","city":"Leipzig"}}}"""
          .replace("\n", "");

  private final Path jar;
  private final Path data;
  private final int visitors;
  private final int eventsEach;
  private final int asked;
  private final int seconds;
  private final int rounds;

  private DecisionLoad(String[] args) {
    this.jar = Path.of(args[0]);
    this.data = Path.of(args[1]);
    this.visitors = Integer.parseInt(args[2]);
    this.eventsEach = Integer.parseInt(args[3]);
    this.asked = Integer.parseInt(args[4]);
    this.seconds = Integer.parseInt(args[5]);
    this.rounds = Integer.parseInt(args[6]);
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 7) {
      System.err.println(
          "Arguments: JAR DATA VISITORS EVENTS ASKED SECONDS ROUNDS, for example"
              + " server/target/knowfirst.jar benchmarks/target/load 100000 50 10000 20 3");
      System.exit(2);
    }
    new DecisionLoad(args).run();
  }

  private void run() throws IOException, InterruptedException {
    Files.createDirectories(data);
    var server = URI.create("http://127.0.0.1:" + SERVER_PORT);
    var twin = "http://127.0.0.1:" + TWIN_PORT + "/v1/decisions";
    try (var running = serve()) {
      var key = key(running.readUntil(line -> line.contains("Ctrl-C")));
      var population = new Population(server, key, Instant.now());
      fill(population);
      System.out.println("Asking for each visitor once, so that their profiles are cached");
      var answer = warm(population, server);
      var answerFile = Files.writeString(data.resolve("answer.json"), answer);
      try (var bare = twin(answerFile)) {
        bare.readUntil(line -> line.startsWith("twin on"));
        compare(key, server + "/v1/decisions", twin, answer.length());
      }
    }
  }

  private void compare(String key, String server, String twin, int answerBytes)
      throws IOException, InterruptedException {
    var full = Wrk.of(data, key, BODY, asked, 0, seconds);
    full.drive(twin, CONNECTIONS);
    full.drive(server, CONNECTIONS);
    var ours = new ArrayList<Measured>();
    var bare = new ArrayList<Measured>();
    for (int round = 0; round < rounds; round++) {
      bare.add(full.drive(twin, CONNECTIONS));
      ours.add(full.drive(server, CONNECTIONS));
    }
    double rate = median(ours, Measured::rate);
    int pause = (int) Math.round(PACED_CONNECTIONS * 1_000 / (rate / 2));
    var half = Wrk.of(data, key, BODY, asked, Math.max(1, pause), seconds);
    var oursHalf = new ArrayList<Measured>();
    var bareHalf = new ArrayList<Measured>();
    for (int round = 0; round < rounds; round++) {
      bareHalf.add(half.drive(twin, PACED_CONNECTIONS));
      oursHalf.add(half.drive(server, PACED_CONNECTIONS));
    }
    System.out.printf(
        "%n%,d visitors of %d events, %,d asked; request %d bytes, answer %d bytes; medians of %d rounds of %d s%n%n",
        visitors, eventsEach, asked, BODY.length(), answerBytes, rounds, seconds);
    System.out.println("| | server | twin | ratio |");
    System.out.println("|---|---|---|---|");
    row("decisions/s", ours, bare, Measured::rate);
    row("p99 at full load, ms", ours, bare, Measured::p99);
    row("decisions/s at half load", oursHalf, bareHalf, Measured::rate);
    row("p50 at half load, ms", oursHalf, bareHalf, Measured::p50);
    row("p99 at half load, ms", oursHalf, bareHalf, Measured::p99);
    row("answers that were no success", ours, bare, m -> m.errors());
  }

  private static void row(
      String name, List<Measured> ours, List<Measured> bare, ToDoubleFunction<Measured> figure) {
    double a = median(ours, figure);
    double b = median(bare, figure);
    System.out.printf("| %s | %,.2f | %,.2f | %.2f |%n", name, a, b, b == 0 ? 0 : a / b);
  }

  private static double median(List<Measured> measured, ToDoubleFunction<Measured> figure) {
    return measured.stream()
        .sorted(Comparator.comparingDouble(figure))
        .skip(measured.size() / 2)
        .mapToDouble(figure)
        .findFirst()
        .orElseThrow();
  }

  private void fill(Population population) throws IOException, InterruptedException {
    var filled = data.resolve("filled-" + visitors + "-" + eventsEach);
    if (Files.exists(filled)) {
      return;
    }
    System.out.printf("Filling %,d visitors with %d events each%n", visitors, eventsEach);
    population.fill(visitors, eventsEach);
    Files.createFile(filled);
  }

  private String warm(Population population, URI server) throws IOException, InterruptedException {
    var answer = "";
    for (int visitor = 0; visitor < asked; visitor++) {
      answer = population.decide(server, BODY.replace("VISITOR", Population.visitor(visitor)));
    }
    return answer;
  }

  private Child serve() throws IOException {
    return Child.java(
        List.of(
            "-Xmx3g",
            "-jar",
            jar.toString(),
            "serve",
            "--port",
            String.valueOf(SERVER_PORT),
            "--data",
            data.resolve("data").toString()));
  }

  private static Child twin(Path answer) throws IOException {
    return Child.java(
        List.of(
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            Twin.class.getName(),
            String.valueOf(TWIN_PORT),
            answer.toString()));
  }

  /** The secret key is printed only when it is made; a later run finds it beside the data. */
  private String key(List<String> printed) throws IOException {
    var file = data.resolve("secret-key");
    for (var line : printed) {
      if (line.startsWith("secret key: ")) {
        Files.writeString(file, line.substring("secret key: ".length()).strip());
      }
    }
    return Files.readString(file).strip();
  }
}
