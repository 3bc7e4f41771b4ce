package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CampaignActivityTest {
  private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000L;

  @Test
  void whatWasShownIsCountedInWindowsOfCalendarDays() {
    var shown =
        only(
            Shown.class,
            touch(Touch.Kind.SHOWN, 0),
            touch(Touch.Kind.SHOWN, 3),
            touch(Touch.Kind.SHOWN, 9));

    assertThat(shown.times()).isEqualTo(3);
    assertThat(shown.times(3)).isEqualTo(2);
    assertThat(shown.times(2)).isEqualTo(1);
    assertThat(shown.daysAgo()).isZero();
    assertThat(shown.firstDaysAgo()).isEqualTo(9);
    assertThat(shown.values()).isEqualTo(Map.of("campaign", "sale", "times", 3, "daysAgo", 0));
    assertThat(shown.origins()).hasSize(3);
  }

  @Test
  void aClickIsAFactOfItsOwn() {
    assertThat(only(Clicked.class, touch(Touch.Kind.CLICKED, 4)).daysAgo()).isEqualTo(4);
    assertThat(facts(touch(Touch.Kind.CLICKED, 4))).noneMatch(Shown.class::isInstance);
  }

  @Test
  void anOrderOfSeveralProductsConvertsOnceAndOnlyWithinSevenDays() {
    var order = List.of(bought("o-1", 2), bought("o-1", 2));
    assertThat(
            only(Converted.class, touch(Touch.Kind.SHOWN, 9), order.get(0), order.get(1)).times())
        .isEqualTo(1);
    assertThat(facts(touch(Touch.Kind.SHOWN, 10), order.get(0)))
        .noneMatch(Converted.class::isInstance);
    assertThat(facts(touch(Touch.Kind.SHOWN, 1), order.get(0)))
        .noneMatch(Converted.class::isInstance);
    assertThat(only(Converted.class, touch(Touch.Kind.CLICKED, 2), order.get(0)).daysAgo())
        .isEqualTo(2);
  }

  private static <T> T only(Class<T> type, Touch... touches) {
    return facts(touches).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  private static List<Fact> facts(Touch... touches) {
    var history = History.of(List.of(touches));
    var clock = ShopClock.at(NOW, ZoneOffset.UTC);
    var visitor = new Visitor("v", true, new long[] {NOW}, 1, NOW, history, clock);
    return Behaviour.facts(history, visitor, NOW, clock, Keys.ALL);
  }

  private static Touch touch(Touch.Kind kind, int daysAgo) {
    return new Touch(kind, NOW - daysAgo * DAY, "e" + daysAgo, "sale", null);
  }

  private static Touch bought(String order, int daysAgo) {
    var item = new Item("p", "books", null, null, null, 9, 1);
    return new Touch(Touch.Kind.BOUGHT, NOW - daysAgo * DAY, order, "", item);
  }
}
