package io.knowfirst.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Drives a server with the example shop and its bare twin in turn, and prints the ratios: processor
 * time a request, throughput as fast as it goes, and the 99th percentile of the latency at half the
 * server's throughput. Arguments: the server's jar, a directory to keep its data in (filled at the
 * first run), visitors, events each, visitors asked for, seconds a round, rounds; then settings of
 * the server's JVM.
 */
public final class DecisionLoad {
  private static final String BODY =
      """
      {"visitor":{"id":"VISITOR"},"channel":"web","placements":["home-hero","recommendations"],
      "context":{"page":{"type":"home","url":"/"},"device":{"type":"mobile"},"geo":{"country":"DE","city":"Leipzig"}}}"""
          .replace("\n", "");

  private static final int ARGUMENTS = 7;

  private final Path jar;
  private final Path data;
  private final int visitors;
  private final int eventsEach;
  private final int asked;
  private final int seconds;
  private final int rounds;
  private final List<String> settings;

  private DecisionLoad(String[] args) {
    this.jar = Path.of(args[0]);
    this.data = Path.of(args[1]);
    this.visitors = Integer.parseInt(args[2]);
    this.eventsEach = Integer.parseInt(args[3]);
    this.asked = Integer.parseInt(args[4]);
    this.seconds = Integer.parseInt(args[5]);
    this.rounds = Integer.parseInt(args[6]);
    var given = List.of(args).subList(ARGUMENTS, args.length);
    this.settings = given.isEmpty() ? List.of("-Xmx3g") : given;
  }

  public static void main(String[] args) throws Exception {
    if (args.length < ARGUMENTS) {
      System.err.println(
          "Arguments: JAR DATA VISITORS EVENTS ASKED SECONDS ROUNDS, for example"
              + " server/target/knowfirst.jar benchmarks/target/load 100000 50 10000 20 3");
      System.exit(2);
    }
    new DecisionLoad(args).run();
  }

  private void run() throws IOException, InterruptedException {
    try (var server = Served.start(jar, data, settings, List.of())) {
      var population = new Population(Served.address(), server.key(), new Shoppers(Instant.now()));
      population.fillOnce(data, visitors, eventsEach);
      System.out.println("Asking for each visitor once, so that their profiles are cached");
      var answer = population.askAll(asked, BODY);
      System.out.printf(
          "%,d visitors of %d events, %,d asked; request %d bytes, answer %d bytes%n",
          visitors, eventsEach, asked, BODY.length(), answer.length());
      new Contest(server, data, BODY, asked, seconds, rounds).run(answer);
    }
  }
}
