package io.knowfirst.rules.check;

import java.util.List;
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
record Comparison(
    Class<?> type, String property, String operator, Ranges ranges, List<Scalar> values, int at) {
  private static final Map<String, String> MIRRORED =
      Map.of("<", ">", ">", "<", "<=", ">=", ">=", "<=", "==", "==", "!=", "!=");

  Comparison {
    values = List.copyOf(values);
  }

  static boolean isOperator(Token token) {
    return MIRRORED.containsKey(token.text()) && token.kind() == Token.Kind.SYMBOL;
  }

  /** The operator of the same comparison with its sides exchanged. */
  static String mirrored(String operator) {
    return MIRRORED.getOrDefault(operator, operator);
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
    if (format.isPresent() && List.of("==", "in", "!=").contains(operator)) {
      for (var value : values) {
        if (value.text() != null && !format.get().pattern().matcher(value.text()).matches()) {
          return Optional.of(
              "%s is never \"%s\", expected %s.".formatted(property, value, format.get().words()));
        }
      }
    }
    var bounds = Bounds.of(type, property);
    if (ranges.and(bounds).isNone()) {
      return Optional.of("%s is never %s.".formatted(property, inWords()));
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
