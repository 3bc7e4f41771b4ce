package io.knowfirst.rules.folder;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * At most {@code times} exposures for one visitor within a time.
 *
 * @param per a calendar day or week on the visitor's clock; null where the time is {@code days}
 * @param days that reach back from now; 0 where the time is one of the calendar
 * @param channel on which exposures count; null for all channels
 */
public record ExposureCap(int times, @Nullable Per per, int days, @Nullable String channel) {
  /** A stretch of the calendar. A week begins on Monday. */
  public enum Per {
    DAY,
    WEEK;

    /** As it stands in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a text is the word of one. */
    public static boolean isWord(String text) {
      return text.equals(DAY.word()) || text.equals(WEEK.word());
    }
  }

  static ExposureCap of(Campaign.Cap cap) {
    return new ExposureCap(cap.times(), null, cap.days(), null);
  }

  /** Whether exposures on a channel count. */
  public boolean counts(String on) {
    return channel == null || channel.equals(on);
  }

  /**
   * From when on exposures count.
   *
   * @param zone of the visitor's clock
   */
  public Instant since(Instant now, ZoneId zone) {
    if (per == null) {
      return now.minus(Duration.ofDays(days));
    }
    var today = now.atZone(zone).toLocalDate();
    var first =
        per == Per.DAY ? today : today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return first.atStartOfDay(zone).toInstant();
  }

  /** What it allows, as a sentence goes on: "2 a week on email". */
  public String words() {
    var time = per == null ? "within %d days".formatted(days) : "a " + per.word();
    return channel == null
        ? "%d %s".formatted(times, time)
        : "%d %s on %s".formatted(times, time, channel);
  }
}
