package io.knowfirst.benchmarks.rules;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

/**
 * Prints what one evaluation (facts in, offers out) costs with N segment and N campaign rules, in
 * processor time of the evaluating thread:
 *
 * <pre>
 * java -Xmx2g -XX:+UseSerialGC -cp benchmarks/target/classes:server/target/knowfirst.jar \
 *   io.knowfirst.benchmarks.rules.EvaluationCost 100 1000 10000
 * </pre>
 */
public final class EvaluationCost {
  private static final int VISITORS = 500;
  private static final int ROUNDS = 7;
  private static final int EVALUATIONS = 20_000;
  private static final Duration BUDGET = Duration.ofSeconds(2);

  private EvaluationCost() {}

  public static void main(String[] args) {
    System.out.println(
        "| N | µs, median | best | worst | over the first N | facts | segments | offers |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    double first = 0;
    for (int a = 0; a < args.length; a++) {
      double median = measure(Integer.parseInt(args[a]), first);
      first = a == 0 ? median : first;
    }
  }

  private static double measure(int n, double first) {
    var base = RuleBase.of(RuleFolder.of(RuleTexts.of(n)));
    base.rehearse(Duration.ofSeconds(2));
    var visitors = Visitors.of(VISITORS, n, base.keys());
    var threads = ManagementFactory.getThreadMXBean();
    var rounds = new double[ROUNDS];
    long facts = 0;
    long segments = 0;
    long offers = 0;
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      facts = segments = offers = 0;
      long began = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < EVALUATIONS; i++) {
        var evaluation = base.evaluate(visitors.get(i % VISITORS), BUDGET);
        if (!evaluation.failures().isEmpty()) {
          throw new IllegalStateException("no failures expected, not " + evaluation.failures());
        }
        facts += visitors.get(i % VISITORS).size();
        segments += evaluation.segments().size();
        offers += evaluation.offers().size();
      }
      if (round >= 0) {
        rounds[round] = (threads.getCurrentThreadCpuTime() - began) / 1e3 / EVALUATIONS;
      }
    }
    Arrays.sort(rounds);
    double median = rounds[ROUNDS / 2];
    System.out.printf(
        "| %,d | %.1f | %.1f | %.1f | %.2f | %.1f | %.1f | %.1f |%n",
        n,
        median,
        rounds[0],
        rounds[ROUNDS - 1],
        first == 0 ? 1 : median / first,
        (double) facts / EVALUATIONS,
        (double) segments / EVALUATIONS,
        (double) offers / EVALUATIONS);
    return median;
  }
}
