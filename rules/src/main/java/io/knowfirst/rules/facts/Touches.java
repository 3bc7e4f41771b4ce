package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/** Touches of one kind that belong together, newest first; counts look back from a clock. */
final class Touches {
  static final long DAY = 86_400_000L;
  private static final int ORIGINS = 5;

  private final List<Touch> newestFirst;

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
    return newestFirst.size();
  }

  List<Touch> all() {
    return newestFirst;
  }

  /** How many lie at or after {@code since}. */
  int countSince(long since) {
    int n = 0;
    while (n < newestFirst.size() && newestFirst.get(n).at() >= since) {
      n++;
    }
    return n;
  }

  int productsSince(long since) {
    var products = new HashSet<String>();
    for (var touch : newestFirst.subList(0, countSince(since))) {
      if (touch.item() != null) {
        products.add(touch.item().product());
      }
    }
    return products.size();
  }

  double valueSince(long since) {
    double value = 0;
    for (var touch : newestFirst.subList(0, countSince(since))) {
      var item = touch.item();
      value += item == null ? 0 : item.price() * item.quantity();
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

  /** Whole days between the newest touch and now. */
  int daysAgo(long now) {
    return (int) ((now - newest().at()) / DAY);
  }

  static Item item(Touch touch) {
    return Objects.requireNonNull(touch.item(), "a touch of a product has its item");
  }
}
