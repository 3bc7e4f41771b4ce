package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Touches of one kind that belong together, newest first; counts look back from a clock. */
final class Touches {
  private static final int ORIGINS = 5;

  private final List<Touch> newestFirst;
  private volatile int @Nullable [] products;

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
    int n = 0;
    while (n < newestFirst.size() && newestFirst.get(n).at() >= since) {
      n++;
    }
    return newestFirst.subList(0, n);
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
    var events = new HashSet<String>();
    int times = 0;
    for (var touch : since(since)) {
      if (events.add(touch.event())) {
        times += touch.times();
      }
    }
    return times;
  }

  /** Those that the shop's backend told of. */
  Touches confirmed() {
    return new Touches(newestFirst.stream().filter(Touch::confirmed).toList());
  }

  int productsSince(long since) {
    int touches = since(since).size();
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

  double valueSince(long since) {
    double value = 0;
    for (var touch : since(since)) {
      var item = touch.item();
      value += item == null ? 0 : item.price() * item.quantity() * touch.times();
    }
    return value;
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
