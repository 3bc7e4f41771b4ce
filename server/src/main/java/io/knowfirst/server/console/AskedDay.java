package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Ids;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A day in the address of a page. */
final class AskedDay {
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 9999;

  private AskedDay() {}

  /**
   * The day that a field names; null where it is empty.
   *
   * @throws IllegalArgumentException where it is none
   */
  static @Nullable LocalDate of(ConsoleRequest request, String field) {
    var text = request.field(field);
    if (text.isEmpty()) {
      return null;
    }
    try {
      var day = LocalDate.parse(text);
      if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
        return day;
      }
    } catch (DateTimeException none) {
      // As for a day of another age.
    }
    throw new IllegalArgumentException(
        "%s is \"%s\", expected a day such as 2026-10-01. Maybe the parts are in another order."
            .formatted(field, Ids.shown(text)));
  }
}
