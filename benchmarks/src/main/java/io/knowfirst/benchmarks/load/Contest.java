package io.knowfirst.benchmarks.load;

import io.knowfirst.benchmarks.load.Wrk.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Drives server and twin in turn, as fast as they go and at half the server's rate, once both are
 * warm, and prints the medians and their ratios.
 *
 * @param server that is asked
 * @param data where scripts are kept
 * @param body of each request, with VISITOR for the visitor's id
 * @param asked how many visitors are asked for
 * @param seconds of a round
 */
record Contest(Served server, Path data, String body, int asked, int seconds, int rounds) {
  private static final int CONNECTIONS = 32;
  private static final int PACED_CONNECTIONS = 64;
  private static final int MOST_WARMING = 12;
  private static final double FLAT = 0.97;

  /**
   * Compares them.
   *
   * @param answer that the twin gives to all
   */
  void run(String answer) throws IOException, InterruptedException {
    try (var twin = Served.twin(Files.writeString(data.resolve("answer.json"), answer))) {
      compare(twin);
    }
  }

  private void compare(Child bareTwin) throws IOException, InterruptedException {
    var full = wrk(0);
    Driven oursAtFull = () -> full.drive(Served.decisions(), server.process(), CONNECTIONS);
    Driven twinAtFull = () -> full.drive(Served.decisionsOfTwin(), bareTwin, CONNECTIONS);
    warm("twin", twinAtFull);
    warm("server", oursAtFull);
    var ours = new ArrayList<Measured>();
    var bare = new ArrayList<Measured>();
    for (int round = 0; round < rounds; round++) {
      bare.add(twinAtFull.round());
      ours.add(oursAtFull.round());
    }
    double rate = median(ours, Measured::rate);
    var half = paced(rate / 2);
    var oursHalf = new ArrayList<Measured>();
    var bareHalf = new ArrayList<Measured>();
    for (int round = 0; round < rounds; round++) {
      bareHalf.add(half.drive(Served.decisionsOfTwin(), bareTwin, PACED_CONNECTIONS));
      oursHalf.add(half.drive(Served.decisions(), server.process(), PACED_CONNECTIONS));
    }
    System.out.printf(
        "%n| medians of %d rounds of %d s | server | twin | ratio |%n", rounds, seconds);
    System.out.println("|---|---|---|---|");
    row("processor time a request, µs", ours, bare, Measured::cpu);
    row("decisions/s", ours, bare, Measured::rate);
    row("p99 at full load, ms", ours, bare, Measured::p99);
    row("decisions/s at half load", oursHalf, bareHalf, Measured::rate);
    row("processor time a request at half load, µs", oursHalf, bareHalf, Measured::cpu);
    row("p50 at half load, ms", oursHalf, bareHalf, Measured::p50);
    row("p99 at half load, ms", oursHalf, bareHalf, Measured::p99);
    row("answers that were no success", ours, bare, m -> m.errors());
  }

  /** A round of load. */
  interface Driven {
    Measured round() throws IOException, InterruptedException;
  }

  /** Until a round costs hardly less than the best one before: the compiler is quiet then. */
  static void warm(String name, Driven driven) throws IOException, InterruptedException {
    double best = Double.MAX_VALUE;
    for (int round = 0; round < MOST_WARMING; round++) {
      var measured = driven.round();
      System.out.printf(
          "  %s, warming: %.1f µs a request, %,.0f a second%n",
          name, measured.cpu(), measured.rate());
      if (round > 1 && measured.cpu() > best * FLAT) {
        return;
      }
      best = Math.min(best, measured.cpu());
    }
  }

  private Wrk wrk(int pauseMillis) throws IOException {
    return Wrk.of(data, server.key(), body, asked, pauseMillis, seconds);
  }

  /** The load of so many requests a second at most. */
  private Wrk paced(double rate) throws IOException {
    int pause = (int) Math.round(PACED_CONNECTIONS * 1_000 / rate);
    return wrk(Math.max(1, pause));
  }

  /** What callers of the server see at so many requests a second at most. */
  Measured paced(double rate, int atMostSeconds) throws IOException, InterruptedException {
    return new Contest(server, data, body, asked, atMostSeconds, 1)
        .paced(rate)
        .drive(Served.decisions(), server.process(), PACED_CONNECTIONS);
  }

  static void row(
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
}
