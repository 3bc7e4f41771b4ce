package io.knowfirst.rules.facts;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A decision's moment on the clock of the shop. All ages and windows in days are calendar days
 * there: what happened at 23:59 is one day ago at 00:01, also where a day has 23 or 25 hours.
 */
public final class ShopClock {
  private static final int KEPT_DAYS = 400;

  /** That of the last decision: those of a day share it. */
  private static volatile Midnights last = new Midnights(ZoneOffset.UTC, 0);

  private final long now;
  private final ZoneOffsets offsets;
  private final long today;
  private final Midnights midnights;

  /** When days before one began, as far as they were asked for; 0 is not known yet. */
  private record Midnights(ZoneId zone, long today, AtomicLongArray begins) {
    Midnights(ZoneId zone, long today) {
      this(zone, today, new AtomicLongArray(KEPT_DAYS));
    }

    static Midnights of(ZoneId zone, long today) {
      var known = last;
      if (known.today != today || !known.zone.equals(zone)) {
        known = new Midnights(zone, today);
        last = known;
      }
      return known;
    }

    long begin(int days) {
      if (days < 0 || days >= KEPT_DAYS) {
        return midnight(days);
      }
      long known = begins.getPlain(days);
      if (known == 0) {
        known = midnight(days);
        begins.setPlain(days, known);
      }
      return known;
    }

    private long midnight(int days) {
      return LocalDate.ofEpochDay(today - days).atStartOfDay(zone).toEpochSecond() * 1_000;
    }
  }

  private ShopClock(long now, ZoneId zone) {
    this.now = now;
    this.offsets = ZoneOffsets.of(zone, now);
    this.today = day(now);
    this.midnights = Midnights.of(zone, today);
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
    return midnights.begin(days);
  }

  /** Hours of the shop's clock since the week began on Monday, 0 to 167. */
  int hourOfWeek(long at) {
    long days = 3; // the epoch began on a Thursday
    return (int) Math.floorMod(Math.floorDiv(offsets.seconds(at), 3_600L) + days * 24, 7 * 24L);
  }

  private long day(long at) {
    return Math.floorDiv(offsets.seconds(at), 86_400L);
  }
}
