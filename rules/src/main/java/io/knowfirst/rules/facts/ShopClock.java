package io.knowfirst.rules.facts;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A decision's moment on the clock of the shop. All ages and windows in days are calendar days
 * there: what happened at 23:59 is one day ago at 00:01, also where a day has 23 or 25 hours.
 */
public final class ShopClock {
  private final long now;
  private final ZoneId zone;
  private final long today;

  private ShopClock(long now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
    this.today = day(now);
  }

  /**
   * @param now milliseconds since the epoch
   */
  public static ShopClock at(long now, ZoneId zone) {
    return new ShopClock(now, zone);
  }

  /** Milliseconds since the epoch. */
  public long now() {
    return now;
  }

  /** Calendar days between a moment, in milliseconds since the epoch, and today; 0 for today. */
  public int daysAgo(long at) {
    return (int) (today - day(at));
  }

  /**
   * When the calendar day that lies {@code days} before today began, in milliseconds since the
   * epoch: what happened from then on is at most that many days ago.
   */
  public long since(int days) {
    var midnight = LocalDate.ofEpochDay(today - days).atStartOfDay(zone);
    return midnight.toEpochSecond() * 1_000;
  }

  private long day(long at) {
    if (zone instanceof ZoneOffset offset) {
      return Math.floorDiv(Math.floorDiv(at, 1_000L) + offset.getTotalSeconds(), 86_400L);
    }
    int offset = zone.getRules().getOffset(Instant.ofEpochMilli(at)).getTotalSeconds();
    return Math.floorDiv(Math.floorDiv(at, 1_000L) + offset, 86_400L);
  }
}
