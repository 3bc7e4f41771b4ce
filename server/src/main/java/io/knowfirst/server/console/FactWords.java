package io.knowfirst.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.experiments.report.Texts;
import java.text.NumberFormat;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Facts in the reader's words: types, names of values, and values. */
final class FactWords {
  private static final Set<String> SHARES =
      Set.of(
          "share",
          "hourShare",
          "weekdayShare",
          "deviceShare",
          "alive",
          "churn",
          "chance(30)",
          "probability");
  private static final double TREND = 0.1;
  private static final String PROPERTY = "property(\"";

  private final Texts texts;
  private final Locale locale;

  FactWords(Texts texts) {
    this.texts = texts;
    this.locale = Locale.forLanguageTag(texts.language());
  }

  /** A fact with all its values. */
  String sentence(JsonNode fact) {
    var type = fact.path("fact").asText();
    return fact.path("values")
        .propertyStream()
        .map(one -> name(type, one.getKey()) + ": " + value(type, one.getKey(), one.getValue()))
        .collect(Collectors.joining(", ", type(type) + " (", ")"));
  }

  String type(String type) {
    return texts.getOr("fact." + type, type);
  }

  String purpose(String purpose) {
    return texts.getOr("purpose." + purpose, purpose);
  }

  /** A kind of event. */
  String event(String type) {
    return texts.getOr("event.type." + type, type);
  }

  /** An event; tracked ones are told by their name alone. */
  String event(String type, String name) {
    if (name.isEmpty()) {
      return event(type);
    }
    return type.equals("track") ? name : event(type) + ": " + name;
  }

  /** What a value of a fact is called; of a property of an event its own name. */
  String name(String type, String name) {
    if (name.startsWith(PROPERTY)) {
      return name.substring(PROPERTY.length(), name.length() - "\")".length());
    }
    var general = texts.getOr("fact.value." + name, name);
    return texts.getOr("fact." + type + "." + name, general);
  }

  String value(String type, String name, JsonNode value) {
    if (value.isBoolean()) {
      return texts.format(value.asBoolean() ? "fact.yes" : "fact.no");
    }
    if (!value.isNumber()) {
      return texts.getOr("fact." + type + "." + name + "." + value.asText(), value.asText());
    }
    if (SHARES.contains(name)) {
      return Figures.percent(locale, value.asDouble());
    }
    return switch (name) {
      case "trend" -> trend(value.asDouble());
      case "weekday" ->
          DayOfWeek.of(value.asInt()).getDisplayName(TextStyle.FULL_STANDALONE, locale);
      case "hour" -> texts.format("fact.hour", value.asInt());
      default -> number(value);
    };
  }

  /** How long ago something was. */
  String age(long seconds) {
    long days = TimeUnit.SECONDS.toDays(seconds);
    if (days > 0) {
      return texts.format("fact.age.days", days);
    }
    long hours = TimeUnit.SECONDS.toHours(seconds);
    return hours > 0
        ? texts.format("fact.age.hours", hours)
        : texts.format("fact.age.minutes", TimeUnit.SECONDS.toMinutes(seconds));
  }

  /** What said so last, and how much more did; begins with a separator. */
  String origin(JsonNode origins) {
    var newest = origins.path(0);
    var source = newest.path("source").asText();
    var named =
        source.equals("event")
            ? texts.format("visitors.by", newest.path("event").asText())
            : texts.getOr("fact.source." + source, source);
    int more = origins.size() - 1;
    return ", " + (more > 0 ? texts.format("fact.more", named, more) : named);
  }

  private String trend(double trend) {
    var word = Math.abs(trend) < TREND ? "steady" : trend > 0 ? "rising" : "falling";
    return texts.format("fact.trend." + word);
  }

  private String number(JsonNode value) {
    var format = NumberFormat.getNumberInstance(locale);
    boolean whole = value.isIntegralNumber();
    format.setMinimumFractionDigits(whole ? 0 : 2);
    format.setMaximumFractionDigits(whole ? 0 : 2);
    return format.format(value.asDouble());
  }
}
