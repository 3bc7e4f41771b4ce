package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VisitorTest {
  private static final long NOW = Instant.parse("2026-06-10T12:00:00Z").toEpochMilli();
  private static final ShopClock CLOCK = ShopClock.at(NOW, ZoneOffset.UTC);

  @Test
  void visits_are_counted_over_calendar_days() {
    var visitor = visitor(History.EMPTY, ago(40), ago(2), NOW);
    assertThat(visitor.visits()).isEqualTo(7);
    assertThat(visitor.visits(2)).isEqualTo(2);
    assertThat(visitor.visits(40)).isEqualTo(3);
    assertThat(visitor.daysSinceLastVisit()).isEqualTo(2);
    assertThat(visitor.daysSinceFirstVisit()).isEqualTo(90);
  }

  @Test
  void a_first_visit_has_none_before_it() {
    assertThat(visitor(History.EMPTY, NOW).daysSinceLastVisit()).isNull();
  }

  @Test
  void purchases_orders_and_spending_look_back_over_days() {
    var history =
        History.of(
            List.of(bought(1, "o2", 10, 1), bought(1, "o2", 20, 2), bought(31, "o1", 100, 1)));
    var visitor = visitor(history, NOW);
    assertThat(visitor.purchases()).isEqualTo(3);
    assertThat(visitor.purchases(30)).isEqualTo(2);
    assertThat(visitor.orders(30)).isEqualTo(1);
    assertThat(visitor.spent(30)).isEqualTo(50);
    assertThat(visitor.spent(31)).isEqualTo(150);
    assertThat(visitor.averageOrderValue(31)).isEqualTo(75);
    assertThat(visitor.averageOrderValue(0)).isZero();
  }

  @Test
  void it_says_who_it_is() {
    assertThat(visitor(History.EMPTY, NOW).values())
        .containsExactly(Map.entry("id", "v"), Map.entry("known", true), Map.entry("visits", 7));
  }

  private static Touch bought(int daysAgo, String order, double price, int pieces) {
    var item = new Item("p", "a", null, null, null, price, pieces);
    return new Touch(Touch.Kind.BOUGHT, ago(daysAgo), order, "", item);
  }

  private static Visitor visitor(History history, long... starts) {
    return new Visitor("v", true, starts, 7, ago(90), history, CLOCK);
  }

  private static long ago(int days) {
    return NOW - days * 86_400_000L;
  }
}
