package io.knowfirst.rules.folder;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hours of the week in which a campaign may win, as a clock on the wall shows them: where
 * clocks are put forward the hour that is left out is missing, and where they are put back the hour
 * that comes twice counts twice.
 *
 * @param ofVisitor whether the clock is the visitor's, rather than the shop's
 */
public record WeeklyHours(List<Span> spans, boolean ofVisitor) {
  /** How hours are written, as a refusal says it. */
  public static final String EXPECTED =
      "days, times or both, such as \"mon-fri 09:00-17:00\", \"sat,sun\" or \"18:00-02:00\"";

  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final String DAY = "(?:" + String.join("|", DAYS) + ")";
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*((?:%1$s(?:-%1$s)?)(?:\\s*,\\s*%1$s(?:-%1$s)?)*)?\\s*(?:(\\d\\d:\\d\\d)\\s*-\\s*(\\d\\d:\\d\\d))?\\s*"
              .formatted(DAY),
          Pattern.CASE_INSENSITIVE);

  public WeeklyHours {
    spans = List.copyOf(spans);
  }

  /**
   * A time of day on some days of the week.
   *
   * @param days on which it begins
   * @param until first minute after it; not after {@code from} where it ends on the next day
   */
  public record Span(Set<DayOfWeek> days, LocalTime from, LocalTime until) {
    public Span {
      days = Set.copyOf(days);
    }

    /** As it stands in files: "mon-fri,sun 09:00-17:00". */
    public String text() {
      var parts = new ArrayList<String>();
      if (days.size() < DAYS.size()) {
        parts.add(daysText());
      }
      if (!from.equals(LocalTime.MIDNIGHT) || !until.equals(LocalTime.MIDNIGHT)) {
        parts.add(from + "-" + until);
      }
      return parts.isEmpty() ? "mon-sun" : String.join(" ", parts);
    }

    private String daysText() {
      var runs = new ArrayList<String>();
      int first = -1;
      for (int i = 0; i <= DAYS.size(); i++) {
        boolean held = i < DAYS.size() && days.contains(DayOfWeek.of(i + 1));
        if (held && first < 0) {
          first = i;
        } else if (!held && first >= 0) {
          runs.add(first == i - 1 ? DAYS.get(first) : DAYS.get(first) + "-" + DAYS.get(i - 1));
          first = -1;
        }
      }
      return String.join(",", runs);
    }

    private boolean holds(DayOfWeek day, LocalTime time) {
      if (from.isBefore(until)) {
        return days.contains(day) && !time.isBefore(from) && time.isBefore(until);
      }
      return (days.contains(day) && !time.isBefore(from))
          || (days.contains(day.minus(1)) && time.isBefore(until));
    }
  }

  static @Nullable WeeklyHours read(YamlTable campaign) {
    var texts = campaign.oneOrMore("hours");
    var clock = campaign.choice("clock", Whose.class, Whose.SHOP);
    if (texts.isEmpty()) {
      if (campaign.has("clock")) {
        campaign.error("clock", "KF294", "clock is that of hours, and hours is missing.");
      }
      return null;
    }
    var spans = new ArrayList<Span>();
    for (var text : texts) {
      var span = span(text);
      if (span == null) {
        campaign.error(
            "hours", "KF294", "hours holds \"%s\", expected %s.".formatted(text, EXPECTED));
      } else {
        spans.add(span);
      }
    }
    return new WeeklyHours(spans, clock == Whose.VISITOR);
  }

  private enum Whose {
    SHOP,
    VISITOR
  }

  /** Whether hours are written like that. */
  public static boolean isSpan(String text) {
    return span(text) != null;
  }

  static @Nullable Span span(String text) {
    var matcher = FORM.matcher(text);
    if (text.isBlank() || !matcher.matches()) {
      return null;
    }
    try {
      var days = matcher.group(1) == null ? EnumSet.allOf(DayOfWeek.class) : days(matcher.group(1));
      return matcher.group(2) == null
          ? new Span(days, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)
          : new Span(days, LocalTime.parse(matcher.group(2)), LocalTime.parse(matcher.group(3)));
    } catch (DateTimeException noTime) {
      return null;
    }
  }

  private static Set<DayOfWeek> days(String text) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    for (var part : text.toLowerCase(Locale.ROOT).strip().split("\\s*,\\s*", -1)) {
      var ends = part.split("-", -1);
      var day = day(ends[0]);
      days.add(day);
      while (day != day(ends[ends.length - 1])) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return days;
  }

  private static DayOfWeek day(String name) {
    return DayOfWeek.of(DAYS.indexOf(name) + 1);
  }

  /**
   * Whether the campaign may win at a moment.
   *
   * @param shop the zone of the shop's clock
   * @param visitor the zone of the visitor's clock
   */
  public boolean hold(Instant now, ZoneId shop, ZoneId visitor) {
    var here = now.atZone(ofVisitor ? visitor : shop);
    for (var span : spans) {
      if (span.holds(here.getDayOfWeek(), here.toLocalTime())) {
        return true;
      }
    }
    return false;
  }
}
