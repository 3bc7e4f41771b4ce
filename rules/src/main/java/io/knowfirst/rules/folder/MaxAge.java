package io.knowfirst.rules.folder;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** How old facts may be, as rules and campaigns write it: {@code 90s}, {@code 10m}, {@code 7d}. */
public final class MaxAge {
  /** What is expected of one, for messages. */
  public static final String EXPECTED = "a whole number of s, m, h or d such as 10m, up to 3650d";

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})\\s*([smhd])");
  private static final Duration MOST = Duration.ofDays(3_650);

  private MaxAge() {}

  /** Empty for what is none. */
  public static Optional<Duration> of(String text) {
    var matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    var age =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    return age.compareTo(MOST) > 0 ? Optional.empty() : Optional.of(age);
  }

  /** In its largest whole unit, with what is left in the next: {@code 10m}, {@code 2d 3h}. */
  public static String text(Duration age) {
    long[] parts = {age.toDays(), age.toHoursPart(), age.toMinutesPart(), age.toSecondsPart()};
    var units = new String[] {"d", "h", "m", "s"};
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] > 0) {
        var rest = i + 1 < parts.length && parts[i + 1] > 0;
        return parts[i] + units[i] + (rest ? " " + parts[i + 1] + units[i + 1] : "");
      }
    }
    return "0s";
  }
}
