package io.knowfirst.server;

import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.visitor.ThreadBuffers;

/** The entry point of {@code java -jar knowfirst.jar}. */
public final class Main {
  private static final String POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";

  private Main() {}

  public static void main(String[] args) {
    ThreadBuffers.track();
    // With two processors or fewer, every future that completes aside would start a thread of its
    // own.
    if (System.getProperty(POOL) == null && Runtime.getRuntime().availableProcessors() <= 2) {
      System.setProperty(POOL, "2");
    }
    System.exit(CommandLines.run(args, System.getenv()));
  }
}
