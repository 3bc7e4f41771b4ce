package io.knowfirst.benchmarks.rules;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Processor time of the measuring thread for one call, in microseconds, over rounds of calls that
 * follow as many to warm up.
 */
public record Loop(double median, double best, double worst) {
  public static Loop of(int rounds, int calls, IntConsumer call) {
    var threads = ManagementFactory.getThreadMXBean();
    var took = new double[rounds];
    for (int round = -rounds; round < rounds; round++) {
      long began = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < calls; i++) {
        call.accept(i);
      }
      if (round >= 0) {
        took[round] = (threads.getCurrentThreadCpuTime() - began) / 1e3 / calls;
      }
    }
    Arrays.sort(took);
    return new Loop(took[rounds / 2], took[0], took[rounds - 1]);
  }
}
