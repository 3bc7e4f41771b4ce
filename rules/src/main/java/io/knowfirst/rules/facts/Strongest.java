package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The highest scores of each depth; of equal ones, the first by value. */
final class Strongest {
  private static final Comparator<Scored> ORDER =
      Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::value);

  private final int top;
  private final List<List<Scored>> depths = new ArrayList<>();

  Strongest(int top) {
    this.top = top;
  }

  /** A value with its score as of a decision. */
  record Scored(String value, double score, InterestSum evidence) {}

  void add(String value, int depth, double score, InterestSum evidence) {
    while (depths.size() <= depth) {
      depths.add(new ArrayList<>(top + 1));
    }
    var best = depths.get(depth);
    if (score <= 0 || (best.size() == top && score < best.get(top - 1).score())) {
      return;
    }
    var scored = new Scored(value, score, evidence);
    int place = Collections.binarySearch(best, scored, ORDER);
    best.add(place < 0 ? -place - 1 : place, scored);
    if (best.size() > top) {
      best.remove(top);
    }
  }

  /** All of a depth from the strongest, then those of the next. */
  void each(Consumer<List<Scored>> ofDepth) {
    depths.forEach(ofDepth);
  }
}
