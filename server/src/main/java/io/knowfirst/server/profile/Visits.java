package io.knowfirst.server.profile;

import java.util.ArrayList;
import java.util.List;

/**
 * The visits of a visitor, found from activities in any order. The newest are kept; where an
 * activity would change those that are not, the answer is unsure and only folding all events anew
 * gives it.
 */
final class Visits {
  static final int KEPT = 100;

  private final List<Visit> visits;
  private int dropped;
  private boolean unsure;

  Visits(VisitHistory before) {
    this.visits = new ArrayList<>(before.kept());
    this.dropped = before.dropped();
  }

  void add(Visit activity) {
    int i = visits.size() - 1;
    while (i >= 0 && visits.get(i).start() > activity.start()) {
      i--;
    }
    if (i < 0 && dropped > 0) {
      unsure = true;
    } else if (i >= 0 && visits.get(i).holds(activity.start())) {
      visits.set(i, visits.get(i).and(activity));
      joinNext(i);
    } else {
      visits.add(i + 1, activity);
      joinNext(i + 1);
    }
    if (visits.size() > KEPT) {
      visits.remove(0);
      dropped++;
    }
  }

  private void joinNext(int i) {
    if (i + 1 < visits.size() && visits.get(i).holds(visits.get(i + 1).start())) {
      visits.set(i, visits.get(i).and(visits.remove(i + 1)));
      unsure |= dropped > 0;
    }
  }

  VisitHistory history() {
    return new VisitHistory(dropped, visits.toArray(Visit[]::new));
  }

  boolean unsure() {
    return unsure;
  }
}
