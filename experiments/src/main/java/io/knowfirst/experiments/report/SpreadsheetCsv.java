package io.knowfirst.experiments.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes CSV that people open with a spreadsheet: a text that it would take for a formula gets an
 * apostrophe in front, as OWASP advises (CSV injection). Numbers stay as they are.
 */
public final class SpreadsheetCsv {
  private static final Pattern FORMULA =
      Pattern.compile("(?s)\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20].*|[\t\r\n].*");
  private static final Pattern NUMBER =
      Pattern.compile("-?([0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?|Infinity|NaN)");

  private SpreadsheetCsv() {}

  public static String write(List<List<String>> lines) {
    return lines.stream()
        .map(line -> line.stream().map(SpreadsheetCsv::cell).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String cell(String text) {
    boolean formula = FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches();
    var plain = formula ? "'" + text : text;
    // Semicolons separate cells where the comma is the decimal point.
    boolean quoted = plain.chars().anyMatch(c -> c < '-' || c == ';');
    return quoted ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }
}
