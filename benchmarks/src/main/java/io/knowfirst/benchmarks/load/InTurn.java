package io.knowfirst.benchmarks.load;

import io.knowfirst.benchmarks.load.Wrk.Measured;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A server with the example shop under two sets of options in turn, each started anew on the same
 * data and warmed.
 *
 * @param data where it keeps its data, filled at the first run
 * @param events of each visitor
 * @param asked how many visitors are asked for
 * @param seconds of a measurement
 * @param settings of the server's JVM
 */
record InTurn(
    Path jar,
    Path data,
    int visitors,
    int events,
    int asked,
    int seconds,
    int rounds,
    List<String> settings) {
  private static final String ARGUMENTS =
      "Arguments: JAR DATA VISITORS EVENTS ASKED SECONDS ROUNDS, for example"
          + " server/target/knowfirst.jar benchmarks/target/load 100000 50 10000 10 3 -Xmx3g";
  private static final String BODY =
      "{\"visitor\":{\"id\":\"VISITOR\"},\"channel\":\"web\",\"placements\":[\"home-hero\",\"recommendations\"]}";
  private static final int NEEDED = 7;
  private static final int CONNECTIONS = 32;
  private static final int EACH = 3;

  /** Ends the process where an argument is missing. */
  static InTurn of(String[] args) {
    if (args.length < NEEDED) {
      System.err.println(ARGUMENTS);
      System.exit(2);
    }
    var numbers = List.of(args).subList(2, NEEDED).stream().map(Integer::valueOf).toList();
    return new InTurn(
        Path.of(args[0]),
        Path.of(args[1]),
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        numbers.get(4),
        List.of(args).subList(NEEDED, args.length));
  }

  /**
   * Measures and prints medians and ratios.
   *
   * @param with name and options of the one side
   * @param without name and options of the other
   */
  void compare(Side with, Side without) throws IOException, InterruptedException {
    var ones = new ArrayList<Measured>();
    var others = new ArrayList<Measured>();
    for (int round = 0; round < rounds; round++) {
      measure(without, others);
      measure(with, ones);
    }
    System.out.printf(
        "%n| medians of %d times %d measurements of %d s | %s | %s | ratio |%n",
        rounds, EACH, seconds, with.name(), without.name());
    System.out.println("|---|---|---|---|");
    Contest.row("processor time a request, µs", ones, others, Measured::cpu);
    Contest.row("decisions/s", ones, others, Measured::rate);
    Contest.row("p99 at full load, ms", ones, others, Measured::p99);
    Contest.row("answers that were no success", ones, others, Measured::errors);
  }

  record Side(String name, List<String> options) {}

  private void measure(Side side, List<Measured> measured)
      throws IOException, InterruptedException {
    try (var server = Served.start(jar, data, settings, side.options())) {
      var population = new Population(Served.address(), server.key(), new Shoppers(Instant.now()));
      population.fillOnce(data, visitors, events);
      population.askAll(asked, BODY);
      var wrk = Wrk.of(data, server.key(), BODY, asked, 0, seconds);
      Contest.Driven driven = () -> wrk.drive(Served.decisions(), server.process(), CONNECTIONS);
      Contest.warm(side.name(), driven);
      for (int i = 0; i < EACH; i++) {
        measured.add(driven.round());
      }
    }
  }
}
