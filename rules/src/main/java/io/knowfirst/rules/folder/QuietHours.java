package io.knowfirst.rules.folder;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A time of day in which nobody is written to or called.
 *
 * @param from first minute of it
 * @param until first minute after it; before {@code from} where midnight lies within
 */
public record QuietHours(LocalTime from, LocalTime until) {
  static final String EXPECTED = "two times of day such as 21:00-08:00";

  private static final int DAY = 24 * 60;
  private static final Pattern FORM =
      Pattern.compile("\\s*(\\d\\d:\\d\\d)\\s*-\\s*(\\d\\d:\\d\\d)\\s*");

  static Optional<QuietHours> of(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      var quiet =
          new QuietHours(LocalTime.parse(matcher.group(1)), LocalTime.parse(matcher.group(2)));
      return quiet.from.equals(quiet.until) ? Optional.empty() : Optional.of(quiet);
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  /**
   * The first moment, from {@code now} on, that is not quiet where the clock shows {@code zone}.
   */
  public Instant next(Instant now, ZoneId zone) {
    var here = now.atZone(zone);
    var time = here.toLocalTime();
    boolean quiet =
        from.isBefore(until)
            ? !time.isBefore(from) && time.isBefore(until)
            : !time.isBefore(from) || time.isBefore(until);
    if (!quiet) {
      return now;
    }
    var day = time.isBefore(until) ? here.toLocalDate() : here.toLocalDate().plusDays(1);
    return day.atTime(until).atZone(zone).toInstant();
  }

  /** Whether a time of day, which may reach into the next day, lies in it. */
  public boolean covers(LocalTime begin, LocalTime end) {
    int length = minutes(from, until);
    int away = Math.floorMod(begin.toSecondOfDay() / 60 - from.toSecondOfDay() / 60, DAY);
    return away + minutes(begin, end) <= length;
  }

  /** From one to the other, going on to the next day where that is not later. */
  private static int minutes(LocalTime begin, LocalTime end) {
    int minutes = (end.toSecondOfDay() - begin.toSecondOfDay()) / 60;
    return minutes > 0 ? minutes : minutes + DAY;
  }
}
