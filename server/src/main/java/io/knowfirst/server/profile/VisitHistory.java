package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Habits;
import io.knowfirst.rules.facts.Habits.PastVisit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The visits there were, as they look from a moment; times are milliseconds since the epoch.
 * Immutable.
 */
final class VisitHistory {
  static final VisitHistory NONE = new VisitHistory(0, new long[0], new VisitState[0]);

  private final int dropped;
  private final long[] earlier;
  private final VisitState[] kept;

  /**
   * @param dropped how many there were before those that are known here
   * @param earlier when those before the kept ones began, oldest first; not to be changed any more
   * @param kept oldest first; not to be changed any more
   */
  VisitHistory(int dropped, long[] earlier, VisitState[] kept) {
    this.dropped = dropped;
    this.earlier = earlier;
    this.kept = kept;
  }

  int dropped() {
    return dropped;
  }

  /** When those before the kept ones began, oldest first; not to be changed. */
  long[] earlier() {
    return earlier;
  }

  /** The newest visits, oldest first. */
  List<VisitState> kept() {
    return Collections.unmodifiableList(Arrays.asList(kept));
  }

  /** When the newest that is known last went on; before all time where there is none. */
  long last() {
    return kept.length == 0 ? Long.MIN_VALUE : kept[kept.length - 1].last();
  }

  /** When those that are known began; the last is the visit that {@code now} lies in. */
  long[] starts(long now) {
    int before = earlier(now);
    int begun = before + begun(now);
    boolean fresh = at(now) == null;
    var starts = Arrays.copyOf(earlier, fresh ? begun + 1 : begun);
    for (int i = before; i < begun; i++) {
      starts[i] = kept[i - before].start();
    }
    if (fresh) {
      starts[begun] = now;
    }
    return starts;
  }

  /** The newest that are known, oldest first, without the one that {@code now} lies in. */
  List<PastVisit> before(long now) {
    int known = earlier(now);
    int begun = begun(now) - (at(now) == null ? 0 : 1);
    int skipped = Math.max(0, known + begun - Habits.MOST);
    var before = new ArrayList<PastVisit>(known + begun - skipped);
    for (int i = skipped; i < known; i++) {
      before.add(new PastVisit(earlier[i], 0));
    }
    for (int i = Math.max(0, skipped - known); i < begun; i++) {
      before.add(new PastVisit(kept[i].start(), kept[i].devices()));
    }
    return before;
  }

  /** How many there were, the one {@code now} lies in included. */
  int count(long now) {
    return dropped + earlier(now) + begun(now) + (at(now) == null ? 1 : 0);
  }

  /** When the one that {@code now} lies in began. */
  long since(long now) {
    var visit = at(now);
    return visit == null ? now : visit.start();
  }

  /** Where the one that {@code now} lies in came from. */
  @Nullable Arrival arrival(long now) {
    var visit = at(now);
    var came = visit == null ? null : visit.came();
    return came == null ? null : came.fact();
  }

  private int earlier(long now) {
    int n = earlier.length;
    while (n > 0 && earlier[n - 1] > now) {
      n--;
    }
    return n;
  }

  private int begun(long now) {
    int n = kept.length;
    while (n > 0 && kept[n - 1].start() > now) {
      n--;
    }
    return n;
  }

  private @Nullable VisitState at(long now) {
    int begun = begun(now);
    return begun > 0 && kept[begun - 1].holds(now) ? kept[begun - 1] : null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VisitHistory that
        && dropped == that.dropped
        && Arrays.equals(earlier, that.earlier)
        && Arrays.equals(kept, that.kept);
  }

  @Override
  public int hashCode() {
    return dropped + 31 * (Arrays.hashCode(earlier) + 31 * Arrays.hashCode(kept));
  }

  @Override
  public String toString() {
    return "%d+%d+%d %s".formatted(dropped, earlier.length, kept.length, Arrays.toString(kept));
  }
}
