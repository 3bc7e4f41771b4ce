package io.knowfirst.server.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * The visits of a visitor, found from activities in any order. The newest are kept, of others when
 * they began; where an activity would change those, the answer is unsure and only folding all
 * events anew gives it.
 */
final class Visits {
  static final int KEPT = 100;

  /** Visits of which at least the beginning is known. */
  static final int STARTS = 4_100;

  private final List<VisitState> visits;
  private int dropped;
  private long[] earlier;
  private boolean unsure;

  Visits(VisitHistory before) {
    this.visits = new ArrayList<>(before.kept());
    this.dropped = before.dropped();
    this.earlier = before.earlier();
  }

  void add(VisitState activity) {
    int i = visits.size() - 1;
    while (i >= 0 && visits.get(i).start() > activity.start()) {
      i--;
    }
    if (i < 0 && earlier.length > 0) {
      unsure = true;
    } else if (i >= 0 && visits.get(i).holds(activity.start())) {
      visits.set(i, visits.get(i).and(activity));
      joinNext(i);
    } else {
      visits.add(i + 1, activity);
      joinNext(i + 1);
    }
    if (visits.size() > KEPT) {
      shorten(visits.remove(0).start());
    }
  }

  private void shorten(long start) {
    int surplus = earlier.length == STARTS - KEPT ? 1 : 0;
    var longer = new long[earlier.length + 1 - surplus];
    System.arraycopy(earlier, surplus, longer, 0, longer.length - 1);
    longer[longer.length - 1] = start;
    earlier = longer;
    dropped += surplus;
  }

  private void joinNext(int i) {
    if (i + 1 < visits.size() && visits.get(i).holds(visits.get(i + 1).start())) {
      visits.set(i, visits.get(i).and(visits.remove(i + 1)));
      unsure |= earlier.length > 0;
    }
  }

  VisitHistory history() {
    return new VisitHistory(dropped, earlier, visits.toArray(VisitState[]::new));
  }

  boolean unsure() {
    return unsure;
  }
}
