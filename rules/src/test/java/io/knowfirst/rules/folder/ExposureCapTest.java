package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.ExposureCap.Per;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExposureCapTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2026-11-30T22:59:59Z, 2026-11-29T23:00:00Z",
    "2026-11-30T23:00:00Z, 2026-11-30T23:00:00Z",
    // The days on which clocks change have 23 and 25 hours.
    "2026-03-29T20:00:00Z, 2026-03-28T23:00:00Z",
    "2026-10-25T22:30:00Z, 2026-10-24T22:00:00Z"
  })
  void a_day_begins_at_midnight_on_the_visitors_clock(Instant now, Instant since) {
    assertThat(new ExposureCap(1, Per.DAY, 0, null).since(now, BERLIN)).isEqualTo(since);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-29T22:59:59Z, 2026-11-22T23:00:00Z",
    "2026-11-29T23:00:00Z, 2026-11-29T23:00:00Z",
    "2026-10-26T12:00:00Z, 2026-10-25T23:00:00Z"
  })
  void a_week_begins_on_monday(Instant now, Instant since) {
    assertThat(new ExposureCap(1, Per.WEEK, 0, null).since(now, BERLIN)).isEqualTo(since);
  }

  @Test
  void days_reach_back_from_now_whatever_the_clock_shows() {
    var cap = new ExposureCap(3, null, 7, "email");

    assertThat(cap.since(Instant.parse("2026-03-30T12:00:00Z"), BERLIN))
        .isEqualTo("2026-03-23T12:00:00Z");
    assertThat(cap.words()).isEqualTo("3 within 7 days on email");
    assertThat(cap.counts("email")).isTrue();
    assertThat(cap.counts("web")).isFalse();
  }
}
