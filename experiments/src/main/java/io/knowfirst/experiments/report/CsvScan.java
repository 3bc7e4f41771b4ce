package io.knowfirst.experiments.report;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A first pass over a file: the decimal mark of each column, and ids that occur several times. */
final class CsvScan {

  private final CsvFormat format;
  private final CsvQuestion question;
  private final Map<Integer, DecimalEvidence> evidence = new TreeMap<>();
  private final List<CsvIds> ids = new ArrayList<>();
  private final Map<Integer, DecimalMark> marks = new HashMap<>();

  private CsvScan(CsvFormat format, CsvQuestion question) {
    this.format = format;
    this.question = question;
  }

  /**
   * Reads the file once.
   *
   * @throws BadCsvException if a column is missing, or mixes or hides its decimal mark
   */
  static CsvScan of(CsvFormat format, CsvQuestion question) throws IOException, BadCsvException {
    var scan = new CsvScan(format, question);
    try (var rows = CsvRows.open(format)) {
      scan.read(rows);
    }
    return scan;
  }

  private void read(CsvRows rows) throws BadCsvException {
    var layout = new CsvLayout(question, rows, Map.of());
    layout.numbers().forEach(column -> evidence.put(column, new DecimalEvidence()));
    if (question.unit() instanceof CsvUnit.Visitor) {
      var used = layout.used();
      for (int column = 0; column < rows.header().size(); column++) {
        String name = rows.header().get(column);
        if (!used.contains(column) && CsvIds.named(name)) {
          ids.add(new CsvIds(column, name));
        }
      }
    }
    while (rows.next()) {
      for (var column : evidence.entrySet()) {
        column.getValue().add(rows.line(), rows.text(column.getKey()));
      }
      if (!ids.isEmpty()) {
        String variation = layout.variation(rows);
        for (CsvIds column : ids) {
          column.add(rows.text(column.column()), variation);
        }
      }
    }
    for (var column : evidence.entrySet()) {
      marks.put(column.getKey(), mark(rows.header().get(column.getKey()), column.getValue()));
    }
  }

  private DecimalMark mark(String column, DecimalEvidence seen) throws BadCsvException {
    var asked = question.decimal();
    if (asked != null) {
      return asked;
    }
    var point = seen.proof(DecimalMark.POINT);
    var comma = seen.proof(DecimalMark.COMMA);
    if (point.isPresent() && comma.isPresent()) {
      var second = point.get().line() > comma.get().line() ? point.get() : comma.get();
      var first = point.get().line() > comma.get().line() ? comma.get() : point.get();
      throw new BadCsvException(
          second.line(),
          column,
          "the value is \"%s\" and line %d has \"%s\", expected one decimal mark. Maybe two exports were joined."
              .formatted(second.text(), first.line(), first.text()));
    }
    var ambiguous = seen.ambiguous();
    if (point.isPresent() || comma.isPresent() || ambiguous.isEmpty()) {
      return comma.isPresent() ? DecimalMark.COMMA : DecimalMark.POINT;
    }
    var elsewhere = elsewhere();
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    if (format.separator() != ';' && !seen.ambiguousComma()) {
      return DecimalMark.POINT;
    }
    String text = ambiguous.get().text();
    throw new BadCsvException(
        ambiguous.get().line(),
        column,
        "the value is \"%s\", which is %s with a decimal comma and %s with a decimal point. Maybe say which: --decimal comma, or --decimal point."
            .formatted(text, plain(DecimalMark.COMMA, text), plain(DecimalMark.POINT, text)));
  }

  private static String plain(DecimalMark mark, String text) {
    return BigDecimal.valueOf(mark.read(text).orElseThrow()).stripTrailingZeros().toPlainString();
  }

  /** The one mark that other columns prove, or empty where none or both are proven. */
  private Optional<DecimalMark> elsewhere() {
    boolean point =
        evidence.values().stream().anyMatch(e -> e.proof(DecimalMark.POINT).isPresent());
    boolean comma =
        evidence.values().stream().anyMatch(e -> e.proof(DecimalMark.COMMA).isPresent());
    return point == comma
        ? Optional.empty()
        : Optional.of(comma ? DecimalMark.COMMA : DecimalMark.POINT);
  }

  /** Decimal marks of the columns with numbers. */
  Map<Integer, DecimalMark> marks() {
    return marks;
  }

  /** Columns that look like a visitor's id and repeat. */
  List<CsvIds> repeated() {
    return ids.stream().filter(CsvIds::repeats).toList();
  }
}
