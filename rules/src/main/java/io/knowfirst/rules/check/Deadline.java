package io.knowfirst.rules.check;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * When the reading of a file must have ended, in processor time of the thread that reads: a busy
 * machine refuses nothing. To be checked by the thread that made it.
 */
record Deadline(long nanos) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String LIMIT = "knowfirst.parse.seconds";
  private static final int DEFAULT_LIMIT = 10;

  /** Says that a file was still being read, or would be for long. */
  static final class Passed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Passed(String message) {
      super(message, null, false, false);
    }
  }

  /** So long from now as a file may take. */
  static Deadline ofFile() {
    var limit = Duration.ofSeconds(Integer.getInteger(LIMIT, DEFAULT_LIMIT));
    return new Deadline(THREADS.getCurrentThreadCpuTime() + limit.toNanos());
  }

  /**
   * @throws Passed when it has passed
   */
  void check() {
    if (THREADS.getCurrentThreadCpuTime() - nanos > 0) {
      throw new Passed("The file takes too long to read.");
    }
  }
}
