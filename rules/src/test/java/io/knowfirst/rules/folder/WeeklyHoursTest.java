package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The instants of clock changes are those of the IANA time zone database. */
class WeeklyHoursTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @ParameterizedTest
  @CsvSource({
    // 2026-11-30 is a Monday; Berlin is an hour ahead of UTC.
    "2026-11-30T07:59:59Z, false",
    "2026-11-30T08:00:00Z, true",
    "2026-11-30T15:59:59Z, true",
    "2026-11-30T16:00:00Z, false",
    "2026-12-05T10:00:00Z, false"
  })
  void hours_hold_from_their_first_minute_until_just_before_their_last(Instant now, boolean holds) {
    assertThat(of("mon-fri 09:00-17:00").hold(now, BERLIN, BERLIN)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-27T21:00:00Z, true",
    "2026-11-28T00:59:00Z, true",
    "2026-11-28T01:00:00Z, false",
    "2026-11-28T22:00:00Z, false"
  })
  void a_span_over_midnight_belongs_to_the_day_on_which_it_begins(Instant now, boolean holds) {
    assertThat(of("fri 22:00-02:00").hold(now, BERLIN, BERLIN)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    // On 29 March 2026 Berlin's clocks go from 02:00 to 03:00 at 01:00 UTC.
    "2026-03-29T00:59:59Z, false",
    "2026-03-29T01:00:00Z, true",
    "2026-03-29T01:59:59Z, true",
    "2026-03-29T02:00:00Z, false"
  })
  void hours_that_the_clock_leaves_out_are_missing_and_the_rest_is_there(
      Instant now, boolean holds) {
    assertThat(of("02:30-04:00").hold(now, BERLIN, BERLIN)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    // On 25 October 2026 Berlin's clocks go from 03:00 back to 02:00 at 01:00 UTC.
    "2026-10-25T00:29:59Z, false",
    "2026-10-25T00:30:00Z, true",
    "2026-10-25T00:59:59Z, true",
    "2026-10-25T01:00:00Z, false",
    "2026-10-25T01:30:00Z, true",
    "2026-10-25T02:00:00Z, false"
  })
  void hours_that_the_clock_shows_twice_hold_twice(Instant now, boolean holds) {
    assertThat(of("02:30-03:00").hold(now, BERLIN, BERLIN)).isEqualTo(holds);
  }

  @Test
  void the_clock_is_the_shops_unless_it_is_the_visitors() {
    var noon = Instant.parse("2026-11-30T11:00:00Z");
    var shops = of("12:00-13:00");
    var visitors = new WeeklyHours(shops.spans(), true);

    assertThat(shops.hold(noon, BERLIN, NEW_YORK)).isTrue();
    assertThat(visitors.hold(noon, BERLIN, NEW_YORK)).isFalse();
    assertThat(visitors.hold(Instant.parse("2026-11-30T17:00:00Z"), BERLIN, NEW_YORK)).isTrue();
  }

  @Test
  void days_alone_hold_from_midnight_to_midnight() {
    var weekend = of("sat,sun");

    assertThat(weekend.hold(Instant.parse("2026-11-27T22:59:59Z"), BERLIN, BERLIN)).isFalse();
    assertThat(weekend.hold(Instant.parse("2026-11-27T23:00:00Z"), BERLIN, BERLIN)).isTrue();
    assertThat(weekend.hold(Instant.parse("2026-11-29T22:59:59Z"), BERLIN, BERLIN)).isTrue();
    assertThat(weekend.hold(Instant.parse("2026-11-29T23:00:00Z"), BERLIN, BERLIN)).isFalse();
  }

  @Test
  void days_may_reach_over_the_end_of_a_week() {
    var span = of("sat-mon 10:00-11:00");

    assertThat(span.hold(Instant.parse("2026-11-30T09:00:00Z"), BERLIN, BERLIN)).isTrue();
    assertThat(span.hold(Instant.parse("2026-12-01T09:00:00Z"), BERLIN, BERLIN)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "mon-fri 9-17", "someday", "25:00-26:00", "mon 09:00", "09:00-17:00 mon"})
  void what_is_no_time_of_the_week_is_none(String text) {
    assertThat(WeeklyHours.span(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon - Fri |",
        "mon-fri 09:00-17:00 | mon-fri 09:00-17:00",
        " TUE,mon,wed  22:00-02:00 | mon-wed 22:00-02:00",
        "fri-mon | mon,fri-sun",
        "sat, sun | sat-sun",
        "mon-sun | mon-sun",
        "18:00-02:00 | 18:00-02:00"
      })
  void hours_are_told_in_one_way(String written, String told) {
    assertThat(WeeklyHours.isSpan(written)).isEqualTo(told != null);
    if (told != null) {
      assertThat(of(written).spans().get(0).text()).isEqualTo(told);
      assertThat(of(told).spans()).isEqualTo(of(written).spans());
    }
  }

  private static WeeklyHours of(String text) {
    var span = WeeklyHours.span(text);
    assertThat(span).isNotNull();
    return new WeeklyHours(List.of(span), false);
  }
}
