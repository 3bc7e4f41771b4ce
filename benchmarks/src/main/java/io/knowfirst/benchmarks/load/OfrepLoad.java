package io.knowfirst.benchmarks.load;

import io.knowfirst.benchmarks.load.Wrk.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives OpenFeature's evaluation of one flag and {@code POST /v1/decisions} for the same placement
 * in turn, on one server with the example shop, and prints the ratios of throughput and of
 * processor time a request. Arguments: the server's jar, a directory to keep its data in (filled at
 * the first run), visitors, events each, visitors asked for, seconds a round, rounds; then settings
 * of the server's JVM.
 */
public final class OfrepLoad {
  private static final String PLACEMENT = "home-hero";
  private static final String CONTEXT =
      """
      "page":{"type":"home","url":"/"},"device":{"type":"mobile"},"geo":{"country":"DE","city":"Leipzig"}""";
  private static final String DECISION =
      "{\"visitor\":{\"id\":\"VISITOR\"},\"placements\":[\"%s\"],\"context\":{%s}}"
          .formatted(PLACEMENT, CONTEXT);
  private static final String FLAG =
      "{\"context\":{\"targetingKey\":\"VISITOR\",%s}}".formatted(CONTEXT);
  private static final String FLAG_PATH = "/ofrep/v1/evaluate/flags/" + PLACEMENT;
  private static final int ARGUMENTS = 7;
  private static final int CONNECTIONS = 32;

  private OfrepLoad() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < ARGUMENTS) {
      System.err.println(
          "Arguments: JAR DATA VISITORS EVENTS ASKED SECONDS ROUNDS, for example"
              + " server/target/knowfirst.jar benchmarks/target/load 100000 50 10000 20 5");
      System.exit(2);
    }
    var data = Path.of(args[1]);
    var given = List.of(args).subList(ARGUMENTS, args.length);
    var settings = given.isEmpty() ? List.of("-Xmx3g") : given;
    try (var server = Served.start(Path.of(args[0]), data, settings, List.of())) {
      var population = new Population(Served.address(), server.key(), new Shoppers(Instant.now()));
      population.fillOnce(data, Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      int asked = Integer.parseInt(args[4]);
      int seconds = Integer.parseInt(args[5]);
      var decisions = wrk(data.resolve("decisions"), server, DECISION, asked, seconds);
      var flags = wrk(data.resolve("flags"), server, FLAG, asked, seconds);
      compare(
          () -> flags.drive(Served.address() + FLAG_PATH, server.process(), CONNECTIONS),
          () -> decisions.drive(Served.decisions(), server.process(), CONNECTIONS),
          Integer.parseInt(args[6]),
          seconds);
    }
  }

  private static Wrk wrk(Path folder, Served server, String body, int asked, int seconds)
      throws IOException {
    return Wrk.of(Files.createDirectories(folder), server.key(), body, asked, 0, seconds);
  }

  private static void compare(Contest.Driven flag, Contest.Driven decision, int rounds, int seconds)
      throws IOException, InterruptedException {
    Contest.warm("decisions", decision);
    Contest.warm("flags", flag);
    var flags = new ArrayList<Measured>();
    var decisions = new ArrayList<Measured>();
    for (int round = 0; round < rounds; round++) {
      decisions.add(decision.round());
      flags.add(flag.round());
    }
    System.out.printf(
        "%n| medians of %d rounds of %d s | flag | decision | ratio |%n", rounds, seconds);
    System.out.println("|---|---|---|---|");
    Contest.row("requests/s", flags, decisions, Measured::rate);
    Contest.row("processor time a request, µs", flags, decisions, Measured::cpu);
    Contest.row("p99 at full load, ms", flags, decisions, Measured::p99);
    Contest.row("answers that were no success", flags, decisions, Measured::errors);
  }
}
