package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.folder.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
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
record TableColumn(int index, String heading, @Nullable CellCondition fact) {
  static final List<String> NAMES =
      List.of("rule", "owner", "kind", "segment", "campaign", "content", ParsedRule.MAX_AGE);
  static final String CHOICE = "with ";

  private static final Pattern CONDITION =
      Pattern.compile(
          "(?<quantifier>not |exists )?(?<type>\\w+)(?: (?<number>\\d))?"
              + "\\((?<property>.+?)\\s*(?<operator>==|!=|<=|>=|<|>|\\bnot in|\\bin)\\s*\\)");

  /** A comparison that waits for its right side. */
  record CellCondition(
      String pattern,
      Class<? extends Fact> type,
      String property,
      String operator,
      Class<?> result,
      boolean pointIsSure) {
    private static final Set<String> OF_NULL = Set.of("==", "!=");

    boolean isKey() {
      return property.equals(Vocabulary.key(type)) && operator.equals("==");
    }

    /** The comparison with what a cell says; empty where it cannot be. */
    Optional<String> with(String cell) {
      var values =
          operator.endsWith("in")
              ? Arrays.stream(cell.split("\\|", -1)).map(String::strip).toList()
              : List.of(cell);
      var literals = values.stream().map(this::literal).flatMap(Optional::stream).toList();
      if (literals.size() < values.size()) {
        return Optional.empty();
      }
      var all = String.join(", ", literals);
      return Optional.of(
          property + " " + operator + " " + (operator.endsWith("in") ? "(" + all + ")" : all));
    }

    private Optional<String> literal(String value) {
      if (value.equals("null") && (result == String.class || OF_NULL.contains(operator))) {
        return Optional.of(value);
      }
      if (result == boolean.class) {
        return TableValue.truth(value);
      }
      if (result != String.class) {
        return TableValue.number(value, pointIsSure);
      }
      return value.isEmpty() || value.chars().anyMatch(c -> c == '"' || c == '\\')
          ? Optional.empty()
          : Optional.of('"' + text(value) + '"');
    }

    /** Spreadsheets turn the text true, as events have it, into capitals or their own language. */
    private String text(String value) {
      boolean told = type == Trait.class && property.equals("value");
      return told && value.equals(value.toUpperCase(Locale.ROOT))
          ? TableValue.truth(value).orElse(value)
          : value;
    }

    /** What is wrong with a cell that cannot be read, and what was expected. */
    String expected(String cell) {
      if (result == String.class) {
        return "expected a text without quotes";
      }
      if (result == boolean.class) {
        return "expected true or false";
      }
      return TableValue.problem(cell)
          .orElseGet(
              () ->
                  "expected a number"
                      + (cell.matches("[-\\d.]*,[-\\d.,]*")
                          ? ". Maybe its comma is a decimal point"
                          : ""));
    }
  }

  /**
   * Reads a heading; what is wrong with it is said instead.
   *
   * @param pointIsSure whether 1.500 can only be one and a half
   */
  static TableColumn of(int index, String heading, boolean pointIsSure) throws Unreadable {
    var known = NAMES.stream().filter(heading::equalsIgnoreCase).findFirst();
    if (known.isPresent()) {
      return new TableColumn(index, known.get(), null);
    }
    var name = heading.toLowerCase(Locale.ROOT);
    if (name.startsWith(CHOICE) && heading.substring(CHOICE.length()).matches("\\w+")) {
      return new TableColumn(index, CHOICE + heading.substring(CHOICE.length()), null);
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
        new CellCondition(
            quantifier + matcher.group("type") + number,
            type,
            property,
            matcher.group("operator"),
            result.get(),
            pointIsSure));
  }

  /** A heading that cannot be read. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }
}
