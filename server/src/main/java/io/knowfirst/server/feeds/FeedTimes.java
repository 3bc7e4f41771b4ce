package io.knowfirst.server.feeds;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How times are written: ISO 8601, seconds, milliseconds or microseconds since 1970, and one
 * pattern more.
 *
 * @param pattern such as {@code dd.MM.yyyy HH:mm}; null for none
 * @param form the same, ready to use
 * @param zone of times that do not say theirs
 */
public record FeedTimes(@Nullable String pattern, @Nullable DateTimeFormatter form, ZoneId zone) {
  static final FeedTimes ISO = new FeedTimes(null, null, ZoneOffset.UTC);

  private static final Pattern DIGITS = Pattern.compile("[0-9]{9,17}");
  private static final long MILLIS = 100_000_000_000L;
  private static final long MICROS = 100_000_000_000_000L;
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalStart()
          .appendPattern("[XXX][XX][X]")
          .optionalEnd()
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  /**
   * @throws IllegalArgumentException for a pattern or a zone that is none
   */
  public static FeedTimes of(@Nullable String pattern, @Nullable String zone) {
    var form = pattern == null ? null : DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    try {
      return new FeedTimes(pattern, form, zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(
          "timezone is \"%s\", expected one such as Europe/Berlin".formatted(zone), unknown);
    }
  }

  String expected() {
    return pattern == null
        ? "a time such as 2026-11-22T09:30:00+01:00"
        : "a time as " + pattern + " has it";
  }

  @Nullable String advice() {
    return pattern == null ? "Maybe dates: dd.MM.yyyy in the mapping." : null;
  }

  @Nullable Instant read(JsonNode value) {
    var text = value.asText().strip();
    if (DIGITS.matcher(text).matches()) {
      long number = Long.parseLong(text);
      return number < MILLIS
          ? Instant.ofEpochSecond(number)
          : Instant.ofEpochMilli(number < MICROS ? number : number / 1_000);
    }
    var iso = read(text.replaceFirst("(?<=[0-9]) +(?=[0-9])", "T"), TIME);
    return iso != null || form == null ? iso : read(text, form);
  }

  private @Nullable Instant read(String text, DateTimeFormatter as) {
    try {
      var best = as.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (best instanceof OffsetDateTime time) {
        return time.toInstant();
      }
      return best instanceof LocalDateTime time
          ? time.atZone(zone).toInstant()
          : ((LocalDate) best).atStartOfDay(zone).toInstant();
    } catch (DateTimeException none) {
      return null;
    }
  }
}
