package io.knowfirst.benchmarks.rules;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Prints how long a fresh JVM takes from its start until a folder with N segment and N campaign
 * rules is ready to decide; the second run finds the rules compiled:
 *
 * <pre>
 * java -Xmx2g -cp benchmarks/target/classes:server/target/knowfirst.jar \
 *   io.knowfirst.benchmarks.rules.StartCost benchmarks/target/rules 1000
 * </pre>
 */
public final class StartCost {
  private StartCost() {}

  public static void main(String[] args) throws IOException {
    var cache = Files.createDirectories(Path.of(args[0]));
    int n = Integer.parseInt(args[1]);
    var base = RuleBase.compile(RuleFolder.of(RuleTexts.of(n)), cache);
    double compiled = sinceStart();
    base.rehearse(Duration.ofSeconds(1));
    System.out.printf(
        "N = %,d: %.2f s until compiled, %.2f s until rehearsed%n", n, compiled, sinceStart());
  }

  private static double sinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
  }
}
