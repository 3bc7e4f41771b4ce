package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Moment;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A property compared with literals.
 *
 * @param property as written, without blanks: {@code visitor.visits(30)}
 * @param ranges what it may be
 * @param values the literals
 * @param at where it stands in the file's text
 */
record LiteralComparison(
    Class<?> type, String property, String operator, Ranges ranges, List<Scalar> values, int at) {
  /** Codes that people use in place of those that come. */
  private static final Map<String, String> COUNTRIES = Map.of("UK", "GB", "EL", "GR");

  LiteralComparison {
    values = List.copyOf(values);
  }

  /** The values that a comparison leaves to a property; whole numbers have none in between. */
  static Ranges ranges(String operator, Scalar value, boolean whole) {
    if (value.text() != null || !whole) {
      return switch (operator) {
        case "==" -> Ranges.only(value);
        case "!=" -> Ranges.only(value).not();
        case "<" -> Ranges.upTo(value, false);
        case "<=" -> Ranges.upTo(value, true);
        case ">" -> Ranges.from(value, false);
        default -> Ranges.from(value, true);
      };
    }
    double number = value.number();
    return switch (operator) {
      case "==" -> one(number);
      case "!=" -> one(number).not();
      case "<" -> Ranges.upTo(Scalar.of(Math.ceil(number)), false);
      case "<=" -> Ranges.upTo(Scalar.of(Math.floor(number) + 1), false);
      case ">" -> Ranges.from(Scalar.of(Math.floor(number) + 1), true);
      default -> Ranges.from(Scalar.of(Math.ceil(number)), true);
    };
  }

  private static Ranges one(double number) {
    return number != Math.rint(number)
        ? Ranges.none()
        : Ranges.from(Scalar.of(number), true).and(Ranges.upTo(Scalar.of(number + 1), false));
  }

  /** What the property could not be anyway, told as advice; empty when all is well. */
  Optional<String> impossible() {
    var format = Bounds.format(type, property);
    if (format.isPresent() && (isDate() || List.of("==", "in", "!=").contains(operator))) {
      for (var value : values) {
        if (value.text() != null && !format.get().shape().test(value.text())) {
          return Optional.of(
              "%s is never \"%s\", expected %s.%s"
                  .formatted(property, value, format.get().words(), maybe(value.text())));
        }
      }
    }
    var bounds = Bounds.of(type, property);
    if (ranges.and(bounds).isNone()) {
      return Optional.of("%s is never %s.%s".formatted(property, inWords(), maybeNull(bounds)));
    }
    if (operator.equals("in")) {
      for (var value : values) {
        if (ranges("==", value, false).and(bounds).isNone()) {
          return Optional.of("%s is never %s.".formatted(property, value));
        }
      }
    }
    return Optional.empty();
  }

  private String path(String value) {
    return property.toLowerCase(Locale.ROOT).endsWith("category") || property.equals("exactly")
        ? Categories.path(value)
        : "";
  }

  private boolean isDate() {
    return type == Moment.class && property.equals("date");
  }

  private String maybe(String value) {
    var meant =
        isDate()
            ? IsoDate.of(value).orElse("")
            : property.equals("country") ? COUNTRIES.getOrDefault(value, "") : path(value);
    return meant.isEmpty() ? "" : " Maybe \"%s\".".formatted(meant);
  }

  /** What is not known, or never happened, has no number, where others would say 0 or -1. */
  private String maybeNull(Ranges bounds) {
    boolean negative =
        values.stream().anyMatch(value -> value.text() == null && value.number() <= 0);
    return negative && !Ranges.onlyNull().and(bounds).isNone()
        ? " Maybe %s == null, which holds where there is none.".formatted(property)
        : "";
  }

  /** Whether it holds for every fact of its type. */
  boolean isNeedless() {
    return Bounds.of(type, property).within(ranges);
  }

  String inWords() {
    return values.isEmpty()
        ? operator + " null"
        : (operator.equals("==") ? "" : operator + " ")
            + String.join(", ", values.stream().map(Scalar::toString).toList());
  }
}
