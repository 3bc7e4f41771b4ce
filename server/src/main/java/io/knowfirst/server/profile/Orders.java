package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Touch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The orders of a person by order_id, the newest of them. Immutable; what they come to is at hand,
 * they themselves are kept as bytes, once these are asked for.
 */
final class Orders {
  /** Lines of products that are kept. */
  static final int LINES = 2_000;

  static final Orders NONE = new Orders(Map.of(), 0);

  static final Comparator<Map.Entry<String, Order>> OLDEST =
      Comparator.comparingLong((Map.Entry<String, Order> entry) -> entry.getValue().at())
          .thenComparing(Map.Entry::getKey);

  private final int dropped;
  private final long newest;
  private final List<Touch> touches;
  private volatile @Nullable Map<String, Order> decoded;
  private volatile byte @Nullable [] encoded;

  /**
   * @param dropped how many older ones are not kept
   */
  Orders(Map<String, Order> byId, int dropped) {
    this.dropped = dropped;
    this.newest = byId.values().stream().mapToLong(Order::newest).max().orElse(Long.MIN_VALUE);
    this.touches = List.copyOf(touches(byId, Long.MAX_VALUE));
    this.decoded = Map.copyOf(byId);
  }

  /** Those that were {@link #encoded}. */
  static Orders of(byte[] encoded) {
    var orders = OrderFormat.decoded(encoded);
    orders.encoded = encoded;
    orders.decoded = null;
    return orders;
  }

  byte[] encoded() {
    var known = encoded;
    if (known == null) {
      known = OrderFormat.encoded(this);
      encoded = known;
      decoded = null;
    }
    return known;
  }

  Map<String, Order> byId() {
    var known = decoded;
    return known != null ? known : OrderFormat.byId(Objects.requireNonNull(encoded));
  }

  int dropped() {
    return dropped;
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

  /** What they come to. */
  List<Touch> touches() {
    return touches;
  }

  /** What they come to, as known at {@code now}. */
  List<Touch> touches(long now) {
    return newest <= now ? touches : touches(byId(), now);
  }

  private static List<Touch> touches(Map<String, Order> byId, long now) {
    var touches = new ArrayList<Touch>();
    byId.values().forEach(order -> touches.addAll(order.touches(now)));
    return touches;
  }

  /** When the newest of their events happened. */
  long newest() {
    return newest;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Orders that && dropped == that.dropped && byId().equals(that.byId());
  }

  @Override
  public int hashCode() {
    return byId().hashCode() + dropped;
  }

  @Override
  public String toString() {
    return new TreeMap<>(byId()) + "+" + dropped;
  }
}
