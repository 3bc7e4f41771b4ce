package io.knowfirst.rules.check;

import java.time.Duration;

/** When the reading of a file must have ended. */
record Deadline(long nanos) {
  private static final String LIMIT = "knowfirst.parse.seconds";
  private static final int DEFAULT_LIMIT = 5;

  /** Says that a file was still being read. */
  static final class Passed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Passed() {
      super("The file takes too long to read.", null, false, false);
    }
  }

  /** As long from now as a file may take. */
  static Deadline ofFile() {
    var limit = Duration.ofSeconds(Integer.getInteger(LIMIT, DEFAULT_LIMIT));
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /**
   * @throws Passed when it has passed
   */
  void check() {
    if (System.nanoTime() - nanos > 0) {
      throw new Passed();
    }
  }
}
