package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.CampaignBudget;
import io.knowfirst.rules.folder.CampaignBudget.Pace;
import io.knowfirst.rules.folder.ExposureCap;
import io.knowfirst.rules.folder.WeeklyHours;
import io.knowfirst.rules.folder.YamlEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign is for, and how often, to how many and in which hours it is shown, in a form: its
 * goal, group, hours, budget and further caps.
 *
 * @param texts of the form, by field
 */
record LimitFields(Map<String, String> texts) {
  private static final int MOST_CAPS = 40;
  private static final int MOST_UNITS = 1_000_000_000;
  private static final String VISITOR = "visitor";
  private static final List<String> TEXTS =
      List.of(
          "goal", "group", "hours", "clock", "exposures", "daily", "pace", "conversions", "metric");
  private static final List<String> OF_CAP = List.of("capTimes", "capPer", "capDays", "capChannel");

  /** The texts of a campaign. */
  static Map<String, String> of(Campaign campaign) {
    var texts = new LinkedHashMap<String, String>();
    var limits = campaign.limits();
    put(texts, "goal", campaign.goal());
    put(texts, "group", limits.group());
    var hours = limits.hours();
    if (hours != null) {
      texts.put(
          "hours",
          hours.spans().stream().map(WeeklyHours.Span::text).collect(Collectors.joining("\n")));
      put(texts, "clock", hours.ofVisitor() ? VISITOR : null);
    }
    var budget = limits.budget();
    if (budget != null) {
      budget(budget, texts);
    }
    var caps = limits.caps().subList(campaign.cap() == null ? 0 : 1, limits.caps().size());
    for (int i = 0; i < caps.size(); i++) {
      var cap = caps.get(i);
      texts.put("capTimes" + i, "" + cap.times());
      texts.put("capPer" + i, cap.per() == null ? "" : cap.per().word());
      texts.put("capDays" + i, cap.per() == null ? "" + cap.days() : "");
      put(texts, "capChannel" + i, cap.channel());
    }
    return texts;
  }

  private static void budget(CampaignBudget budget, Map<String, String> texts) {
    put(texts, "exposures", number(budget.exposures()));
    put(texts, "daily", number(budget.daily()));
    put(texts, "conversions", number(budget.conversions()));
    put(texts, "metric", budget.metric());
    if (budget.pace() != Pace.NONE) {
      texts.put("pace", budget.pace().name().toLowerCase(Locale.ROOT));
    }
  }

  private static void put(Map<String, String> texts, String field, @Nullable String text) {
    if (text != null) {
      texts.put(field, text);
    }
  }

  private static @Nullable String number(long units) {
    return units == 0 ? null : "" + units;
  }

  /** The texts that were sent. */
  static Map<String, String> of(ConsoleRequest request) {
    var texts = new LinkedHashMap<String, String>();
    TEXTS.forEach(field -> texts.put(field, request.field(field)));
    for (int i = 0; i < MOST_CAPS && !request.all("capTimes" + i).isEmpty(); i++) {
      for (var field : OF_CAP) {
        texts.put(field + i, request.field(field + i));
      }
    }
    return texts;
  }

  private String text(String field) {
    return texts.getOrDefault(field, "");
  }

  /** Whether any of it says something. */
  boolean isSaid() {
    return texts.entrySet().stream()
        .anyMatch(
            one ->
                !one.getValue().isEmpty()
                    && (TEXTS.contains(one.getKey()) || one.getKey().startsWith("cap")));
  }

  /** How many rows of caps there are to fill in. */
  int rows() {
    int rows = 0;
    while (rows < MOST_CAPS && texts.containsKey("capTimes" + rows)) {
      rows++;
    }
    return rows > 0 && text("capTimes" + (rows - 1)).isEmpty() ? rows : rows + 1;
  }

  /**
   * The keys of the campaign's entry, as values of YAML; null where one is not said.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  Map<String, @Nullable String> values() {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("goal", said("goal"));
    values.put("caps", caps());
    values.put("group", said("group"));
    var hours = text("hours").lines().map(String::strip).filter(one -> !one.isEmpty()).toList();
    for (var one : hours) {
      if (!WeeklyHours.isSpan(one)) {
        throw new IllegalArgumentException(
            "hours holds \"%s\", expected %s.".formatted(one, WeeklyHours.EXPECTED));
      }
    }
    values.put("hours", hours.isEmpty() ? null : YamlEdit.list(hours));
    values.put("clock", text("clock").equals(VISITOR) ? VISITOR : null);
    values.put("budget", budget());
    return values;
  }

  private @Nullable String said(String field) {
    return text(field).isEmpty() ? null : YamlEdit.text(text(field));
  }

  private @Nullable String budget() {
    var budget = new LinkedHashMap<String, String>();
    for (var field : List.of("exposures", "daily", "conversions")) {
      if (!text(field).isEmpty()) {
        budget.put(field, whole(field, text(field), 1, MOST_UNITS));
      }
    }
    if (!text("pace").isEmpty()) {
      budget.put("pace", YamlEdit.text(text("pace")));
    }
    if (!text("metric").isEmpty()) {
      budget.put("metric", YamlEdit.text(text("metric")));
    }
    return budget.isEmpty() ? null : YamlEdit.table(budget);
  }

  private @Nullable String caps() {
    var caps = new ArrayList<String>();
    for (int i = 0; i < rows(); i++) {
      if (isEmpty(i)) {
        continue;
      }
      var cap = new LinkedHashMap<String, String>();
      cap.put("times", whole("times", text("capTimes" + i), 1, 1_000));
      var per = text("capPer" + i);
      var days = text("capDays" + i);
      if (!ExposureCap.Per.isWord(per)) {
        cap.put("days", whole("days", days, 1, 365));
      } else if (days.isEmpty()) {
        cap.put("per", per);
      } else {
        throw new IllegalArgumentException(
            "days is \"%s\", expected none beside a calendar %s. Maybe empty one of them."
                .formatted(days, per));
      }
      if (!text("capChannel" + i).isEmpty()) {
        cap.put("channel", YamlEdit.text(text("capChannel" + i)));
      }
      caps.add(YamlEdit.table(cap));
    }
    return caps.isEmpty() ? null : "[" + String.join(", ", caps) + "]";
  }

  private boolean isEmpty(int row) {
    return OF_CAP.stream().allMatch(field -> text(field + row).isEmpty());
  }

  /**
   * A number as a value.
   *
   * @throws IllegalArgumentException naming the field and what was expected
   */
  static String whole(String field, String text, int least, int most) {
    if (!text.matches("[0-9]{1,10}")
        || Long.parseLong(text) < least
        || Long.parseLong(text) > most) {
      throw new IllegalArgumentException(
          "%s is \"%s\", expected a whole number from %d to %d."
              .formatted(field, text, least, most));
    }
    return "" + Long.parseLong(text);
  }
}
