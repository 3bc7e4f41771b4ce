package io.knowfirst.rules.base;

import io.knowfirst.rules.facts.Fact;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints what one evaluation costs with N segment and N campaign rules, in processor time of the
 * evaluating thread: {@code java -cp … io.knowfirst.rules.base.EvaluationSpeed 60 100 1000}.
 */
public final class EvaluationSpeed {
  private static final int VISITORS = 200;
  private static final int ROUNDS = 10;
  private static final int EVALUATIONS = 20_000;
  private static final Duration BUDGET = Duration.ofMillis(50);

  private EvaluationSpeed() {}

  public static void main(String[] sizes) throws IOException {
    for (var size : sizes) {
      measure(Integer.parseInt(size));
    }
  }

  private static void measure(int n) throws IOException {
    var base = RuleBase.compile(folder(n), Files.createTempDirectory("rules"));
    var visitors = IntStream.range(0, VISITORS).mapToObj(seed -> facts(n, seed)).toList();
    var threads = ManagementFactory.getThreadMXBean();
    double best = Double.MAX_VALUE;
    int offers = 0;
    int failures = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long began = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < EVALUATIONS; i++) {
        var evaluation = base.evaluate(visitors.get(i % VISITORS), BUDGET);
        offers += evaluation.offers().size();
        failures += evaluation.failures().size();
      }
      best = Math.min(best, (threads.getCurrentThreadCpuTime() - began) / 1e3 / EVALUATIONS);
    }
    System.out.printf(
        "N = %d: best of %d rounds %.1f µs an evaluation, %.1f facts given, %.1f offers, %d failures%n",
        n,
        ROUNDS,
        best,
        visitors.stream().mapToInt(List::size).average().orElse(0),
        (double) offers / ROUNDS / EVALUATIONS,
        failures);
  }

  /** The natural way of writing; a third of the segments need two kinds of facts. */
  private static io.knowfirst.rules.folder.RuleFolder folder(int n) {
    var segments = new StringBuilder();
    var campaigns = new StringBuilder();
    for (int i = 0; i < n; i++) {
      var category = category(i);
      var condition =
          switch (i % 3) {
            case 0 -> "Bought(category == \"%s\", times(90) >= 1)".formatted(category);
            case 1 ->
                "Viewed(category == \"%s\", times(7) >= 2, visitor.visits >= 2)"
                    .formatted(category);
            default ->
                "Bought(category == \"%s\", daysAgo <= 60) Trait(name == \"t%d\", value == \"v%d\")"
                    .formatted(category, i % 20, i % 5);
          };
      segments.append(Folders.segment("Segment " + i, condition, "s" + i));
      var audience = "Member(segment == \"s" + i + "\")";
      if (i % 4 == 3) {
        audience += " Member(segment == \"s" + (i + 1) % n + "\")";
      }
      campaigns.append(Folders.campaign("Campaign " + i, audience, "c" + i));
    }
    var ids = IntStream.range(0, n).mapToObj(i -> "c" + i).toArray(String[]::new);
    return Folders.of(segments.toString(), campaigns.toString(), ids);
  }

  private static List<Fact> facts(int n, int seed) {
    var random = new Random(seed);
    var shopper = new Shopper().visits(5);
    for (int k = 0; k < 50; k++) {
      var category = category((random.nextInt(8) * 7 + seed % 5) % n);
      var ago = Duration.ofDays(random.nextInt(80));
      if (k % 4 == 0) {
        shopper.bought(category, ago);
      } else {
        shopper.viewed(category, ago);
      }
    }
    for (int t = 0; t < 4; t++) {
      shopper.trait("t" + (t * 3 + seed % 3), "v" + random.nextInt(5), Double.NaN);
    }
    return new ArrayList<>(shopper.facts());
  }

  private static String category(int i) {
    return "c" + i % 40 + ".d" + i;
  }
}
