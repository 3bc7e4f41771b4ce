package io.knowfirst.experiments.report;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The visitors of a file. Rows of one visitor are added up; who has rows in two variations is left
 * out of both, since nobody knows which of them did what.
 */
final class CsvVisitors {

  private final CsvFormat format;
  private final CsvQuestion question;
  private final CsvScan scan;
  private final Map<String, CsvEntry> merged = new LinkedHashMap<>();
  private final Set<String> crossed = new HashSet<>();
  private final Set<String> unlike = new HashSet<>();
  private final Set<String> zones = new TreeSet<>();
  private long rows;
  private long last;

  CsvVisitors(CsvFormat format, CsvQuestion question, CsvScan scan)
      throws IOException, BadCsvException {
    this.format = format;
    this.question = question;
    this.scan = scan;
    if (question.unit() instanceof CsvUnit.RowsOfVisitor) {
      merge();
    }
  }

  /** What is done with a visitor. */
  interface Each {
    void take(CsvEntry visitor);
  }

  void forEach(Each each) throws IOException, BadCsvException {
    if (question.unit() instanceof CsvUnit.RowsOfVisitor) {
      merged.values().forEach(each::take);
      return;
    }
    rows = 0;
    try (var file = CsvRows.open(format)) {
      var layout = new CsvLayout(question, file, scan.marks());
      while (file.next()) {
        rows++;
        each.take(layout.read(file));
      }
      zones.addAll(layout.zones());
      last = file.line();
    }
  }

  private void merge() throws IOException, BadCsvException {
    try (var file = CsvRows.open(format)) {
      var layout = new CsvLayout(question, file, scan.marks());
      while (file.next()) {
        rows++;
        add(layout.visitor(file), layout.read(file));
      }
      zones.addAll(layout.zones());
      last = file.line();
    }
    crossed.forEach(merged::remove);
    unlike.removeAll(crossed);
  }

  private void add(String id, CsvEntry row) {
    var before = merged.putIfAbsent(id, row);
    if (before == null) {
      return;
    }
    if (!before.variation().equals(row.variation())) {
      crossed.add(id);
      return;
    }
    if (!before.like(row)) {
      unlike.add(id);
    }
    merged.put(id, before.plus(row, question.metrics()));
  }

  /** Rows below the header. */
  long rows() {
    return rows;
  }

  /** Visitors with an id, those left out too. */
  long visitors() {
    return merged.size() + (long) crossed.size();
  }

  /** Visitors with rows in two variations, who are left out. */
  long crossed() {
    return crossed.size();
  }

  /** Visitors whose rows differ in what should have been known before. */
  long unlike() {
    return unlike.size();
  }

  /** Offsets and zones of the times of first exposure; an empty one where there was none. */
  Set<String> zones() {
    return zones;
  }

  /** A problem of the file as a whole, told at its last line. */
  BadCsvException problem(String problem) {
    return new BadCsvException(last, null, problem);
  }
}
