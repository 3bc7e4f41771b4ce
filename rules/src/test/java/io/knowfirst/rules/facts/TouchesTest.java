package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TouchesTest {
  private static final Touches TOUCHES =
      new Touches(
          List.of(
              bought(40, "o2", item("p1", 10, 2), 1, true),
              bought(30, "o1", item("p2", 5, 1), 3, false),
              bought(20, "o1", item("p1", 10, 1), 1, true)));

  @Test
  void what_happened_more_than_once_counts_as_often() {
    assertThat(TOUCHES.count()).isEqualTo(5);
    assertThat(TOUCHES.countSince(30)).isEqualTo(4);
    assertThat(TOUCHES.valueSince(20)).isEqualTo(2 * 10 + 3 * 5 + 10.0);
    assertThat(TOUCHES.valueSince(41)).isZero();
  }

  @Test
  void products_and_orders_count_once() {
    assertThat(TOUCHES.productsSince(40)).isEqualTo(1);
    assertThat(TOUCHES.productsSince(20)).isEqualTo(2);
    assertThat(TOUCHES.productsSince(41)).isZero();
    assertThat(TOUCHES.eventsSince(40)).isEqualTo(1);
    assertThat(TOUCHES.eventsSince(20)).isEqualTo(4);
  }

  @Test
  void only_what_the_backend_told_is_confirmed() {
    assertThat(TOUCHES.confirmed().all()).extracting(Touch::at).containsExactly(40L, 20L);
  }

  @Test
  void the_newest_five_are_origins() {
    var many = new Touches(Collections.nCopies(7, TOUCHES.newest()));
    assertThat(many.origins()).hasSize(5).allMatch(origin -> origin.event().equals("o2"));
  }

  private static Touch bought(
      long at, String order, @Nullable Item item, int times, boolean confirmed) {
    return new Touch(Touch.Kind.BOUGHT, at, order, "", item, times, confirmed);
  }

  private static Item item(String product, double price, int quantity) {
    return new Item(product, "a", null, null, null, price, quantity);
  }
}
