package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoughtTest {
  private static final long DAY = 86_400_000L;
  private static final long NOW = 100 * DAY;
  private static final ShopClock CLOCK = ShopClock.at(NOW, ZoneId.of("UTC"));
  private static final Visitor VISITOR =
      new Visitor("v", true, new long[] {0}, 1, 0, History.EMPTY, CLOCK);

  private static Touch bought(long daysAgo, double price, boolean confirmed) {
    var item = new Item("p", "apparel.jeans", null, null, null, price, 1);
    return new Touch(
        Touch.Kind.BOUGHT, NOW - daysAgo * DAY, "e-" + daysAgo, "", item, 1, confirmed);
  }

  @Test
  void whatThePageClaimsIsNotConfirmed() {
    var touches =
        new Touches(List.of(bought(1, 1000, false), bought(2, 20, true), bought(40, 7, true)));
    var bought = new Bought("apparel.jeans", touches, VISITOR, CLOCK);
    assertThat(bought.times(30)).isEqualTo(2);
    assertThat(bought.confirmedTimes(30)).isEqualTo(1);
    assertThat(bought.spent(30)).isCloseTo(1020, within(1e-9));
    assertThat(bought.confirmedSpent(30)).isCloseTo(20, within(1e-9));
    assertThat(bought.confirmedSpent(60)).isCloseTo(27, within(1e-9));
  }

  @Test
  void ofClaimsAloneNothingIsConfirmed() {
    var bought = new Bought("a", new Touches(List.of(bought(1, 9, false))), VISITOR, CLOCK);
    assertThat(bought.confirmedTimes(365)).isZero();
    assertThat(bought.confirmedSpent(365)).isZero();
  }

  @Test
  void differentProductsAreCountedWithinEachWindowOfTheirOwn() {
    var touches = new ArrayList<Touch>();
    var products = List.of("a", "b", "a", "c", "b", "d");
    for (int i = 0; i < products.size(); i++) {
      var item = new Item(products.get(i), "x", null, null, null, 1, 1);
      touches.add(new Touch(Touch.Kind.BOUGHT, NOW - i * DAY, "e" + i, "", item));
    }
    var bought = new Bought("x", new Touches(touches), VISITOR, CLOCK);
    assertThat(IntStream.of(0, 1, 2, 3, 4, 5, 365).map(bought::products))
        .containsExactly(1, 2, 2, 3, 3, 4, 4);
    assertThat(new Bought("x", new Touches(touches.subList(5, 6)), VISITOR, CLOCK).products(4))
        .isZero();
  }
}
