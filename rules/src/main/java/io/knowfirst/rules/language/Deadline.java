package io.knowfirst.rules.language;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When the reading of a file, or the check of a folder, must have ended, in processor time of the
 * thread that works: a busy machine refuses nothing. For the thread that made it.
 */
public final class Deadline {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();
  private static final String OF_FILE = "knowfirst.parse.seconds";
  private static final String OF_FOLDER = "knowfirst.check.seconds";
  private static final int FILE_SECONDS = 10;
  private static final int FOLDER_SECONDS = 60;
  private static final int BETWEEN_LOOKS = 0xf;

  private final Duration limit;
  private final long nanos;
  private int looks;

  /** Says that something took too long, or would. */
  public static final class Passed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Passed(String message) {
      super(message, null, false, false);
    }
  }

  private Deadline(Duration limit) {
    this.limit = limit;
    this.nanos = THREADS.getCurrentThreadCpuTime() + limit.toNanos();
  }

  public static Deadline in(Duration limit) {
    return new Deadline(limit);
  }

  /** So long from now as a file may take. */
  public static Deadline ofFile() {
    return in(Duration.ofSeconds(Integer.getInteger(OF_FILE, FILE_SECONDS)));
  }

  /** So long from now as the files and the lints of a folder may take together, and its advice. */
  public static Deadline ofFolder() {
    return in(Duration.ofSeconds(Integer.getInteger(OF_FOLDER, FOLDER_SECONDS)));
  }

  /** How long it was when it was set. */
  public Duration limit() {
    return limit;
  }

  public boolean hasPassed() {
    return THREADS.getCurrentThreadCpuTime() - nanos > 0;
  }

  /**
   * @throws Passed when it has passed
   */
  public void check() {
    if (hasPassed()) {
      throw new Passed("The file takes too long to read.");
    }
  }

  /** The same, each sixteenth time: for what is done very often. */
  void checkNowAndThen() {
    if ((++looks & BETWEEN_LOOKS) == 0) {
      check();
    }
  }

  /**
   * Works under this deadline.
   *
   * @throws Passed when {@link #look} finds that it has passed
   */
  public <T> T during(Supplier<T> work) {
    var before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }

  /** The same for work without a result. */
  public void during(Runnable work) {
    this.<@Nullable Void>during(
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * To be called by whatever is done many times for one rule; cheap. Never by what a class
   * initializer runs: a class that fails then stays unusable.
   */
  public static void look() {
    var current = CURRENT.get();
    if (current != null) {
      current.checkNowAndThen();
    }
  }
}
