package io.knowfirst.benchmarks.rules;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Prints the heap that a rule base with N segment and N campaign rules takes, and heap and loaded
 * classes over a number of publishes, each with an edited file:
 *
 * <pre>
 * java -Xmx3g -cp benchmarks/target/classes:server/target/knowfirst.jar \
 *   io.knowfirst.benchmarks.rules.HeapAndPublishes 1000 200
 * </pre>
 */
public final class HeapAndPublishes {
  private static final int TOLD_EACH = 20;
  private static final Duration BUDGET = Duration.ofSeconds(2);
  private static final int VISITORS = 50;

  private HeapAndPublishes() {}

  public static void main(String[] args) {
    int n = Integer.parseInt(args[0]);
    int publishes = Integer.parseInt(args[1]);
    var files = GeneratedRules.of(n);
    System.out.printf("without rules: %.0f MB%n", heap());
    System.out.println("| publishes | heap, MB | classes |");
    System.out.println("|---|---|---|");
    var base = RuleBase.of(RuleFolder.of(files));
    for (int publish = 0; publish <= publishes; publish++) {
      if (publish > 0) {
        base = RuleBase.of(RuleFolder.of(GeneratedRules.edited(files, publish)));
      }
      base.rehearse(Duration.ofMillis(200));
      for (var visitor : RandomVisitors.of(VISITORS, n, base.keys())) {
        base.evaluate(visitor, BUDGET);
      }
      if (publish % TOLD_EACH == 0 || publish == publishes) {
        System.out.printf(
            "| %d | %.0f | %d |%n",
            publish, heap(), ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
      }
    }
    System.out.println(base.hash());
  }

  private static double heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    var used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return used / 1e6;
  }
}
