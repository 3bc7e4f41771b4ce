package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of values of one property: numbers or texts in any number of ranges, and whether null is
 * one. A range ends at a cut just below or just above a value, so that open and closed ends, single
 * values and gaps are one and the same thing.
 *
 * @param lowest whether the least values belong to it
 * @param cuts ascending; at each, belonging changes
 * @param empty whether null belongs to it
 */
record Ranges(boolean lowest, List<Cut> cuts, boolean empty) {

  /** A place between values. */
  record Cut(Scalar value, boolean above) implements Comparable<Cut> {
    @Override
    public int compareTo(Cut other) {
      int order = value.compareTo(other.value);
      return order != 0 ? order : Boolean.compare(above, other.above);
    }
  }

  Ranges {
    cuts = List.copyOf(cuts);
  }

  static Ranges all() {
    return new Ranges(true, List.of(), true);
  }

  static Ranges none() {
    return new Ranges(false, List.of(), false);
  }

  static Ranges onlyNull() {
    return new Ranges(false, List.of(), true);
  }

  static Ranges only(Scalar value) {
    return new Ranges(false, List.of(new Cut(value, false), new Cut(value, true)), false);
  }

  static Ranges oneOf(List<Scalar> values) {
    return anyOf(values.stream().map(Ranges::only).toList());
  }

  /** All of them together; halves first, as one by one takes the square of their number. */
  static Ranges anyOf(List<Ranges> sets) {
    if (sets.size() < 2) {
      return sets.isEmpty() ? none() : sets.get(0);
    }
    int half = sets.size() / 2;
    return anyOf(sets.subList(0, half)).or(anyOf(sets.subList(half, sets.size())));
  }

  /** Values from the one given on; null belongs to no comparison. */
  static Ranges from(Scalar value, boolean included) {
    return new Ranges(false, List.of(new Cut(value, !included)), false);
  }

  /** Values up to the one given. */
  static Ranges upTo(Scalar value, boolean included) {
    return new Ranges(true, List.of(new Cut(value, included)), false);
  }

  Ranges not() {
    return new Ranges(!lowest, cuts, !empty);
  }

  Ranges and(Ranges other) {
    return joined(other, true);
  }

  Ranges or(Ranges other) {
    return joined(other, false);
  }

  private Ranges joined(Ranges other, boolean both) {
    boolean mine = lowest;
    boolean theirs = other.lowest;
    boolean start = both ? mine && theirs : mine || theirs;
    boolean belongs = start;
    var changes = new ArrayList<Cut>();
    int i = 0;
    int j = 0;
    while (i < cuts.size() || j < other.cuts.size()) {
      int order =
          i == cuts.size()
              ? 1
              : j == other.cuts.size() ? -1 : cuts.get(i).compareTo(other.cuts.get(j));
      var cut = order <= 0 ? cuts.get(i) : other.cuts.get(j);
      if (order <= 0) {
        mine = !mine;
        i++;
      }
      if (order >= 0) {
        theirs = !theirs;
        j++;
      }
      boolean now = both ? mine && theirs : mine || theirs;
      if (now != belongs) {
        changes.add(cut);
        belongs = now;
      }
    }
    return new Ranges(start, changes, both ? empty && other.empty : empty || other.empty);
  }

  boolean isNone() {
    return !lowest && cuts.isEmpty() && !empty;
  }

  /** Whether all of it belongs to the other. */
  boolean within(Ranges other) {
    return and(other.not()).isNone();
  }

  /** The last value of all; null when there is no last. */
  @Nullable Scalar last() {
    boolean endless = lowest ^ (cuts.size() % 2 == 1);
    return endless || cuts.isEmpty() ? null : cuts.get(cuts.size() - 1).value();
  }

  /** The one text that belongs to it; null when there are more, or null does. */
  @Nullable String singleText() {
    return !lowest && !empty && cuts.size() == 2 && cuts.get(0).value().equals(cuts.get(1).value())
        ? cuts.get(0).value().text()
        : null;
  }
}
