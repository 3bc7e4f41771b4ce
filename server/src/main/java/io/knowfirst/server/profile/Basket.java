package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The products of an order, from which some are given back. */
final class Basket {
  private final List<Item> items;
  private final int[] pieces;

  Basket(List<Item> items) {
    this.items = items;
    this.pieces = items.stream().mapToInt(Item::quantity).toArray();
  }

  static double value(List<Item> items) {
    return items.stream().mapToDouble(item -> item.price() * item.quantity()).sum();
  }

  /** First from lines that are the very same, then from those that may be meant. */
  void giveBack(Item back) {
    int left = back.quantity();
    for (int i = 0; i < pieces.length; i++) {
      if (isSame(items.get(i), back)) {
        left -= take(i, left);
      }
    }
    for (int i = 0; i < pieces.length; i++) {
      if (fits(items.get(i), back)) {
        left -= take(i, left);
      }
    }
  }

  /**
   * What was not given back.
   *
   * @param refunded share of the order's price that was paid back without products, 0 to 1
   */
  List<Item> left(double refunded) {
    var left = new ArrayList<Item>();
    for (int i = 0; i < pieces.length; i++) {
      var item = items.get(i);
      if (pieces[i] > 0) {
        double price = refunded == 0 ? item.price() : item.price() * Math.max(0, 1 - refunded);
        left.add(item.withQuantity(pieces[i]).withPrice(price));
      }
    }
    return left;
  }

  private int take(int i, int wanted) {
    int taken = Math.min(pieces[i], wanted);
    pieces[i] -= taken;
    return taken;
  }

  private static boolean isSame(Item one, Item other) {
    return one.product().equals(other.product())
        && Objects.equals(one.size(), other.size())
        && Objects.equals(one.colour(), other.colour());
  }

  private static boolean fits(Item one, Item other) {
    return one.product().equals(other.product())
        && fits(one.size(), other.size())
        && fits(one.colour(), other.colour());
  }

  private static boolean fits(@Nullable String one, @Nullable String other) {
    return one == null || other == null || one.equals(other);
  }
}
