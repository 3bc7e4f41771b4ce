package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2026-06-12T21:59:59Z, 23, evening, 5, false, 2026-06-12, 6",
    "2026-06-12T22:00:00Z, 0, night, 6, true, 2026-06-13, 6",
    "2026-06-14T03:59:00Z, 5, night, 7, true, 2026-06-14, 6",
    "2026-12-31T05:00:00Z, 6, morning, 4, false, 2026-12-31, 12",
    "2026-12-31T10:00:00Z, 11, midday, 4, false, 2026-12-31, 12",
    "2026-12-31T13:00:00Z, 14, afternoon, 4, false, 2026-12-31, 12",
    "2026-12-31T17:00:00Z, 18, evening, 4, false, 2026-12-31, 12",
  })
  void it_is_told_by_the_clock_of_the_shop(
      Instant now, int hour, String part, int weekday, boolean weekend, String date, int month) {
    var origin = new Origin(Origin.REQUEST, now);
    assertThat(Moment.at(now, BERLIN))
        .isEqualTo(new Moment(hour, part, weekday, weekend, date, month, List.of(origin)));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-28T12:00:00Z, DE, winter",
    "2026-03-01T12:00:00Z, DE, spring",
    "2026-08-31T12:00:00Z, '', summer",
    "2026-11-30T12:00:00Z, US, autumn",
    "2026-12-01T12:00:00Z, DE, winter",
    "2026-02-28T12:00:00Z, AU, summer",
    "2026-07-01T12:00:00Z, CL, winter",
  })
  void seasons_are_those_of_where_the_visitor_is(Instant now, String country, String season) {
    assertThat(Moment.at(now, BERLIN, null, country).season()).isEqualTo(season);
  }

  @ParameterizedTest
  @CsvSource({"America/New_York, 5, night", "Asia/Tokyo, 19, evening", "Europe/Berlin, 11, midday"})
  void the_visitors_own_clock_is_told_beside_the_shops(ZoneId own, int hour, String part) {
    var moment = Moment.at(Instant.parse("2026-11-20T10:00:00Z"), BERLIN, own, "DE");
    assertThat(moment.hour()).isEqualTo(11);
    assertThat(moment.visitorHour()).isEqualTo(hour);
    assertThat(moment.visitorPartOfDay()).isEqualTo(part);
  }
}
