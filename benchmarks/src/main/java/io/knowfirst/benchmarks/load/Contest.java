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
 * Drives server and twin in turn, as fast as they go and at half the server's rate, and prints the
 * medians and their ratios.
 *
 * @param data where scripts are kept
 * @param body of each request, with VISITOR for the visitor's id
 * @param asked how many visitors are asked for
 * @param seconds of a round
 */
record Contest(Path data, String key, String body, int asked, int seconds, int rounds) {
  private static final int CONNECTIONS = 32;
  private static final int PACED_CONNECTIONS = 64;

  /**
   * Compares them.
   *
   * @param answer that the twin gives to all
   */
  void run(String answer) throws IOException, InterruptedException {
    var process = Served.twin(Files.writeString(data.resolve("answer.json"), answer));
    try (process) {
      compare();
    }
  }

  private void compare() throws IOException, InterruptedException {
    var server = Served.decisions();
    var twin = Served.decisionsOfTwin();
    var full = Wrk.of(data, key, body, asked, 0, seconds);
    full.drive(twin, CONNECTIONS);
    full.drive(server, CONNECTIONS);
    var ours = new ArrayList<Measured>();
    var bare = new ArrayList<Measured>();
    for (int round = 0; round < rounds; round++) {
      bare.add(full.drive(twin, CONNECTIONS));
      ours.add(full.drive(server, CONNECTIONS));
    }
    double rate = median(ours, Measured::rate);
    var half = paced(rate / 2);
    var oursHalf = new ArrayList<Measured>();
    var bareHalf = new ArrayList<Measured>();
    for (int round = 0; round < rounds; round++) {
      bareHalf.add(half.drive(twin, PACED_CONNECTIONS));
      oursHalf.add(half.drive(server, PACED_CONNECTIONS));
    }
    System.out.printf(
        "%n| medians of %d rounds of %d s | server | twin | ratio |%n", rounds, seconds);
    System.out.println("|---|---|---|---|");
    row("decisions/s", ours, bare, Measured::rate);
    row("p99 at full load, ms", ours, bare, Measured::p99);
    row("decisions/s at half load", oursHalf, bareHalf, Measured::rate);
    row("p50 at half load, ms", oursHalf, bareHalf, Measured::p50);
    row("p99 at half load, ms", oursHalf, bareHalf, Measured::p99);
    row("answers that were no success", ours, bare, m -> m.errors());
  }

  /** The load of so many requests a second at most. */
  private Wrk paced(double rate) throws IOException {
    int pause = (int) Math.round(PACED_CONNECTIONS * 1_000 / rate);
    return Wrk.of(data, key, body, asked, Math.max(1, pause), seconds);
  }

  /** What callers of the server see at so many requests a second at most. */
  Measured paced(double rate, int atMostSeconds) throws IOException, InterruptedException {
    return new Contest(data, key, body, asked, atMostSeconds, 1)
        .paced(rate)
        .drive(Served.decisions(), PACED_CONNECTIONS);
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
}
