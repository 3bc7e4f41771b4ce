package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValueTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-11-20T11:00:00Z");
  private static final ShopClock CLOCK = ShopClock.at(NOW.toEpochMilli(), BERLIN);
  private static final BuyingModel MODEL =
      new BuyingModel(0.5, 30, 0.8, 2.4, 6.25, 3.74, 15.44, NOW.minusSeconds(3 * 86_400 + 60));

  private final List<Touch> touches = new ArrayList<>();

  @Test
  void recency_frequency_and_money_are_those_of_orders_not_of_pieces() {
    buys("o-1", "2026-08-22T09:00:00Z", 30, 2);
    buys("o-1", "2026-08-22T09:00:00Z", 15, 1);
    buys("o-2", "2026-11-13T09:00:00Z", 25, 1);
    var value = value(MODEL);
    assertThat(value.orders()).isEqualTo(2);
    assertThat(value.spent()).isEqualTo(100);
    assertThat(value.averageOrder()).isEqualTo(50);
    assertThat(value.daysAgo()).isEqualTo(7);
    assertThat(value.firstDaysAgo()).isEqualTo(90);
    assertThat(value.fitDaysAgo()).isEqualTo(3);
    assertThat(value.values())
        .containsEntry("orders", 2)
        .containsEntry("spent", 100.0)
        .containsEntry("averageOrder", 50.0)
        .containsEntry("firstDaysAgo", 90)
        .containsKeys("alive", "churn", "chance(30)", "forecast", "fitDaysAgo");
    assertThat(value.origins()).contains(new Origin("forecast", MODEL.fitted()));
  }

  @Test
  void orders_of_one_day_on_the_shops_clock_are_one_for_the_forecast() {
    buys("o-1", "2026-08-21T22:30:00Z", 30, 1);
    buys("o-2", "2026-08-22T20:00:00Z", 30, 1);
    buys("o-3", "2026-11-12T23:30:00Z", 10, 1);
    buys("o-4", "2026-11-13T22:30:00Z", 15, 1);
    assertThat(PastOrders.of(History.of(touches), CLOCK))
        .containsExactly(new PastOrders(1, 83, 90, 25));
  }

  @Test
  void what_is_forecast_is_orders_times_their_worth() {
    buys("o-1", "2026-08-22T09:00:00Z", 30, 1);
    buys("o-2", "2026-11-13T09:00:00Z", 25, 1);
    var past = new PastOrders(1, 83, 90, 25);
    var value = value(MODEL);
    assertThat(value.forecast())
        .isCloseTo(MODEL.orders(past, 365) * MODEL.worth(past), within(1e-9));
    assertThat(value.forecast(30)).isLessThan(value.forecast());
    assertThat(value.chance(30)).isBetween(0.0, value.alive());
    assertThat(value.alive() + value.churn()).isCloseTo(1, within(1e-12));
  }

  @Test
  void without_a_model_what_was_is_known_and_what_comes_is_not() {
    buys("o-1", "2026-08-22T09:00:00Z", 30, 1);
    var value = value(null);
    assertThat(value.spent()).isEqualTo(30);
    assertThat(value.forecast()).isNull();
    assertThat(value.alive()).isNull();
    assertThat(value.churn()).isNull();
    assertThat(value.chance(30)).isNull();
    assertThat(value.fitDaysAgo()).isNull();
    assertThat(value.values())
        .containsOnlyKeys("orders", "spent", "averageOrder", "daysAgo", "firstDaysAgo");
  }

  @Test
  void there_is_none_of_who_never_ordered_and_none_that_nobody_asks_for() {
    assertThat(facts(MODEL, Keys.ALL)).isEmpty();
    buys("o-1", "2026-08-22T09:00:00Z", 30, 1);
    assertThat(facts(MODEL, (type, key) -> false)).isEmpty();
  }

  private void buys(String order, String at, double price, int quantity) {
    var item = new Item("p", "apparel", null, null, null, price, quantity);
    touches.add(new Touch(Touch.Kind.BOUGHT, Instant.parse(at).toEpochMilli(), order, "", item));
  }

  private Value value(@Nullable BuyingModel model) {
    return (Value) facts(model, Keys.ALL).get(0);
  }

  private List<Fact> facts(@Nullable BuyingModel model, Keys keys) {
    var history = History.of(touches);
    var visitor = new Visitor("v", true, new long[0], 1, 0, history, CLOCK);
    return Value.facts(history, model, visitor, CLOCK, keys);
  }
}
