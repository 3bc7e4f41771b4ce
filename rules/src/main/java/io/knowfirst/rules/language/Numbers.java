package io.knowfirst.rules.language;

import java.util.Locale;

/** Number literals, with the types that Java gives them. */
final class Numbers {
  private Numbers() {}

  static Number read(Token token) {
    var text = token.text().toLowerCase(Locale.ROOT);
    try {
      if (text.endsWith("l")) {
        return Long.parseLong(text.substring(0, text.length() - 1));
      }
      if (text.endsWith("d") || text.endsWith("f")) {
        return Double.parseDouble(text.substring(0, text.length() - 1));
      }
      if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0) {
        return Double.parseDouble(text);
      }
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      boolean whole = text.chars().allMatch(Character::isDigit);
      throw new NotInLanguage(
          whole ? "KF117" : "KF199",
          token.at(),
          (whole
                  ? "Compares a whole number with %s, expected %d at most."
                  : "\"%s\" is no number, expected digits, and at most %d for a whole number.")
              .formatted(token.text(), Integer.MAX_VALUE));
    }
  }

  static Number negative(Number number) {
    if (number instanceof Integer whole) {
      return -whole;
    }
    if (number instanceof Long whole) {
      return -whole;
    }
    return -number.doubleValue();
  }
}
