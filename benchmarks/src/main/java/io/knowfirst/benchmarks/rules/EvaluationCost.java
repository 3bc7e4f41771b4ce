package io.knowfirst.benchmarks.rules;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import java.time.Duration;

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
    var base = RuleBase.of(RuleFolder.of(GeneratedRules.of(n)));
    base.rehearse(Duration.ofSeconds(2));
    var visitors = RandomVisitors.of(VISITORS, n, base.keys());
    var loop =
        Loop.of(
            ROUNDS,
            EVALUATIONS,
            i -> {
              var evaluation = base.evaluate(visitors.get(i % VISITORS), BUDGET);
              if (!evaluation.failures().isEmpty()) {
                throw new IllegalStateException("expected no " + evaluation.failures());
              }
            });
    long facts = 0;
    long segments = 0;
    long offers = 0;
    for (var visitor : visitors) {
      var evaluation = base.evaluate(visitor, BUDGET);
      facts += visitor.size();
      segments += evaluation.segments().size();
      offers += evaluation.offers().size();
    }
    System.out.printf(
        "| %,d | %.1f | %.1f | %.1f | %.2f | %.1f | %.1f | %.1f |%n",
        n,
        loop.median(),
        loop.best(),
        loop.worst(),
        first == 0 ? 1 : loop.median() / first,
        (double) facts / VISITORS,
        (double) segments / VISITORS,
        (double) offers / VISITORS);
    return loop.median();
  }
}
