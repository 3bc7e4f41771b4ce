package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Arrival;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The visits there were, as they look from a moment; times are milliseconds since the epoch.
 * Immutable.
 */
final class VisitHistory {
  static final VisitHistory NONE = new VisitHistory(0, new Visit[0]);

  private final int dropped;
  private final Visit[] kept;

  /**
   * @param dropped how many there were before those that are kept
   * @param kept oldest first; not to be changed any more
   */
  VisitHistory(int dropped, Visit[] kept) {
    this.dropped = dropped;
    this.kept = kept;
  }

  int dropped() {
    return dropped;
  }

  /** The newest visits, oldest first. */
  List<Visit> kept() {
    return Collections.unmodifiableList(Arrays.asList(kept));
  }

  /** When those that are kept began; the last is the visit that {@code now} lies in. */
  long[] starts(long now) {
    int begun = begun(now);
    boolean fresh = at(now) == null;
    var starts = new long[fresh ? begun + 1 : begun];
    for (int i = 0; i < begun; i++) {
      starts[i] = kept[i].start();
    }
    if (fresh) {
      starts[begun] = now;
    }
    return starts;
  }

  /** How many there were, the one {@code now} lies in included. */
  int count(long now) {
    return dropped + begun(now) + (at(now) == null ? 1 : 0);
  }

  /** When the one that {@code now} lies in began. */
  long since(long now) {
    var visit = at(now);
    return visit == null ? now : visit.start();
  }

  /** Where the one that {@code now} lies in came from. */
  @Nullable Arrival arrival(long now) {
    var visit = at(now);
    return visit == null ? null : visit.arrival();
  }

  private int begun(long now) {
    int n = kept.length;
    while (n > 0 && kept[n - 1].start() > now) {
      n--;
    }
    return n;
  }

  private @Nullable Visit at(long now) {
    int begun = begun(now);
    return begun > 0 && kept[begun - 1].holds(now) ? kept[begun - 1] : null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VisitHistory that
        && dropped == that.dropped
        && Arrays.equals(kept, that.kept);
  }

  @Override
  public int hashCode() {
    return dropped + 31 * Arrays.hashCode(kept);
  }

  @Override
  public String toString() {
    return "%d+%d %s".formatted(dropped, kept.length, Arrays.toString(kept));
  }
}
