package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a customer was worth to the shop so far, and what is to be expected of them; there is one
 * for each visitor who has ordered. Forecasts are null as long as none can be made.
 */
public final class Value implements Fact {
  private static final int YEAR = 365;
  private static final int MONTH = 30;

  private final Touches bought;
  private final @Nullable BuyingModel model;
  private final Visitor visitor;
  private final ShopClock clock;
  private @Nullable PastOrders past;

  private Value(Touches bought, @Nullable BuyingModel model, Visitor visitor, ShopClock clock) {
    this.bought = bought;
    this.model = model;
    this.visitor = visitor;
    this.clock = clock;
  }

  /**
   * Of a visitor; nothing for who has not ordered, or where no rule asks.
   *
   * @param model fitted to all customers; null as long as there is none
   */
  public static List<Fact> facts(
      History history, @Nullable BuyingModel model, Visitor visitor, ShopClock clock, Keys keys) {
    if (!keys.asked(Value.class, "")) {
      return List.of();
    }
    var bought = history.of(Touch.Kind.BOUGHT);
    return bought.all().isEmpty() ? List.of() : List.of(new Value(bought, model, visitor, clock));
  }

  private PastOrders past() {
    var known = past;
    if (known == null) {
      known = PastOrders.of(bought, clock);
      past = known;
    }
    return known;
  }

  /** Orders of which at least one product was kept (frequency). */
  public int orders() {
    return bought.eventsSince(Long.MIN_VALUE);
  }

  /** What was paid in all, less refunds, in the shop's currency (lifetime value so far). */
  public double spent() {
    return bought.valueSince(Long.MIN_VALUE);
  }

  /** What an order was worth on average (monetary value). */
  public double averageOrder() {
    return spent() / orders();
  }

  /** Calendar days since the last order (recency). */
  public int daysAgo() {
    return bought.daysAgo(clock);
  }

  /** Calendar days since the first order. */
  public int firstDaysAgo() {
    return clock.daysAgo(bought.oldest().at());
  }

  /** The probability, from 0 to 1, that the customer still orders at all. */
  public @Nullable Double alive() {
    return model == null ? null : model.alive(past());
  }

  /** The probability, from 0 to 1, that the customer has left for good: 1 less {@link #alive}. */
  public @Nullable Double churn() {
    return model == null ? null : 1 - model.alive(past());
  }

  /** The probability, from 0 to 1, of an order within the next days. */
  public @Nullable Double chance(int days) {
    return model == null ? null : model.probability(past(), days);
  }

  /** What is to be expected within the next days, in the shop's currency. */
  public @Nullable Double forecast(int days) {
    return model == null ? null : model.orders(past(), days) * model.worth(past());
  }

  /** What is to be expected within a year, in the shop's currency. */
  public @Nullable Double forecast() {
    return forecast(YEAR);
  }

  /** Whole days since the forecast's parameters were fitted to the shop's orders. */
  public @Nullable Integer fitDaysAgo() {
    return model == null
        ? null
        : (int)
            Math.max(0, TimeUnit.MILLISECONDS.toDays(clock.now() - model.fitted().toEpochMilli()));
  }

  public Visitor visitor() {
    return visitor;
  }

  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "orders",
        orders(),
        "spent",
        rounded(spent()),
        "averageOrder",
        orders() == 0 ? null : rounded(averageOrder()),
        "daysAgo",
        daysAgo(),
        "firstDaysAgo",
        firstDaysAgo(),
        "alive",
        rounded(alive()),
        "churn",
        rounded(churn()),
        "chance(30)",
        rounded(chance(MONTH)),
        "forecast",
        rounded(forecast()),
        "fitDaysAgo",
        fitDaysAgo());
  }

  @Override
  public List<Origin> origins() {
    var origins = new ArrayList<>(bought.origins());
    if (model != null) {
      origins.add(new Origin("forecast", model.fitted()));
    }
    return List.copyOf(origins);
  }

  private static @Nullable Double rounded(@Nullable Double number) {
    return number == null ? null : Math.round(number * 10_000) / 10_000.0;
  }
}
