package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A row of a decision table, cut into cells by hand: a library tells what stands in a cell, not at
 * which character, and findings name that.
 *
 * @param place of its beginning
 * @param open column of a quote that is not closed; 0 for none
 */
record TableRow(RowPlace place, List<Cell> cells, int open) {
  private static final Pattern BLANKS = Pattern.compile("[\\s\u00a0]*[\\n\u00a0][\\s\u00a0]*");

  /**
   * Where a row begins.
   *
   * @param line of the file, from 1
   * @param number as spreadsheets count rows, from 1
   */
  record RowPlace(int line, int number) {}

  /**
   * A cell.
   *
   * @param text with a blank where it had several lines
   * @param column of its first character, from 1
   * @param name as spreadsheets call it: C7
   */
  record Cell(String text, int column, String name) {}

  TableRow {
    cells = List.copyOf(cells);
  }

  /** The cell in a column counted from 0; an empty one where the line ends before it. */
  Cell cell(int index) {
    return index < cells.size() ? cells.get(index) : new Cell("", 1, name(index, place));
  }

  int line() {
    return place.line();
  }

  boolean isBlank() {
    return cells.stream().allMatch(cell -> cell.text().isEmpty());
  }

  /** Cuts a row at the separator; a cell in quotes may hold it, and quotes that are doubled. */
  static TableRow of(String text, RowPlace place, char separator) {
    var cells = new ArrayList<Cell>();
    var cell = new StringBuilder();
    boolean quoted = false;
    int start = 0;
    int quote = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : separator;
      if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
        quote = quoted ? i + 1 : 0;
      } else if (c == separator && (!quoted || i == text.length())) {
        cells.add(new Cell(plain(cell), start + 1, name(cells.size(), place)));
        cell.setLength(0);
        start = i + 1;
      } else {
        cell.append(c);
      }
    }
    return new TableRow(place, cells, quote);
  }

  private static String plain(CharSequence cell) {
    return BLANKS.matcher(cell).replaceAll(" ").strip();
  }

  private static String name(int index, RowPlace place) {
    var letters = new StringBuilder();
    for (int i = index; i >= 0; i = i / 26 - 1) {
      letters.insert(0, (char) ('A' + i % 26));
    }
    return letters.append(place.number()).toString();
  }
}
