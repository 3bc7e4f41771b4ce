package io.knowfirst.rules.facts;

/** The visitor bought products of a category. */
public final class Bought extends ProductActivity {
  Bought(String category, Touches touches, Visitor visitor, ShopClock clock) {
    super(category, touches, visitor, clock);
  }

  /** What was paid within the last {@code days} days, in the shop's currency. */
  public double spent(int days) {
    return touches().valueSince(since(days));
  }

  /** As {@link #spent}, of what the shop's backend told alone: pages may claim anything. */
  public double confirmedSpent(int days) {
    return touches().confirmed().valueSince(since(days));
  }
}
