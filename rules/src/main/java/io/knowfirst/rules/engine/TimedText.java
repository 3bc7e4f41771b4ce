package io.knowfirst.rules.engine;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A text as a pattern reads it: only for as long as the run may take. Matching is linear in the
 * text, but each character may cost as much as the pattern is long when its repetitions are written
 * out, and the text is the visitor's.
 */
final class TimedText implements CharSequence {
  private static final int BETWEEN_LOOKS = 15;
  private static final long OUTSIDE_OF_RUNS = TimeUnit.SECONDS.toNanos(1);
  private static final ThreadLocal<@Nullable Long> DEADLINE = new ThreadLocal<>();

  private final String text;
  private final long deadline;
  private int looks;

  TimedText(String text) {
    this.text = text;
    var ends = DEADLINE.get();
    this.deadline = ends == null ? System.nanoTime() + OUTSIDE_OF_RUNS : ends;
  }

  /** Until when this thread may match; null for a second each time. */
  static void limit(@Nullable Long deadline) {
    if (deadline == null) {
      DEADLINE.remove();
    } else {
      DEADLINE.set(deadline);
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  /**
   * @throws RunOverrun when the time is over
   */
  @Override
  public char charAt(int index) {
    if ((++looks & BETWEEN_LOOKS) == 0 && System.nanoTime() - deadline > 0) {
      throw new RunOverrun();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
