package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor did with the products of one category, counted over windows that look back from
 * the decision's clock in the shop's calendar days: the last {@code days} days are today and that
 * many days before it. One such fact stands for each category touched and for each category above
 * it, so {@code category == "apparel.trousers"} also sees jeans. Product, brand, size, colour and
 * price are those of the newest touch.
 */
public abstract sealed class ProductActivity implements Fact permits Bought, Viewed {
  private final String category;
  private final Touches touches;
  private final Visitor visitor;
  private final ShopClock clock;

  ProductActivity(String category, Touches touches, Visitor visitor, ShopClock clock) {
    this.category = category;
    this.touches = touches;
    this.visitor = visitor;
    this.clock = clock;
  }

  public final String category() {
    return category;
  }

  public final Visitor visitor() {
    return visitor;
  }

  /** Calendar days since the newest touch; 0 for today. */
  public final int daysAgo() {
    return touches.daysAgo(clock);
  }

  /** Calendar days since the oldest touch that is kept. */
  public final int firstDaysAgo() {
    return clock.daysAgo(touches.oldest().at());
  }

  public final int times() {
    return touches.count();
  }

  /** How often within the last {@code days} days. */
  public final int times(int days) {
    return touches.countSince(since(days));
  }

  /** As {@link #times(int)}, of what the shop's backend told alone: pages may claim anything. */
  public final int confirmedTimes(int days) {
    return touches.confirmed().countSince(since(days));
  }

  /** How many different products within the last {@code days} days. */
  public final int products(int days) {
    return touches.productsSince(since(days));
  }

  public final String product() {
    return newest().product();
  }

  /** The category of the newest touch, which may lie deeper than {@link #category()}. */
  public final String exactly() {
    return newest().category();
  }

  public final @Nullable String brand() {
    return newest().brand();
  }

  public final @Nullable String size() {
    return newest().size();
  }

  public final @Nullable String colour() {
    return newest().colour();
  }

  /** For one piece, in the shop's currency; null when the event did not tell it. */
  public final @Nullable Double price() {
    double price = newest().price();
    return price == 0 ? null : (Double) price;
  }

  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "category", category,
        "times", times(),
        "daysAgo", daysAgo(),
        "product", product(),
        "brand", brand(),
        "size", size(),
        "colour", colour());
  }

  @Override
  public final List<Origin> origins() {
    return touches.origins();
  }

  final Touches touches() {
    return touches;
  }

  final long since(int days) {
    return clock.since(days);
  }

  private Item newest() {
    return Touches.item(touches.newest());
  }
}
