package io.knowfirst.benchmarks.rules;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Prints how long a fresh JVM takes from its start until a folder with N segment and N campaign
 * rules is ready to decide:
 *
 * <pre>
 * java -Xmx2g -cp benchmarks/target/classes:server/target/knowfirst.jar \
 *   io.knowfirst.benchmarks.rules.StartCost 1000
 * </pre>
 */
public final class StartCost {
  private StartCost() {}

  public static void main(String[] args) {
    int n = Integer.parseInt(args[0]);
    var base = RuleBase.of(RuleFolder.of(GeneratedRules.of(n)));
    double read = sinceStart();
    base.rehearse(Duration.ofSeconds(1));
    System.out.printf(
        "N = %,d: %.2f s until read, %.2f s until rehearsed%n", n, read, sinceStart());
  }

  private static double sinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }
}
