package io.knowfirst.rules.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The matches of an accumulate, and what its functions make of them. */
final class Collected implements Matched {
  private final List<Slot[]> rows;
  private int position;
  private @Nullable Object @Nullable [] results;

  Collected(List<Slot[]> rows) {
    this.rows = new ArrayList<>(rows);
    this.rows.sort(Comparator.comparing(row -> row, Collected::compare));
  }

  private static int compare(Slot[] one, Slot[] other) {
    for (int i = 0; i < one.length; i++) {
      int order = Integer.compare(one[i].order(), other[i].order());
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /**
   * Lets the functions compute; tells whether they have results.
   *
   * @param outer the facts outside, by position
   */
  boolean reduce(Reduction reduction, int at, @Nullable Object[] outer) {
    var frames = new ArrayList<@Nullable Object[]>(rows.size());
    for (var row : rows) {
      var frame = outer.clone();
      for (var slot : row) {
        slot.put(frame);
      }
      frames.add(frame);
    }
    position = at;
    results = reduction.of(frames);
    return results != null;
  }

  @Override
  public void put(@Nullable Object[] frame) {
    frame[position] = results;
  }
}
