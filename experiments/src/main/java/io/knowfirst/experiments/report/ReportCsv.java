package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.DayEffects.Point;
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
    for (FunnelSteps funnel : report.details().funnels()) {
      for (int step = 0; step < funnel.steps().size(); step++) {
        steps(report, funnel, step, lines);
      }
    }
    report.details().interactions().forEach(one -> lines.add(line(report, one)));
    var effects = report.details().effects();
    effects.sinceExposure().forEach(p -> lines.addAll(days(report, "since=" + p.since(), p)));
    effects.calendar().forEach(p -> lines.addAll(days(report, "day=" + p.date(), p)));
    return SpreadsheetCsv.write(lines);
  }

  private static List<String> line(Report report, Interaction one) {
    MetricTable deciding = report.deciding();
    List<String> line =
        new ArrayList<>(
            List.of(
                deciding.name(),
                deciding.role().name(),
                "with=%s:%s".formatted(one.experiment(), one.other()),
                one.variation(),
                "" + one.visitors()));
    add(line, null);
    add(line, one.difference());
    add(line, null);
    line.add("" + one.p());
    line.add("" + one.adjustedP());
    return filled(line.toArray(String[]::new));
  }

  /** The share of a variation's visitors who came up to a step, from 1 on. */
  private static void steps(Report report, FunnelSteps funnel, int step, List<List<String>> lines) {
    MetricTable table =
        report.metrics().stream()
            .filter(one -> one.name().equals(funnel.metric()))
            .findFirst()
            .orElseThrow();
    for (int i = 0; i < table.rows().size(); i++) {
      long visitors = table.rows().get(i).visitors();
      double reached = funnel.steps().get(step).reached().get(i);
      lines.add(
          filled(
              table.name(),
              table.role().name(),
              "step=" + (step + 1) + " " + funnel.steps().get(step).event(),
              report.variations().get(i),
              "" + visitors,
              visitors == 0 ? "" : "" + reached / visitors));
    }
  }

  private static List<String> filled(String... first) {
    List<String> line = new ArrayList<>(List.of(first));
    while (line.size() < HEADER.size()) {
      line.add("");
    }
    return line;
  }

  /** A line for each variation with its difference on one day; visitors are those of all. */
  private static List<List<String>> days(Report report, String segment, Point point) {
    MetricTable deciding = report.deciding();
    List<List<String>> lines = new ArrayList<>();
    for (int i = 0; i < point.differences().size(); i++) {
      List<String> line =
          new ArrayList<>(
              List.of(
                  deciding.name(),
                  deciding.role().name(),
                  segment,
                  report.variations().get(i + 1),
                  "" + point.visitors()));
      add(line, null);
      add(line, point.differences().get(i));
      lines.add(filled(line.toArray(String[]::new)));
    }
    return lines;
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
