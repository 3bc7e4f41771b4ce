package io.knowfirst.experiments.report.pressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.ReportFormat;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PressureTest {
  private static final LocalDate FROM = LocalDate.parse("2026-11-02");
  private static final LocalDate UNTIL = LocalDate.parse("2026-11-29");

  /** 6 visitor weeks with 1, 2, 2, 5, 10 and 14 contacts: 34 in all. */
  private final Pressure pressure =
      Pressure.of(
          FROM,
          UNTIL,
          Map.of("", weeks(1, 1L, 2, 2L, 5, 1L, 10, 1L, 14, 1L), "email", weeks(1, 3L)),
          Map.of("", 5));

  @Test
  void contacts_and_their_mean_are_those_of_the_weeks_with_a_contact() {
    assertThat(pressure.all().contacts()).isEqualTo(34);
    assertThat(pressure.all().weeks()).isEqualTo(6);
    assertThat(pressure.all().mean()).isCloseTo(34 / 6.0, within(1e-12));
  }

  @Test
  void many_contacts_are_counted_together() {
    assertThat(pressure.all().distribution())
        .containsExactly(1L, 2L, 0L, 0L, 1L, 0L, 0L, 0L, 0L, 2L);
  }

  @Test
  void the_share_at_the_cap_is_that_of_the_weeks_that_reached_it() {
    assertThat(pressure.all().atCap()).isEqualTo(0.5);
    assertThat(pressure.channels().get(0).cap()).isNull();
    assertThat(pressure.channels().get(0).atCap()).isNull();
  }

  @Test
  void the_page_says_it_in_both_languages_with_a_plot_that_is_safe() {
    var english = PressureWriter.write(pressure, ReportFormat.HTML, Locale.ENGLISH);
    assertThat(english)
        .contains("5.67 a week on average")
        .contains("of these weeks the cap of 5 was reached")
        .contains("<rect ");
    assertThat(PressureWriter.write(pressure, ReportFormat.HTML, Locale.GERMAN))
        .contains("5,67 pro Woche");
    var hostile = Pressure.of(FROM, UNTIL, Map.of("<b onload=\"x\">", weeks(1, 1L)), Map.of());
    assertThat(PressureWriter.write(hostile, ReportFormat.HTML, Locale.ENGLISH))
        .doesNotContain("<b onload");
  }

  @Test
  void a_period_without_contacts_has_no_plot_and_divides_by_nothing() {
    var nothing = Pressure.of(FROM, UNTIL, Map.of(), Map.of("", 3));
    assertThat(nothing.all().mean()).isZero();
    assertThat(nothing.all().atCap()).isZero();
    assertThat(PressureWriter.write(nothing, ReportFormat.HTML, Locale.ENGLISH))
        .contains("No campaign was shown")
        .doesNotContain("Contacts a week")
        .doesNotContain("<rect ");
    assertThat(PressureWriter.write(nothing, ReportFormat.CSV, Locale.ENGLISH))
        .contains(",10,0,0,0,0.0,3,0.0");
  }

  private static SortedMap<Integer, Long> weeks(Object... pairs) {
    var weeks = new TreeMap<Integer, Long>();
    for (int i = 0; i < pairs.length; i += 2) {
      weeks.put((Integer) pairs[i], (Long) pairs[i + 1]);
    }
    return weeks;
  }
}
