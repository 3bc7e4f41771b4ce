package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Item JEANS = new Item("p1", "apparel.jeans", "b", null, null, 50, 1);
  private static final History HISTORY =
      History.of(
          List.of(
              new Touch(Touch.Kind.SEARCHED, 30, "e3", "blue jeans", null),
              new Touch(Touch.Kind.VIEWED, 10, "e1", "", JEANS),
              new Touch(Touch.Kind.CART_ADDED, 20, "e2", "", JEANS)));

  @Test
  void touches_lie_oldest_first_and_end_with_a_moment() {
    assertThat(HISTORY.touches()).extracting(Touch::at).containsExactly(10L, 20L, 30L);
    assertThat(HISTORY.until(20).touches()).extracting(Touch::at).containsExactly(10L, 20L);
    assertThat(HISTORY.until(30)).isSameAs(HISTORY);
    assertThat(HISTORY.newest(20)).extracting(Touch::at).containsExactly(30L, 20L);
  }

  @Test
  void a_product_lies_in_its_category_and_those_above_it() {
    assertThat(HISTORY.byKey(Touch.Kind.VIEWED))
        .containsOnlyKeys(History.ALL, "apparel", "apparel.jeans");
    assertThat(HISTORY.cartByKey()).containsOnlyKeys(History.ALL, "apparel", "apparel.jeans");
    assertThat(HISTORY.count(Touch.Kind.VIEWED, "apparel", 10)).isOne();
    assertThat(HISTORY.count(Touch.Kind.VIEWED, "apparel", 11)).isZero();
    assertThat(HISTORY.count(Touch.Kind.BOUGHT, "apparel", 0)).isZero();
  }

  @Test
  void a_search_is_kept_whole_and_by_its_words() {
    assertThat(HISTORY.byKey(Touch.Kind.SEARCHED))
        .containsOnlyKeys(History.ALL, "blue jeans", "blue", "jeans");
  }
}
