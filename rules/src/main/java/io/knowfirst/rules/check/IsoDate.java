package io.knowfirst.rules.check;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Dates as people and programs write them, turned into the one form that sorts as text. */
final class IsoDate {
  /** Regular expression of a date by ISO 8601. */
  private static final String SHAPE = "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";

  private static final String DAY = "2026-12-24";
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?<d>\\d{1,2})(?<by>[./ -])\\s*(?<m>\\d{1,2}|\\p{L}{3,9}\\.?)[./ -]\\s*(?<y>\\d{4})");
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(?<y>\\d{4})(?<by>[./-]?)(?<m>\\d{1,2})\\k<by>(?<d>\\d{1,2})");

  private IsoDate() {}

  /** Whether a text is a date that sorts as text, maybe with a time. */
  static boolean is(String text) {
    return text.matches(SHAPE + "(?:[T ].*)?") && of(text.substring(0, DAY.length())).isPresent();
  }

  /** Whether a text is a day that there is, in the form that sorts as text. */
  static boolean isDay(String text) {
    return text.matches(SHAPE) && is(text);
  }

  /** The same day; empty for a text that is no date, or may be two. */
  static Optional<String> of(String text) {
    var dayFirst = DAY_FIRST.matcher(text.strip());
    if (dayFirst.matches()) {
      int day = Integer.parseInt(dayFirst.group("d"));
      int month = month(dayFirst.group("m"));
      boolean slashes = dayFirst.group("by").equals("/");
      boolean unclear = slashes && day <= 12 && month != day;
      return slashes && month > 12
          ? date(dayFirst.group("y"), day, month)
          : unclear ? Optional.empty() : date(dayFirst.group("y"), month, day);
    }
    var yearFirst = YEAR_FIRST.matcher(text.strip());
    return yearFirst.matches()
        ? date(
            yearFirst.group("y"),
            Integer.parseInt(yearFirst.group("m")),
            Integer.parseInt(yearFirst.group("d")))
        : Optional.empty();
  }

  private static int month(String text) {
    return Character.isDigit(text.charAt(0))
        ? Integer.parseInt(text)
        : MONTHS.indexOf(text.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
  }

  private static Optional<String> date(String year, int month, int day) {
    try {
      return Optional.of(LocalDate.of(Integer.parseInt(year), month, day).toString());
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }
}
