package io.knowfirst.server.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Occasion;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the calendars of Germany, its parts, France and the United States. */
class OccasionsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-10-31, DE, SN, reformation-day, 0",
    "2026-10-30, DE, SN, reformation-day, 1",
    "2026-10-03, DE, '', unification-germany, 0",
    "2026-12-20, DE, '', christmas, 5",
    "2026-12-20, DE, '', new-year, 12",
    "2026-07-10, FR, '', national-day, 4",
    "2026-12-20, FR, '', christmas, 5",
    "2026-03-30, DE, '', easter-monday, 7",
    "2026-11-20, '', '', black-friday, 7",
    "2026-11-27, US, '', black-friday, 0",
    "2026-11-20, DE, '', cyber-monday, 10",
    "2026-12-30, DE, '', valentines-day, 46",
    "2025-11-01, '', '', black-friday, 27",
  })
  void a_day_is_told_with_the_days_until_then(
      LocalDate today, String country, String region, String name, int days) {
    assertThat(Occasions.of(today, country, region, List.of()))
        .filteredOn(occasion -> occasion.name().equals(name))
        .extracting(Occasion::days)
        .containsExactly(days);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-30, DE, BE, reformation-day",
    "2026-10-30, '', '', reformation-day",
    "2026-11-28, DE, '', black-friday",
    "2026-09-27, DE, '', black-friday",
    "2026-10-30, XX, '', christmas",
  })
  void elsewhere_and_long_before_or_after_there_is_none(
      LocalDate today, String country, String region, String name) {
    assertThat(Occasions.of(today, country, region, List.of()))
        .extracting(Occasion::name)
        .doesNotContain(name);
  }

  @Test
  void holidays_are_public_ones_and_shopping_days_are_not() {
    var all = Occasions.of(LocalDate.parse("2026-12-01"), "DE", "", List.of());
    assertThat(all)
        .filteredOn(occasion -> occasion.kind().equals("holiday"))
        .extracting(Occasion::name)
        .contains("christmas", "new-year")
        .doesNotContain("christmas-eve");
    assertThat(all).extracting(Occasion::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "1990-11-25, 2026-11-20, 5",
    "1990-11-20, 2026-11-20, 0",
    "1990-01-03, 2026-12-30, 4",
    "--12-01, 2026-11-20, 11",
    "25.11.1990, 2026-11-20, 5",
    "1.12., 2026-11-20, 11",
    "1990-11-25T00:00:00Z, 2026-11-20, 5",
    "2000-02-29, 2027-02-27, 1",
    "2000-02-29, 2028-02-27, 2",
    "2000-02-29, 2027-02-28, 0",
  })
  void a_birthday_comes_each_year(String text, LocalDate today, int days) {
    assertThat(Occasions.own("birthday", text, today, List.of()))
        .contains(new Occasion("birthday", "personal", days, List.of()));
  }

  @ParameterizedTest
  @CsvSource({"1990-13-01", "31.02.1990", "soon", "''", "1990-06-01", "19901125"})
  void what_is_no_date_or_is_far_is_none(String text) {
    assertThat(Occasions.own("birthday", text, LocalDate.parse("2026-11-20"), List.of())).isEmpty();
  }
}
