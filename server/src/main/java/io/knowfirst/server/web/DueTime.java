package io.knowfirst.server.web;

import io.knowfirst.server.wire.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * When something is to happen, as a person says it: local time and zone, or a time with its offset.
 *
 * @param zone as it was named; the shop's where it was not
 */
record DueTime(Instant due, ZoneId zone) {
  private static final Duration FURTHEST = Duration.ofDays(366);
  private static final String EXPECTED =
      "a time to come within a year, like 2026-12-24T06:00 with a zone, or 2026-12-24T06:00+01:00";

  /** Reads the fields {@code at} and {@code zone}; what is wrong is noted. */
  static DueTime read(Fields body, ZoneId shop, Instant now) {
    var zone = zone(body, shop);
    var text = body.text("at", 40);
    if (text == null) {
      if (body.get("at") == null) {
        body.refuse("at", EXPECTED);
      }
      return new DueTime(now, zone);
    }
    var due = instant(text, zone);
    if (due == null || !due.isAfter(now) || due.isAfter(now.plus(FURTHEST))) {
      body.refuse("at", due == null && exists(text) ? skipped(text, zone) : EXPECTED);
      return new DueTime(now, zone);
    }
    return new DueTime(due, zone);
  }

  private static ZoneId zone(Fields body, ZoneId shop) {
    var name = body.id("zone");
    if (name == null) {
      return shop;
    }
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      body.refuse("zone", "the name of a time zone, like Europe/Berlin");
      return shop;
    }
    return ZoneId.of(name);
  }

  /** Null for no time, and for one that the clock skips. Of one that comes twice, the first. */
  private static @Nullable Instant instant(String text, ZoneId zone) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException local) {
      if (!exists(text)) {
        return null;
      }
      var offsets = zone.getRules().getValidOffsets(LocalDateTime.parse(text));
      return offsets.isEmpty() ? null : LocalDateTime.parse(text).toInstant(offsets.get(0));
    }
  }

  private static boolean exists(String text) {
    try {
      return LocalDateTime.parse(text) != null;
    } catch (DateTimeException none) {
      return false;
    }
  }

  private static String skipped(String text, ZoneId zone) {
    var gap = zone.getRules().getTransition(LocalDateTime.parse(text));
    return "a time that there is in %s, where the clock goes from %s to %s on that day"
        .formatted(
            zone, gap.getDateTimeBefore().toLocalTime(), gap.getDateTimeAfter().toLocalTime());
  }
}
