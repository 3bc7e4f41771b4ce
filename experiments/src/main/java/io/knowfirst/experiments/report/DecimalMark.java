package io.knowfirst.experiments.report;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The character before the decimals of a number; the other one may group its thousands. */
public enum DecimalMark {
  POINT('.', ','),
  COMMA(',', '.');

  /** Spaces and apostrophes between groups of thousands, which never start decimals. */
  private static final Pattern GAPS =
      Pattern.compile("(?<=\\d)[ '\u2019\u00a0\u202f](?=\\d{3}(?!\\d))");

  private final char mark;
  private final char group;
  private final Pattern number;

  DecimalMark(char mark, char group) {
    this.mark = mark;
    this.group = group;
    this.number =
        Pattern.compile(
            "[+-]?([1-9]\\d{0,2}(\\%c\\d{3})+|\\d*)(\\%c\\d*)?([eE][+-]?\\d+)?"
                .formatted(group, mark));
  }

  /** The number, or empty where the text is none in this notation. */
  OptionalDouble read(String text) {
    String compact = GAPS.matcher(text).replaceAll("");
    if (!number.matcher(compact).matches()) {
      return OptionalDouble.empty();
    }
    try {
      double value =
          Double.parseDouble(compact.replace(Character.toString(group), "").replace(mark, '.'));
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
