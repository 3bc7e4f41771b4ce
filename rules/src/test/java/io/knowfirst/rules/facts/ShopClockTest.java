package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopClockTest {
  @ParameterizedTest
  @CsvSource({
    // Yesterday evening, the same day, and both sides of midnight.
    "Europe/Berlin, 2026-11-19T20:00:00Z, 2026-11-20T07:00:00Z, 1",
    "Europe/Berlin, 2026-11-19T23:00:00Z, 2026-11-20T22:59:59Z, 0",
    "Europe/Berlin, 2026-11-19T22:59:59Z, 2026-11-19T23:00:00Z, 1",
    "UTC, 2026-11-19T20:00:00Z, 2026-11-20T07:00:00Z, 1",
    "America/New_York, 2026-11-20T00:30:00Z, 2026-11-20T04:30:00Z, 0",
    "Asia/Kathmandu, 2026-11-19T18:14:59Z, 2026-11-19T18:15:00Z, 1",
    // A day of 25 hours, one of 23, and one without midnight.
    "Europe/Berlin, 2026-10-24T22:00:00Z, 2026-10-25T22:59:59Z, 0",
    "Europe/Berlin, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, 1",
    "Europe/Berlin, 2026-03-28T23:00:00Z, 2026-03-29T21:59:59Z, 0",
    "Europe/Berlin, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, 1",
    "America/Sao_Paulo, 2018-11-04T02:59:59Z, 2018-11-04T03:00:00Z, 1",
    "Europe/Berlin, 2024-02-29T12:00:00Z, 2026-02-28T12:00:00Z, 730"
  })
  void days_are_those_of_the_shops_calendar(String zone, Instant at, Instant now, int days) {
    var clock = ShopClock.at(now.toEpochMilli(), ZoneId.of(zone));
    assertThat(clock.daysAgo(at.toEpochMilli())).isEqualTo(days);
    assertThat(clock.since(days)).isLessThanOrEqualTo(at.toEpochMilli());
    assertThat(clock.since(days - 1)).isGreaterThan(at.toEpochMilli());
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-10-25T23:00:00Z, 1, 2026-10-24T22:00:00Z",
    "Europe/Berlin, 2026-03-30T10:00:00Z, 1, 2026-03-28T23:00:00Z",
    "America/Sao_Paulo, 2018-11-04T20:00:00Z, 0, 2018-11-04T03:00:00Z",
  })
  void a_window_begins_with_its_first_day(String zone, Instant now, int days, Instant since) {
    assertThat(ShopClock.at(now.toEpochMilli(), ZoneId.of(zone)).since(days))
        .isEqualTo(since.toEpochMilli());
  }

  @Test
  void all_ages_and_windows_follow_the_shops_calendar() {
    long evening = Instant.parse("2026-11-19T20:00:00Z").toEpochMilli();
    var item = new Item("p", "apparel.trousers.jeans", null, null, null, 59.9, 2);
    var history =
        History.of(
            List.of(
                new Touch(Touch.Kind.BOUGHT, evening, "e-1", "", item),
                new Touch(Touch.Kind.EMAIL_CLICKED, evening, "e-2", "spring", null)));
    var clock =
        ShopClock.at(
            Instant.parse("2026-11-20T07:00:00Z").toEpochMilli(), ZoneId.of("Europe/Berlin"));
    var visitor =
        new Visitor("v", true, new long[] {evening, clock.now()}, 2, evening, history, clock);
    assertThat(visitor.daysSinceFirstVisit()).isEqualTo(1);
    assertThat(visitor.daysSinceLastVisit()).isEqualTo(1);
    assertThat(List.of(visitor.visits(0), visitor.visits(1))).containsExactly(1, 2);
    assertThat(List.of(visitor.purchases(0), visitor.purchases(1))).containsExactly(0, 1);
    assertThat(List.of(visitor.orders(0), visitor.orders(1))).containsExactly(0, 1);
    assertThat(List.of(visitor.spent(0), visitor.spent(1))).containsExactly(0.0, 119.8);
    assertThat(visitor.averageOrderValue(1)).isEqualTo(119.8);
    var facts = Behaviour.facts(history, visitor, clock.now(), clock, Keys.ALL);
    var bought =
        facts.stream().filter(Bought.class::isInstance).map(Bought.class::cast).findFirst().get();
    assertThat(bought.daysAgo()).isEqualTo(1);
    assertThat(bought.firstDaysAgo()).isEqualTo(1);
    assertThat(List.of(bought.times(0), bought.times(1))).containsExactly(0, 1);
    assertThat(List.of(bought.products(0), bought.products(1))).containsExactly(0, 1);
    assertThat(List.of(bought.spent(0), bought.spent(1))).containsExactly(0.0, 119.8);
    var email =
        facts.stream().filter(Email.class::isInstance).map(Email.class::cast).findFirst().get();
    assertThat(email.daysSinceClick()).isEqualTo(1);
  }
}
