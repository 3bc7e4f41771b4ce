package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.quality.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When an event happened. A clock that ran wrong on the visitor's side is put right by the time at
 * which it says to have sent: {@code received - (sentAt - timestamp)}, as the Segment specification
 * has it.
 *
 * @param received by our clock
 * @param sentAt of the envelope, by the sender's clock; null where it says none
 */
public record EventClock(Instant received, @Nullable Instant sentAt) {
  static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  static final Duration TOLERANCE = Duration.ofMinutes(10);

  /** How far back a public key may date an event, for a phone that was offline. */
  public static final Duration OLDEST_PUBLIC = Duration.ofDays(7);

  /** Between them any two may be added to a third and subtracted from it. */
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final String EXPECTED =
      "a time like 2026-11-22T09:30:00Z, or seconds or milliseconds since 1970";
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,15}");
  private static final long MILLIS = 100_000_000_000L;
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
          .toFormatter(java.util.Locale.ROOT);

  public EventClock(Instant received) {
    this(received, null);
  }

  /** The clock of a batch, whose envelope may say when it was sent. */
  public static EventClock of(Instant received, @Nullable JsonNode sentAt) {
    return new EventClock(received, sentAt == null ? null : parse(sentAt));
  }

  /**
   * When the event happened, never after it was received.
   *
   * @param strict whether a time that is none, or out of bounds, is refused; else it is noted
   */
  Instant read(Fields body, boolean strict, Notes notes) {
    var field = body.get("timestamp") != null ? "timestamp" : "originalTimestamp";
    var said = body.get(field);
    if (said == null) {
      return received;
    }
    var parsed = parse(said);
    if (parsed == null) {
      return wrong(body, field, EXPECTED, strict, Kind.CHANGED_VALUE, notes, received);
    }
    var at = corrected(parsed, sent(body, strict, parsed), notes);
    if (at.isAfter(received.plus(TOLERANCE))) {
      return wrong(
          body,
          field,
          "a time from " + EARLIEST + " to " + received.plus(TOLERANCE),
          strict,
          Kind.FUTURE_EVENT,
          notes,
          received);
    }
    var oldest = strict ? EARLIEST : received.minus(OLDEST_PUBLIC);
    if (at.isBefore(oldest)) {
      return wrong(
          body,
          field,
          "a time from " + oldest + " to " + received.plus(TOLERANCE),
          strict,
          Kind.OLD_EVENT,
          notes,
          oldest);
    }
    return at.isAfter(received) ? received : at;
  }

  /**
   * The sender's clock when it sent. A server that sends an archive has old times of sending in its
   * events, which tell nothing of a clock; one ahead of ours does.
   */
  private @Nullable Instant sent(Fields body, boolean strict, Instant at) {
    if (sentAt != null) {
      return sentAt;
    }
    var said = body.get("sentAt");
    var own = said == null ? null : parse(said);
    return own == null || !strict || at.isAfter(received) ? own : null;
  }

  private Instant corrected(Instant at, @Nullable Instant sent, Notes notes) {
    if (sent == null || Duration.between(received, sent).abs().compareTo(SKEW) <= 0) {
      return at;
    }
    notes.count(Kind.CORRECTED_CLOCK, sent.isAfter(received) ? "ahead" : "behind");
    return received.minus(Duration.between(at, sent));
  }

  private static Instant wrong(
      Fields body,
      String field,
      String expected,
      boolean strict,
      Kind kind,
      Notes notes,
      Instant instead) {
    if (strict) {
      body.refuse(field, expected);
    } else {
      var value = body.get(field);
      notes.add(
          kind,
          field,
          body.at().field(field),
          value == null ? null : value.asText(),
          expected,
          "Maybe the clock is wrong; the event was taken as of " + instead + ".",
          instead.toString());
    }
    return instead;
  }

  /**
   * A moment as programs write it, of a year with four digits; without an offset it is UTC. Null
   * for anything else.
   */
  static @Nullable Instant parse(JsonNode value) {
    var read = read(value);
    return read == null || read.isBefore(FIRST) || read.isAfter(LAST) ? null : read;
  }

  private static @Nullable Instant read(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return ofEpoch(value.longValue());
    }
    if (value.isFloatingPointNumber() && Math.abs(value.doubleValue()) < 1e15) {
      double number = value.doubleValue();
      return Math.abs(number) < MILLIS
          ? Instant.ofEpochMilli(Math.round(number * 1000))
          : Instant.ofEpochMilli(Math.round(number));
    }
    if (!value.isTextual() || value.textValue().length() > 40) {
      return null;
    }
    var text = value.textValue().strip();
    if (DIGITS.matcher(text).matches()) {
      return ofEpoch(Long.parseLong(text));
    }
    try {
      var best =
          TIME.parseBest(
              text.replaceFirst("(?<=[0-9]) +(?=[0-9])", "T").replace(" ", ""),
              OffsetDateTime::from,
              LocalDateTime::from,
              LocalDate::from);
      if (best instanceof OffsetDateTime time) {
        return time.toInstant();
      }
      return best instanceof LocalDateTime time
          ? time.toInstant(ZoneOffset.UTC)
          : ((LocalDate) best).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Instant ofEpoch(long number) {
    if (Math.abs(number) >= 1_000_000_000_000_000L || number == Long.MIN_VALUE) {
      return null;
    }
    return Math.abs(number) < MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
  }
}
