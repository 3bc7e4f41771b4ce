package io.knowfirst.rules.facts;

/** The visitor looked at products of a category. */
public final class Viewed extends ProductActivity {
  private final long visitSince;

  Viewed(String category, Touches touches, Visitor visitor, ShopClock clock, long visitSince) {
    super(category, touches, visitor, clock);
    this.visitSince = visitSince;
  }

  public int timesThisVisit() {
    return touches().countSince(visitSince);
  }

  public int productsThisVisit() {
    return touches().productsSince(visitSince);
  }
}
