package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Sentence;
import io.knowfirst.experiments.report.Report.Status;
import java.util.ArrayList;
import java.util.List;

/** Whether the rows of a file are visitors, as the statistics take them. */
final class CsvChecks {

  /** From this share of repeated rows on, intervals are visibly too narrow. */
  private static final double MUCH = 0.01;

  private final CsvQuestion question;
  private final CsvScan scan;
  private final CsvVisitors visitors;

  CsvChecks(CsvQuestion question, CsvScan scan, CsvVisitors visitors) {
    this.question = question;
    this.scan = scan;
    this.visitors = visitors;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    scan.repeated().forEach(column -> checks.add(repeated(column)));
    if (question.unit() instanceof CsvUnit.RowsOfVisitor) {
      checks.add(merged());
      checks.add(crossed());
    }
    if (question.unit() instanceof CsvUnit.Counts) {
      checks.add(
          new Check(
                  "rows",
                  Status.WARNING,
                  Sentence.of(
                      question.dateColumn() == null ? "health.counts" : "health.counts.days"))
              .with("rows", visitors.rows()));
    }
    return checks;
  }

  private static Check repeated(CsvIds column) {
    double share = (double) (column.rows() - column.visitors()) / column.rows();
    return new Check(
            "rows",
            share < MUCH ? Status.WARNING : Status.BAD,
            Sentence.of(
                "health.rows.repeated",
                column.name(),
                column.rows(),
                column.visitors(),
                column.crossed()))
        .with("column", column.name())
        .with("rows", column.rows())
        .with("visitors", column.visitors())
        .with("rowsInAnotherVariation", column.crossed());
  }

  private Check merged() {
    var check =
        visitors.unlike() == 0
            ? new Check(
                "rows",
                Status.GOOD,
                Sentence.of("health.rows.merged", visitors.rows(), visitors.visitors()))
            : new Check(
                "rows",
                Status.WARNING,
                Sentence.of(
                    "health.rows.unlike", visitors.rows(), visitors.visitors(), visitors.unlike()));
    return check
        .with("rows", visitors.rows())
        .with("visitors", visitors.visitors())
        .with("unlike", visitors.unlike());
  }

  private Check crossed() {
    double share = (double) visitors.crossed() / visitors.visitors();
    return new Check(
            "doubleExposure",
            share < MUCH ? Status.GOOD : Status.WARNING,
            Sentence.of("health.rows.crossed", share, visitors.crossed()))
        .with("visitors", visitors.crossed())
        .with("share", share);
  }
}
