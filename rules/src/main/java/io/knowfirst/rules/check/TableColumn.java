package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.folder.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the cells under a heading say: a name ({@code rule}, {@code owner}, {@code segment} …), a
 * choice of the offer ({@code with size}), or the right side of a comparison ({@code Bought(daysAgo
 * <=)}).
 *
 * @param heading as written
 * @param fact whose conditions the column adds to, such as {@code Bought} or {@code not Bought 2};
 *     null for a name or a choice
 */
record TableColumn(int index, String heading, @Nullable Condition fact) {
  static final List<String> NAMES =
      List.of("rule", "owner", "kind", "segment", "campaign", "content");
  static final String CHOICE = "with ";

  private static final Pattern CONDITION =
      Pattern.compile(
          "(?<quantifier>not |exists )?(?<type>\\w+)(?: (?<number>\\d))?"
              + "\\((?<property>.+?)\\s*(?<operator>==|!=|<=|>=|<|>|\\bnot in|\\bin)\\s*\\)");

  /** A comparison that waits for its right side. */
  record Condition(
      String pattern, Class<? extends Fact> type, String property, String operator, boolean text) {

    boolean isKey() {
      return property.equals(Vocabulary.key(type)) && operator.equals("==");
    }

    /** The comparison with what a cell says; empty where it cannot be. */
    Optional<String> with(String cell) {
      var values =
          operator.endsWith("in")
              ? Arrays.stream(cell.split("\\|", -1)).map(String::strip).toList()
              : List.of(cell);
      if (!values.stream().allMatch(this::fits)) {
        return Optional.empty();
      }
      var literals =
          values.stream()
              .map(value -> text && !value.equals("null") ? '"' + value + '"' : value)
              .collect(Collectors.joining(", "));
      return Optional.of(
          property
              + " "
              + operator
              + " "
              + (operator.endsWith("in") ? "(" + literals + ")" : literals));
    }

    private boolean fits(String value) {
      return text
          ? !value.isEmpty() && value.chars().noneMatch(c -> c == '"' || c == '\\')
          : value.matches("-?\\d+(\\.\\d+)?|true|false");
    }

    String expected() {
      return text ? "a text without quotes" : "a number, true or false";
    }
  }

  /** Reads a heading; what is wrong with it is said instead. */
  static TableColumn of(int index, String heading) throws Unreadable {
    if (NAMES.contains(heading)
        || (heading.startsWith(CHOICE) && heading.substring(CHOICE.length()).matches("\\w+"))) {
      return new TableColumn(index, heading, null);
    }
    var matcher = CONDITION.matcher(heading);
    if (!matcher.matches()) {
      throw new Unreadable(
          "The heading \"%s\" is neither a name nor a comparison such as Bought(daysAgo <=). %s"
              .formatted(
                  heading,
                  Suggestion.of(
                      heading, Stream.concat(NAMES.stream(), Stream.of("with size")).toList())));
    }
    var type = Vocabulary.types().get(matcher.group("type"));
    if (type == null) {
      throw new Unreadable(
          "There are no facts of type \"%s\". %s"
              .formatted(
                  matcher.group("type"),
                  Suggestion.of(matcher.group("type"), Vocabulary.types().keySet())));
    }
    var property = matcher.group("property").strip();
    var result = Vocabulary.result(type, property);
    if (result.isEmpty()) {
      throw new Unreadable(
          "%s has no property \"%s\". %s"
              .formatted(
                  type.getSimpleName(),
                  property,
                  Suggestion.of(property, Vocabulary.properties(type))));
    }
    var quantifier = matcher.group("quantifier") == null ? "" : matcher.group("quantifier");
    var number = matcher.group("number") == null ? "" : " " + matcher.group("number");
    return new TableColumn(
        index,
        heading,
        new Condition(
            quantifier + matcher.group("type") + number,
            type,
            property,
            matcher.group("operator"),
            result.get() == String.class));
  }

  /** A heading that cannot be read. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }
}
