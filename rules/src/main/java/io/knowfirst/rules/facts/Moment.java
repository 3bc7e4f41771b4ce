package io.knowfirst.rules.facts;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * When the decision is made, on the clock of the shop.
 *
 * @param hour 0 to 23
 * @param partOfDay {@code night} (0-5), {@code morning} (6-10), {@code midday} (11-13), {@code
 *     afternoon} (14-17) or {@code evening} (18-23)
 * @param weekday 1 (Monday) to 7 (Sunday)
 * @param date ISO 8601, for example {@code 2026-11-22}
 * @param month 1 to 12
 */
public record Moment(
    int hour,
    String partOfDay,
    int weekday,
    boolean weekend,
    String date,
    int month,
    List<Origin> origins)
    implements Fact {
  public static Moment at(Instant now, ZoneId zone) {
    var local = now.atZone(zone);
    int weekday = local.getDayOfWeek().getValue();
    return new Moment(
        local.getHour(),
        partOfDay(local.getHour()),
        weekday,
        weekday >= 6,
        local.toLocalDate().toString(),
        local.getMonthValue(),
        List.of(new Origin(Origin.REQUEST, now)));
  }

  private static String partOfDay(int hour) {
    if (hour < 6) {
      return "night";
    }
    if (hour < 11) {
      return "morning";
    }
    if (hour < 14) {
      return "midday";
    }
    return hour < 18 ? "afternoon" : "evening";
  }

  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "hour", hour, "partOfDay", partOfDay, "weekday", weekday, "weekend", weekend, "date", date);
  }
}
