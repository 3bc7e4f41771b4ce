package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the cart, from touches given oldest first. Sizes and colours of a product are lines
 * of their own; what an event does not say of them fits any line of the product.
 */
final class Cart {
  /** The line put in last is the last. */
  private final List<Touch> lines = new ArrayList<>();

  private @Nullable String set;

  void add(Touch touch) {
    var item = touch.item();
    if (touch.kind() == Touch.Kind.CART_SET) {
      if (!touch.event().equals(set)) {
        lines.clear();
        set = touch.event();
      }
      if (item != null) {
        put(touch, item);
      }
    } else if (item != null) {
      switch (touch.kind()) {
        case CART_ADDED -> put(touch, item);
        case CART_REMOVED -> take(item);
        case BOUGHT, ORDERED -> lines.removeIf(line -> fits(Touches.item(line), item));
        default -> {}
      }
    }
  }

  /** What lies in it, each line a touch with all its pieces; what was put in last is the last. */
  List<Touch> lines() {
    return List.copyOf(lines);
  }

  private void put(Touch touch, Item item) {
    int pieces = item.quantity() * touch.times();
    int known = line(item);
    if (known >= 0) {
      pieces += Touches.item(lines.remove(known)).quantity();
    }
    lines.add(with(touch, item, pieces));
  }

  /** First from the line that is the very same, then from those put in last. */
  private void take(Item item) {
    int left = item.quantity();
    int same = line(item);
    if (same >= 0) {
      left = take(same, left);
    }
    for (int i = lines.size() - 1; i >= 0 && left > 0; i--) {
      if (fits(Touches.item(lines.get(i)), item)) {
        left = take(i, left);
      }
    }
  }

  /** How many are still to be taken afterwards. */
  private int take(int index, int pieces) {
    var line = lines.get(index);
    var item = Touches.item(line);
    if (item.quantity() > pieces) {
      lines.set(index, with(line, item, item.quantity() - pieces));
      return 0;
    }
    lines.remove(index);
    return pieces - item.quantity();
  }

  private int line(Item wanted) {
    for (int i = 0; i < lines.size(); i++) {
      var item = Touches.item(lines.get(i));
      if (item.product().equals(wanted.product())
          && Objects.equals(item.size(), wanted.size())
          && Objects.equals(item.colour(), wanted.colour())) {
        return i;
      }
    }
    return -1;
  }

  private static boolean fits(Item line, Item named) {
    return line.product().equals(named.product())
        && fits(line.size(), named.size())
        && fits(line.colour(), named.colour());
  }

  private static boolean fits(@Nullable String one, @Nullable String other) {
    return one == null || other == null || one.equals(other);
  }

  private static Touch with(Touch touch, Item item, int pieces) {
    return new Touch(
        touch.kind(), touch.at(), touch.event(), touch.name(), item.withQuantity(pieces));
  }
}
