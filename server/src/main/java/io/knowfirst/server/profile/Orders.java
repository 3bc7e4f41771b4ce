package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Touch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The orders of a person by order_id, the newest of them. Immutable.
 *
 * @param dropped how many older ones are not kept
 */
record Orders(Map<String, Order> byId, int dropped) {
  /** Lines of products that are kept. */
  static final int LINES = 2_000;

  static final Orders NONE = new Orders(Map.of(), 0);

  private static final Comparator<Map.Entry<String, Order>> OLDEST =
      Comparator.comparingLong((Map.Entry<String, Order> entry) -> entry.getValue().at())
          .thenComparing(Map.Entry::getKey);

  Orders {
    byId = Map.copyOf(byId);
  }

  /** These orders, less the oldest where they are too many. */
  static Orders newest(Map<String, Order> orders, int dropped) {
    int lines = orders.values().stream().mapToInt(Order::lines).sum();
    if (lines <= LINES) {
      return new Orders(orders, dropped);
    }
    var kept = new HashMap<>(orders);
    for (var entry : orders.entrySet().stream().sorted(OLDEST).toList()) {
      if (lines <= LINES || kept.size() == 1) {
        break;
      }
      lines -= entry.getValue().lines();
      kept.remove(entry.getKey());
    }
    return new Orders(kept, dropped + orders.size() - kept.size());
  }

  /** What they come to, as known at {@code now}. */
  List<Touch> touches(long now) {
    var touches = new ArrayList<Touch>();
    byId.values().forEach(order -> touches.addAll(order.touches(now)));
    return touches;
  }

  /** When the newest of their events happened. */
  long newest() {
    long newest = Long.MIN_VALUE;
    for (var order : byId.values()) {
      newest = Math.max(newest, order.newest());
    }
    return newest;
  }
}
