package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.Report.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quantiles of files, of one row for each visitor and of several. */
class CsvQuantileTest {
  private static final int VISITORS = 2_000;

  @TempDir Path folder;

  /** From 1 to 1,000 ms in even steps, 20 % more in the variation. */
  private static double load(int visitor, String variation) {
    return (1 + visitor % 1_000) * (variation.equals("new") ? 1.2 : 1);
  }

  private Report report(String metric, CsvUnit unit, String rows) throws Exception {
    var file = Files.writeString(folder.resolve("loads.csv"), "id,page,load,browser\n" + rows);
    var question =
        new CsvQuestion(
            "loads",
            "page",
            "old",
            List.of(MetricColumn.parse(metric)),
            null,
            List.of("browser"),
            List.of(),
            null,
            1,
            Map.of(),
            unit,
            null);
    return Analysis.report(CsvExperiment.read(file, question), ReportSettings.finished());
  }

  /** So many equal rows for each visitor. */
  private static String rows(int times) {
    var rows = new StringBuilder();
    for (var page : List.of("old", "new")) {
      for (int i = 0; i < VISITORS; i++) {
        var browser = i % 2 == 0 ? "chromium" : "firefox";
        rows.append(
            "%s-%d,%s,%s,%s%n".formatted(page, i, page, load(i, page), browser).repeat(times));
      }
    }
    return rows.toString();
  }

  private static Row row(Report report) {
    return report.deciding().rows().get(1);
  }

  @Test
  void aRowForEachVisitor_givesTheQuantileOfTheColumn() throws Exception {
    var report = report("load:p90:lower", new CsvUnit.Visitor(), rows(1));
    var table = report.deciding();

    assertThat(table.name()).isEqualTo("load p90");
    assertThat(table.rows().get(0).value().value()).isCloseTo(900, within(9.0));
    assertThat(row(report).value().value()).isCloseTo(1_080, within(11.0));
    assertThat(row(report).difference().value()).isCloseTo(180, within(15.0));
    assertThat(row(report).outcome()).isEqualTo(Report.Outcome.WORSE);
    assertThat(report.segments()).as("each browser has quantiles of its own").hasSize(2);
    assertThat(report.segments().get(0).row().difference().value()).isCloseTo(180, within(20.0));
    assertThat(ReportWriter.write(report, ReportFormat.CSV, Locale.ENGLISH))
        .contains("\"load p90\",GOAL,,new,2000");
  }

  @Test
  void severalRowsOfAVisitor_tellNoMoreThanOne() throws Exception {
    var once = row(report("load:p50", new CsvUnit.RowsOfVisitor("id"), rows(1))).difference();
    var fiveTimes = row(report("load:p50", new CsvUnit.RowsOfVisitor("id"), rows(5)));

    assertThat(fiveTimes.visitors()).isEqualTo(VISITORS);
    assertThat(fiveTimes.difference().value()).isCloseTo(once.value(), within(1e-6));
    assertThat(fiveTimes.difference().low()).isCloseTo(once.low(), within(1e-6));
    assertThat(fiveTimes.difference().high()).isCloseTo(once.high(), within(1e-6));
  }

  /** The error of a quantile is sqrt(q (1 - q) / n) over the density: 1 / 1,000 and 1 / 1,200. */
  @Test
  void interval_ofTheMedian_isThatOfTheTextbook() throws Exception {
    var difference = row(report("load:p50", new CsvUnit.Visitor(), rows(1))).difference();
    double error = Math.sqrt(0.25 / VISITORS) * Math.hypot(1_000, 1_200);

    assertThat(difference.high() - difference.low())
        .isCloseTo(2 * 1.96 * error, within(0.06 * 2 * 1.96 * error));
  }

  @Test
  void anEmptyCell_isAVisitorWithoutAValue() throws Exception {
    var rows = rows(1) + "old-x,old,,firefox\n".repeat(500);
    var control = report("load:p90", new CsvUnit.Visitor(), rows).deciding().rows().get(0);

    assertThat(control.visitors()).isEqualTo(VISITORS + 500);
    assertThat(control.value().value()).isCloseTo(900, within(9.0));
  }
}
