package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of a decision table as spreadsheets save it: maybe with a byte order mark, a first line
 * {@code sep=;}, semicolons or tabs in place of commas, and cells of several lines.
 *
 * @param separator between cells
 * @param rows the headings first
 */
record TableText(char separator, List<TableRow> rows) {
  private static final Pattern SAID =
      Pattern.compile("(?i)\"?sep\\s*=\\s*(?<separator>.)\"?[;,\\t]*");
  private static final int MOST_LINES = 20;

  TableText {
    rows = List.copyOf(rows);
  }

  static TableText of(String text) {
    var lines = (text.startsWith("\ufeff") ? text.substring(1) : text).lines().toList();
    if (lines.isEmpty()) {
      return new TableText(',', List.of());
    }
    var said = SAID.matcher(lines.get(0));
    int first = said.matches() ? 1 : 0;
    char separator = said.matches() ? said.group("separator").charAt(0) : separator(lines.get(0));
    var rows = new ArrayList<TableRow>();
    for (int i = first; i < lines.size(); ) {
      var place = new TableRow.RowPlace(i + 1, rows.size() + 1);
      int most = rows.isEmpty() ? Integer.MAX_VALUE : rows.get(0).cells().size();
      int taken = linesOfRow(lines, i, separator, most);
      var row = String.join("\n", lines.subList(i, i + taken));
      rows.add(TableRow.of(row, place, separator));
      i += taken;
    }
    return new TableText(separator, rows);
  }

  /** How many lines make a row: one, unless a quote is closed on a later line and it then fits. */
  private static int linesOfRow(List<String> lines, int from, char separator, int most) {
    var place = new TableRow.RowPlace(1, 1);
    var row = new StringBuilder(lines.get(from));
    for (int taken = 1; taken <= MOST_LINES && from + taken <= lines.size(); taken++) {
      var read = TableRow.of(row.toString(), place, separator);
      if (read.open() == 0) {
        return taken == 1 || read.cells().size() <= most ? taken : 1;
      }
      if (from + taken < lines.size()) {
        row.append('\n').append(lines.get(from + taken));
      }
    }
    return 1;
  }

  /** The one that there are most of outside of quotes and brackets. */
  private static char separator(String headings) {
    var plain = headings.replaceAll("\"[^\"]*\"|\\([^)]*\\)", "");
    char best = ',';
    for (char other : new char[] {';', '\t'}) {
      best = count(plain, other) > count(plain, best) ? other : best;
    }
    return best;
  }

  private static long count(String text, char separator) {
    return text.chars().filter(c -> c == separator).count();
  }
}
