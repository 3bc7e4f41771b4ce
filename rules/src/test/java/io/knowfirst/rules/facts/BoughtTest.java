package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.ZoneId;
import java.util.List;
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
}
