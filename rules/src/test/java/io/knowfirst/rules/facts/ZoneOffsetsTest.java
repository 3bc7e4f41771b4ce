package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneOffsetsTest {
  private static final long NOW = Instant.parse("2026-11-30T12:00:00Z").toEpochMilli();
  private static final long CENTURY = 100L * 365 * 86_400_000;

  /**
   * With two changes a year, one on a day off the hour, one that changed for politics, and none.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "Europe/Moscow",
        "Africa/Casablanca",
        "UTC",
        "+05:45"
      })
  void any_moment_has_the_offset_that_the_rules_of_the_zone_give(String id) {
    var zone = ZoneId.of(id);
    var random = new Random(7);
    for (long now : new long[] {NOW, 0, NOW - 15 * CENTURY / 100, NOW + CENTURY / 10}) {
      var offsets = ZoneOffsets.of(zone, now);
      for (int i = 0; i < 20_000; i++) {
        long span = i % 2 == 0 ? CENTURY : CENTURY / 25;
        agrees(offsets, zone, now + Math.floorMod(random.nextLong(), 2 * span) - span);
      }
      var change = zone.getRules().previousTransition(Instant.ofEpochMilli(now));
      for (int i = 0; i < 12 && change != null; i++) {
        long at = change.toEpochSecond() * 1_000;
        for (long near : new long[] {at - 1, at, at + 1}) {
          agrees(offsets, zone, near);
        }
        change = zone.getRules().previousTransition(change.getInstant());
      }
      var next = zone.getRules().nextTransition(Instant.ofEpochMilli(now));
      if (next != null) {
        long at = next.toEpochSecond() * 1_000;
        agrees(offsets, zone, at - 1);
        agrees(offsets, zone, at);
        agrees(ZoneOffsets.of(zone, at), zone, at);
      }
    }
  }

  private static void agrees(ZoneOffsets offsets, ZoneId zone, long at) {
    var local = Instant.ofEpochMilli(at).atZone(zone).toLocalDateTime();
    assertThat(offsets.seconds(at))
        .as("%s at %d", zone, at)
        .isEqualTo(local.toEpochSecond(java.time.ZoneOffset.UTC));
  }
}
