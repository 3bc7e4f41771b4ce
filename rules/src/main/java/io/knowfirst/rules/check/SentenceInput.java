package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Sentences.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A gap of a sentence, and what belongs into it.
 *
 * @param name as it stands in the sentence
 */
public record SentenceInput(String name, InputType type) {
  private static final Pattern GAP = Pattern.compile("\\{(\\w+)}");
  private static final Pattern KIND = Pattern.compile("kind == \"(\\w+)\"");
  private static final Map<String, InputType> BY_PROPERTY =
      Map.ofEntries(
          Map.entry("category", InputType.CATEGORY),
          Map.entry("brand", InputType.BRAND),
          Map.entry("colour", InputType.COLOUR),
          Map.entry("size", InputType.SIZE),
          Map.entry("segment", InputType.SEGMENT),
          Map.entry("campaign", InputType.CAMPAIGN),
          Map.entry("event", InputType.EVENT),
          Map.entry("city", InputType.CITY),
          Map.entry("daysAgo", InputType.DAYS),
          Map.entry("days", InputType.DAYS),
          Map.entry("firstDaysAgo", InputType.DAYS),
          Map.entry("daysSinceLastVisit", InputType.DAYS),
          Map.entry("price", InputType.AMOUNT),
          Map.entry("value", InputType.AMOUNT),
          Map.entry("hour", InputType.HOUR));

  /** What belongs into a gap. */
  public enum InputType {
    CATEGORY,
    BRAND,
    COLOUR,
    SIZE,
    SEGMENT,
    CAMPAIGN,
    CONTENT,
    /** The name of an event. */
    EVENT,
    /** The name of a property of an event. */
    PROPERTY,
    /** The name of a trait. */
    TRAIT,
    CITY,
    /** A number of days. */
    DAYS,
    /** In the shop's currency. */
    AMOUNT,
    /** From 0 to 24. */
    HOUR,
    NUMBER,
    TEXT;

    public boolean isText() {
      return switch (this) {
        case DAYS, AMOUNT, HOUR, NUMBER -> false;
        default -> true;
      };
    }

    /** As it stands in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The gaps of a sentence in the order in which they are read. */
  public static List<SentenceInput> of(Sentence sentence) {
    var names = new LinkedHashSet<String>();
    GAP.matcher(sentence.text()).results().forEach(gap -> names.add(gap.group(1)));
    var inputs = new ArrayList<SentenceInput>();
    names.forEach(name -> inputs.add(new SentenceInput(name, type(name, sentence.meaning()))));
    return inputs;
  }

  /** Told by where the gap stands in the meaning. */
  private static InputType type(String gap, String meaning) {
    var quoted = "\"\\{" + gap + "}\"";
    if (found("new Member\\(" + quoted, meaning)) {
      return InputType.SEGMENT;
    }
    if (found("new Offer\\(" + quoted, meaning)) {
      return InputType.CAMPAIGN;
    }
    if (found("new Offer\\(\"[^\"]*\", " + quoted, meaning)) {
      return InputType.CONTENT;
    }
    if (found(
        "\\b(?:times|products|visits|chance|forecast|\\w*[sS]pent|\\w+Times)\\(\\{" + gap + "}\\)",
        meaning)) {
      return InputType.DAYS;
    }
    if (found("(?:property|number)\\(" + quoted, meaning)) {
      return InputType.PROPERTY;
    }
    if (found("Trait\\(name == " + quoted, meaning)) {
      return InputType.TRAIT;
    }
    boolean text = meaning.contains("\"{" + gap + "}\"");
    var compared =
        Pattern.compile("(\\w+)(?:\\([^()]*\\))? *(?:==|!=|<=|>=|<|>) *\"?\\{" + gap + "}\"?")
            .matcher(meaning);
    var property = compared.find() ? compared.group(1) : "";
    if (text && property.equals("value")) {
      var kind = KIND.matcher(meaning);
      property = kind.find() ? kind.group(1) : "";
    } else if (property.toLowerCase(Locale.ROOT).endsWith("spent")) {
      return InputType.AMOUNT;
    }
    var type = BY_PROPERTY.getOrDefault(property, text ? InputType.TEXT : InputType.NUMBER);
    return text == type.isText() ? type : text ? InputType.TEXT : InputType.NUMBER;
  }

  private static boolean found(String pattern, String meaning) {
    return Pattern.compile(pattern).matcher(meaning).find();
  }
}
