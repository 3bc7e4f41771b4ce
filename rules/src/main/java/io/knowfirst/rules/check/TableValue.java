package io.knowfirst.rules.check;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbers and truth values of a decision table, as spreadsheets of several languages write them.
 */
final class TableValue {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
  private static final Pattern COMMA = Pattern.compile("-?\\d+,\\d+");
  private static final Pattern THOUSANDS = Pattern.compile("-?\\d{1,3}(?:[.,]\\d{3})+");
  private static final Map<String, String> TRUTH =
      Map.of(
          "true", "true", "false", "false", "wahr", "true", "falsch", "false", "vrai", "true",
          "faux", "false");

  private TableValue() {}

  /** A truth value; empty for anything else. */
  static Optional<String> truth(String cell) {
    return Optional.ofNullable(TRUTH.get(cell.toLowerCase(Locale.ROOT)));
  }

  /**
   * A number with a decimal point.
   *
   * @param pointIsSure whether the table's own numbers have points, not commas
   */
  static Optional<String> number(String cell, boolean pointIsSure) {
    if (NUMBER.matcher(cell).matches() && (pointIsSure || !isUnclear(cell))) {
      return Optional.of(cell.replaceFirst("^(-?)0+(?=\\d)", "$1"));
    }
    return COMMA.matcher(cell).matches() && !isUnclear(cell)
        ? Optional.of(cell.replace(',', '.'))
        : Optional.empty();
  }

  /** What is wrong with a cell that is no number; empty where nothing is known of it. */
  static Optional<String> problem(String cell) {
    if (isUnclear(cell)) {
      var sign = cell.contains(",") ? "comma" : "point";
      return Optional.of(
          "whose %s may part thousands or decimals. Maybe %s, or %s"
              .formatted(
                  sign,
                  cell.replaceAll("[.,]", ""),
                  cell.replaceFirst("[.,](\\d+)$", ".$1")
                      .replaceAll("0+$", "")
                      .replaceAll("\\.$", ".0")));
    }
    return Optional.empty();
  }

  private static boolean isUnclear(String cell) {
    return THOUSANDS.matcher(cell).matches();
  }
}
