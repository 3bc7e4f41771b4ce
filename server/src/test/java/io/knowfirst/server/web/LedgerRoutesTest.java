package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerRoutesTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-29, 2026-10-01",
    "2026-10-01, 2026-10-01",
    "2026-09-30, 2026-07-01",
    "2028-02-29, 2028-01-01"
  })
  void the_usual_window_begins_with_the_quarter(LocalDate day, LocalDate first) {
    assertThat(LedgerRoutes.quarter(day)).isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({"UTC, 2026-09-30, 2026-07-01", "Europe/Berlin, 2026-10-01, 2026-10-01"})
  void today_is_that_of_the_clock_that_counts(ZoneId zone, LocalDate today, LocalDate first) {
    var late = Instant.parse("2026-09-30T22:30:00Z");
    var question = LedgerRoutes.question(name -> null, late, zone);
    assertThat(question.until()).isEqualTo(today);
    assertThat(question.from()).isEqualTo(first);
  }
}
