package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * One thing that the visitor told us or that a system of the shop knows of them; a list of values
 * makes one fact each.
 *
 * @param name for example {@code household}, {@code age}, {@code interest}
 * @param value its text, also of a number or a truth value
 * @param number its number; NaN when it is none
 */
public record Trait(String name, String value, double number, Visitor visitor, List<Origin> origins)
    implements Fact {
  /** A trait of any value; its number is read from its text. */
  public static Trait of(String name, String value, Visitor visitor, Origin origin) {
    return new Trait(name, value, number(value), visitor, List.of(origin));
  }

  static double number(String text) {
    if (text.isEmpty() || text.length() > 24 || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  @Override
  public Map<String, Object> values() {
    return KnownValues.of("name", name, "value", value);
  }
}
