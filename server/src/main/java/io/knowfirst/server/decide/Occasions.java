package io.knowfirst.server.decide;

import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import io.knowfirst.rules.facts.Occasion;
import io.knowfirst.rules.facts.Origin;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.Year;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Public holidays of a place, shopping days, and the visitor's own days, as far as they are near.
 */
final class Occasions {
  /** The kind of a visitor's own days. */
  static final String PERSONAL = "personal";

  private static final int REMEMBERED = 500;

  /** A year may be left out, as it is by who does not tell their age. */
  private static final Pattern ISO = Pattern.compile("(?:\\d{4}|-)-(\\d{2})-(\\d{2})(?:T.*)?");

  private static final Pattern GERMAN = Pattern.compile("(\\d{1,2})\\.(\\d{1,2})\\.(?:\\d{4})?");

  private static final Map<String, Map<String, LocalDate>> HOLIDAYS = new ConcurrentHashMap<>();
  private static final Map<Day, List<Near>> NEAR = new ConcurrentHashMap<>();

  private Occasions() {}

  /** A day somewhere. */
  private record Day(LocalDate today, String country, String region) {}

  private record Near(String name, String kind, int days) {}

  /**
   * Those of a place.
   *
   * @param country ISO 3166-1; empty where nobody says, and then there are shopping days alone
   * @param region of it, ISO 3166-2 without the country; may be empty
   */
  static List<Occasion> of(LocalDate today, String country, String region, List<Origin> origins) {
    var near = remember(NEAR, new Day(today, country, region), Occasions::near);
    var occasions = new ArrayList<Occasion>(near.size());
    for (var one : near) {
      occasions.add(new Occasion(one.name(), one.kind(), one.days(), origins));
    }
    return occasions;
  }

  private static List<Near> near(Day day) {
    var near = new ArrayList<Near>();
    for (var year : List.of(day.today().getYear(), day.today().getYear() + 1)) {
      holidays(day.country(), day.region(), year)
          .forEach((name, date) -> add(name, "holiday", date, day.today(), near));
      shopping(year).forEach((name, date) -> add(name, "shopping", date, day.today(), near));
    }
    return near;
  }

  /** A visitor's own day, such as a birthday; nothing where the text is no date or it is far. */
  static Optional<Occasion> own(String name, String text, LocalDate today, List<Origin> origins) {
    return day(text)
        .map(day -> next(day, today))
        .filter(date -> days(today, date) <= Occasion.AHEAD)
        .map(date -> new Occasion(name, PERSONAL, days(today, date), origins));
  }

  private static Optional<MonthDay> day(String text) {
    var iso = ISO.matcher(text.strip());
    var german = GERMAN.matcher(text.strip());
    try {
      if (iso.matches()) {
        return Optional.of(
            MonthDay.of(Integer.parseInt(iso.group(1)), Integer.parseInt(iso.group(2))));
      }
      return german.matches()
          ? Optional.of(
              MonthDay.of(Integer.parseInt(german.group(2)), Integer.parseInt(german.group(1))))
          : Optional.empty();
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  /** Whoever was born on 29 February has their day on 28 February of other years. */
  private static LocalDate next(MonthDay day, LocalDate today) {
    var thisYear = day.atYear(today.getYear());
    return thisYear.isBefore(today) ? day.atYear(today.getYear() + 1) : thisYear;
  }

  private static int days(LocalDate today, LocalDate date) {
    return (int) ChronoUnit.DAYS.between(today, date);
  }

  private static void add(
      String name, String kind, LocalDate date, LocalDate today, List<Near> to) {
    int days = days(today, date);
    if (days >= 0 && days <= Occasion.AHEAD && to.stream().noneMatch(o -> o.name().equals(name))) {
      to.add(new Near(name, kind, days));
    }
  }

  private static Map<String, LocalDate> holidays(String country, String region, int year) {
    if (country.isEmpty()) {
      return Map.of();
    }
    var place = country + "-" + region + " " + year;
    return remember(HOLIDAYS, place, p -> read(country, region.toLowerCase(Locale.ROOT), year));
  }

  private static <K, V> V remember(Map<K, V> known, K key, Function<K, V> make) {
    var value = known.get(key);
    if (value == null) {
      value = make.apply(key);
      if (known.size() >= REMEMBERED) {
        known.clear();
      }
      known.put(key, value);
    }
    return value;
  }

  private static Map<String, LocalDate> read(String country, String region, int year) {
    if (!HolidayManager.getSupportedCalendarCodes().contains(country)) {
      return Map.of();
    }
    var manager =
        HolidayManager.getInstance(ManagerParameters.create(country.toLowerCase(Locale.ROOT)));
    var found =
        region.isEmpty()
            ? manager.getHolidays(Year.of(year))
            : manager.getHolidays(Year.of(year), region);
    var holidays = new TreeMap<String, LocalDate>();
    found.forEach(
        holiday ->
            holidays.merge(
                name(holiday.getPropertiesKey()),
                holiday.getDate(),
                (one, other) -> one.isBefore(other) ? one : other));
    return holidays;
  }

  /** Without the religion before it, and of one name wherever it is the same day. */
  private static String name(String key) {
    var name = key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT).replace('_', '-');
    return name.equals("first-christmas-day") ? "christmas" : name;
  }

  /** The same in most countries, unlike Mother's Day. */
  private static Map<String, LocalDate> shopping(int year) {
    var thanksgiving =
        LocalDate.of(year, Month.NOVEMBER, 1)
            .with(TemporalAdjusters.dayOfWeekInMonth(4, DayOfWeek.THURSDAY));
    var days = new HashMap<String, LocalDate>();
    days.put("valentines-day", LocalDate.of(year, Month.FEBRUARY, 14));
    days.put("halloween", LocalDate.of(year, Month.OCTOBER, 31));
    days.put("singles-day", LocalDate.of(year, Month.NOVEMBER, 11));
    days.put("black-friday", thanksgiving.plusDays(1));
    days.put("cyber-monday", thanksgiving.plusDays(4));
    days.put("st-nicholas-day", LocalDate.of(year, Month.DECEMBER, 6));
    days.put("christmas-eve", LocalDate.of(year, Month.DECEMBER, 24));
    days.put("new-years-eve", LocalDate.of(year, Month.DECEMBER, 31));
    return days;
  }
}
