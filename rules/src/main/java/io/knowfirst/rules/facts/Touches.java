package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Touches of one kind that belong together, newest first; counts look back from a clock. */
final class Touches {
  static final Touches NONE = new Touches(List.of());

  private static final int ORIGINS = 5;

  private final List<Touch> newestFirst;
  private volatile int @Nullable [] products;
  private volatile int @Nullable [] events;
  private volatile double @Nullable [] values;

  Touches(List<Touch> newestFirst) {
    this.newestFirst = newestFirst;
  }

  Touch newest() {
    return newestFirst.get(0);
  }

  Touch oldest() {
    return newestFirst.get(newestFirst.size() - 1);
  }

  int count() {
    return times(newestFirst);
  }

  List<Touch> all() {
    return newestFirst;
  }

  /** How often it happened at or after {@code since}. */
  int countSince(long since) {
    return times(since(since));
  }

  /** Those at or after {@code since}, newest first. */
  List<Touch> since(long since) {
    return newestFirst.subList(0, touchesSince(since));
  }

  private int touchesSince(long since) {
    int low = 0;
    int high = newestFirst.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (newestFirst.get(middle).at() >= since) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  static int times(List<Touch> touches) {
    int times = 0;
    for (var touch : touches) {
      times += touch.times();
    }
    return times;
  }

  /** How many orders they are of; an order is known by the event that placed it. */
  int eventsSince(long since) {
    int touches = touchesSince(since);
    return touches == 0 ? 0 : events()[touches - 1];
  }

  /** How many orders the newest touches are of, by how many touches; counted once. */
  private int[] events() {
    var known = events;
    if (known == null) {
      var seen = new HashSet<String>();
      known = new int[newestFirst.size()];
      int times = 0;
      for (int i = 0; i < known.length; i++) {
        var touch = newestFirst.get(i);
        times += seen.add(touch.event()) ? touch.times() : 0;
        known[i] = times;
      }
      events = known;
    }
    return known;
  }

  /** Those that the shop's backend told of. */
  Touches confirmed() {
    return new Touches(newestFirst.stream().filter(Touch::confirmed).toList());
  }

  int productsSince(long since) {
    int touches = touchesSince(since);
    return touches == 0 ? 0 : products()[touches - 1];
  }

  /** How many products the newest touches are of, by how many touches; counted once. */
  private int[] products() {
    var known = products;
    if (known == null) {
      var seen = new HashSet<String>();
      known = new int[newestFirst.size()];
      for (int i = 0; i < known.length; i++) {
        var item = newestFirst.get(i).item();
        if (item != null) {
          seen.add(item.product());
        }
        known[i] = seen.size();
      }
      products = known;
    }
    return known;
  }

  /** What products cost at or after {@code since}, in the shop's currency. */
  double valueSince(long since) {
    int touches = touchesSince(since);
    return touches == 0 ? 0 : values()[touches - 1];
  }

  /** What the newest touches cost, by how many touches; added up once. */
  private double[] values() {
    var known = values;
    if (known == null) {
      known = new double[newestFirst.size()];
      double value = 0;
      for (int i = 0; i < known.length; i++) {
        var touch = newestFirst.get(i);
        var item = touch.item();
        value += item == null ? 0 : item.price() * item.quantity() * touch.times();
        known[i] = value;
      }
      values = known;
    }
    return known;
  }

  List<Origin> origins() {
    int kept = Math.min(ORIGINS, newestFirst.size());
    var origins = new ArrayList<Origin>(kept);
    for (int i = 0; i < kept; i++) {
      origins.add(newestFirst.get(i).origin());
    }
    return List.copyOf(origins);
  }

  /** Calendar days between the newest touch and today. */
  int daysAgo(ShopClock clock) {
    return clock.daysAgo(newest().at());
  }

  static Item item(Touch touch) {
    return Objects.requireNonNull(touch.item(), "a touch of a product has its item");
  }
}
