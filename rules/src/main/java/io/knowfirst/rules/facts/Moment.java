package io.knowfirst.rules.facts;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When the decision is made, on the clock of the shop.
 *
 * @param hour 0 to 23
 * @param partOfDay {@code night} (0-5), {@code morning} (6-10), {@code midday} (11-13), {@code
 *     afternoon} (14-17) or {@code evening} (18-23)
 * @param weekday 1 (Monday) to 7 (Sunday)
 * @param date ISO 8601, for example {@code 2026-11-22}
 * @param month 1 to 12
 * @param season {@code spring}, {@code summer}, {@code autumn} or {@code winter}, by the month,
 *     where the visitor is
 * @param visitorHour on the visitor's own clock; null where their time zone is not known
 * @param visitorPartOfDay likewise
 */
public record Moment(
    int hour,
    String partOfDay,
    int weekday,
    boolean weekend,
    String date,
    int month,
    String season,
    @Nullable Integer visitorHour,
    @Nullable String visitorPartOfDay,
    List<Origin> origins)
    implements Fact {
  private static final List<String> SEASONS = List.of("winter", "spring", "summer", "autumn");

  /** Countries of which most people live south of the equator. */
  private static final Set<String> SOUTH =
      Set.of(
          """
          AO AR AS AU BI BO BR BW CD CG CK CL FJ FK GA ID KI KM LS MG MU MW MZ NA NC NR NU NZ PE PF
          PG PY RE RW SB SC SZ TK TL TO TV TZ UY VU WF WS YT ZA ZM ZW
          """
              .split("\\s+"));

  /** In the north, of a visitor whose clock is not known. */
  public Moment(
      int hour,
      String partOfDay,
      int weekday,
      boolean weekend,
      String date,
      int month,
      List<Origin> origins) {
    this(hour, partOfDay, weekday, weekend, date, month, season(month, ""), null, null, origins);
  }

  public static Moment at(Instant now, ZoneId zone) {
    return at(now, zone, null, "");
  }

  /**
   * For a visitor.
   *
   * @param own the visitor's time zone; null where it is not known
   * @param country where they are, ISO 3166-1
   */
  public static Moment at(Instant now, ZoneId zone, @Nullable ZoneId own, String country) {
    var local = now.atZone(zone);
    int weekday = local.getDayOfWeek().getValue();
    Integer hour = own == null ? null : now.atZone(own).getHour();
    return new Moment(
        local.getHour(),
        partOfDay(local.getHour()),
        weekday,
        weekday >= 6,
        local.toLocalDate().toString(),
        local.getMonthValue(),
        season(local.getMonthValue(), country),
        hour,
        hour == null ? null : partOfDay(hour),
        List.of(new Origin(Origin.REQUEST, now)));
  }

  private static String season(int month, String country) {
    int season = month % 12 / 3 + (SOUTH.contains(country) ? 2 : 0);
    return SEASONS.get(season % 4);
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
