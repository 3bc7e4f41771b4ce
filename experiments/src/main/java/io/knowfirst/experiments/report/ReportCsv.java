package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line for each metric and variation, for each segment, and for each pair of challengers; a
 * missing number is empty.
 */
final class ReportCsv {

  private static final List<String> HEADER =
      List.of(
          "metric",
          "role",
          "segment",
          "variation",
          "visitors",
          "value",
          "value_low",
          "value_high",
          "difference",
          "difference_low",
          "difference_high",
          "lift",
          "lift_low",
          "lift_high",
          "p",
          "p_adjusted",
          "chance_to_beat",
          "expected_loss",
          "outcome",
          "missing",
          "cuped",
          "stratified",
          "segment_differs",
          "simultaneous_low",
          "simultaneous_high");

  private ReportCsv() {}

  static String render(Report report) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    for (MetricTable table : report.metrics()) {
      table.rows().forEach(row -> lines.add(line(table, "", row, null)));
    }
    MetricTable deciding = report.deciding();
    report
        .segments()
        .forEach(
            cut ->
                lines.add(
                    line(deciding, cut.segment() + "=" + cut.value(), cut.row(), cut.differs())));
    report
        .details()
        .pairs()
        .forEach(pair -> lines.add(line(deciding, "against=" + pair.against(), pair.row(), null)));
    return SpreadsheetCsv.write(lines);
  }

  private static List<String> line(
      MetricTable table, String segment, Row row, @Nullable Double differs) {
    List<String> line = new ArrayList<>();
    line.addAll(
        Arrays.asList(
            table.name(), table.role().name(), segment, row.variation(), "" + row.visitors()));
    add(line, row.value());
    add(line, row.difference());
    add(line, row.lift());
    line.add(text(row.p()));
    line.add(text(row.adjustedP()));
    line.add(text(row.chanceToBeat()));
    line.add(text(row.expectedLoss()));
    line.add(row.outcome().name());
    var missing = row.missing();
    line.add(missing == null ? "" : missing.reason().name());
    line.add(text(row.cuped()));
    line.add(text(row.stratified()));
    line.add(text(differs));
    Estimate simultaneous = row.simultaneous();
    line.add(simultaneous == null ? "" : "" + simultaneous.low());
    line.add(simultaneous == null ? "" : "" + simultaneous.high());
    return line;
  }

  private static void add(List<String> line, @Nullable Estimate estimate) {
    line.add(estimate == null ? "" : "" + estimate.value());
    line.add(estimate == null ? "" : "" + estimate.low());
    line.add(estimate == null ? "" : "" + estimate.high());
  }

  private static String text(@Nullable Double number) {
    return number == null ? "" : number.toString();
  }
}
