package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.Report.Verdict;
import io.knowfirst.experiments.statistics.Moments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a row of a file stands for. */
class CsvVisitorsTest {

  /** p2 comes twice, p3 in both variations; p1 once, p4 once. */
  private static final String SESSIONS =
      """
      person_id,arm,bought,spent,carts,before,town,day
      p2,A,0,5,1,9,Ulm,2026-05-03
      p1,A,1,10,1,7,Ulm,2026-05-01
      p3,A,1,70,1,1,Ulm,2026-05-01
      p2,A,1,20,2,9,Ulm,2026-05-02
      p4,B,0,0,0,3,Bonn,2026-05-02
      p3,B,1,80,1,1,Ulm,2026-05-04
      """;

  @TempDir private Path folder;

  @Test
  void read_rowsOfVisitors_areAddedUpByVisitor() throws Exception {
    var data = read(SESSIONS, new CsvUnit.RowsOfVisitor("person_id"));

    assertThat(data.visitors()).isEqualTo(3);
    // A: p1 bought for 10, p2 bought once in two visits for 25 and three carts.
    assertThat(data.metrics().get(0).sums().get(0)).isEqualTo(new Moments(2, 2, 2, 16, 130, 16));
    assertThat(data.metrics().get(1).sums().get(0))
        .isEqualTo(new Moments(2, 35, 725, 16, 130, 10 * 7 + 25 * 9));
    assertThat(data.metrics().get(2).sums().get(0).ratio()).isEqualTo(35 / 4.0);
    assertThat(data.days())
        .extracting("date")
        .containsExactly(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 2));
    assertThat(check(data, "rows").status()).isEqualTo(Status.GOOD);
    assertThat(check(data, "rows").numbers())
        .containsEntry("rows", 6L)
        .containsEntry("visitors", 4L);
    var crossed = check(data, "doubleExposure");
    assertThat(crossed.status()).isEqualTo(Status.WARNING);
    assertThat(crossed.numbers()).containsEntry("visitors", 1L).containsEntry("share", 0.25);
  }

  @Test
  void read_rowsThatDifferInWhatWasBefore_areToldOfAndTheFirstDayCounts() throws Exception {
    var data =
        read(
            SESSIONS.replace("p2,A,1,20,2,9,Ulm", "p2,A,1,20,2,8,Hof"),
            new CsvUnit.RowsOfVisitor("person_id"));
    assertThat(check(data, "rows").status()).isEqualTo(Status.WARNING);
    assertThat(check(data, "rows").numbers()).containsEntry("unlike", 1L);
    assertThat(data.segments()).extracting("value").contains("Hof");
  }

  @Test
  void report_idThatRepeatsUnnoticed_hasNoVerdict() throws Exception {
    var text = new StringBuilder("customer_id,arm,bought\n");
    for (int visitor = 0; visitor < 1_000; visitor++) {
      boolean treated = visitor % 2 == 1;
      boolean bought = visitor % 20 < (treated ? 3 : 2);
      for (int day = 0; day < 4; day++) {
        text.append("c%d,%s,%d%n".formatted(visitor, treated ? "B" : "A", bought ? 1 : 0));
      }
    }
    var question = CsvQuestion.of("t", "arm", "A", MetricColumn.parse("bought:binary"));
    var data = read(text.toString(), question);
    var report = Analysis.report(data, ReportSettings.finished());

    assertThat(check(data, "rows").numbers())
        .containsEntry("column", "customer_id")
        .containsEntry("rows", 4_000L)
        .containsEntry("visitors", 1_000L);
    assertThat(report.banner().verdict()).isEqualTo(Verdict.NOT_HEALTHY);
    assertThat(report.warnings(Locale.ENGLISH).get(0)).contains("--visitor customer_id");
  }

  @Test
  void read_columnsThatAreNoIdsOfVisitors_mayRepeat() throws Exception {
    String text =
        """
        order_id,customer,session_id,arm,bought
        1,new,5,A,1
        1,new,5,B,1
        2,known,6,A,0
        2,known,6,B,1
        """;
    assertThat(
            read(text, CsvQuestion.of("t", "arm", "A", MetricColumn.parse("bought:binary")))
                .checks())
        .isEmpty();
    String unique =
        text.replace("order_id", "uid")
            .replace("\n1,new,5,B", "\n3,new,5,B")
            .replace("\n2,known,6,B", "\n4,known,6,B");
    assertThat(
            read(unique, CsvQuestion.of("t", "arm", "A", MetricColumn.parse("bought:binary")))
                .checks())
        .isEmpty();
  }

  @Test
  void read_rowWithoutId_isRefused() {
    assertThatThrownBy(
            () -> read(SESSIONS.replace("p4,B", ",B"), new CsvUnit.RowsOfVisitor("person_id")))
        .hasMessageStartingWith("Line 6, column person_id")
        .hasMessageContaining("the visitor's id is empty");
  }

  @Test
  void read_capOfRowsOfVisitors_isThatOfTheirSums() throws Exception {
    var question =
        new CsvQuestion(
            "t",
            "arm",
            "A",
            metrics(),
            null,
            List.of(),
            List.of(),
            null,
            0.99,
            Map.of(),
            new CsvUnit.RowsOfVisitor("person_id"),
            null);
    // The visitors spent 10, 25 and 0: no row, but their sum, is the largest value.
    assertThat(read(SESSIONS, question).metrics().get(1).sums().get(0).sum()).isBetween(34.0, 35.0);
  }

  private static final String COUNTS =
      """
      arm,day,n,k
      A,2026-05-01,1000,100
      A,2026-05-02,1000,110
      B,2026-05-01,1010,130
      B,2026-05-02,990,140
      """;

  @Test
  void read_counts_areSumsOfConversionsWithAWarningThatDaysAreNoVisitors() throws Exception {
    var data = read(COUNTS, counts("k:binary", null));
    assertThat(data.metrics().get(0).sums())
        .containsExactly(Moments.ofConversions(2_000, 210), Moments.ofConversions(2_000, 270));
    assertThat(data.days().get(0).sums().get(1)).isEqualTo(Moments.ofConversions(1_010, 130));
    assertThat(check(data, "rows").status()).isEqualTo(Status.WARNING);
    assertThat(check(data, "rows").result().key()).isEqualTo("health.counts.days");
  }

  @Test
  void read_countsThatCannotBe_areRefused() {
    assertThatThrownBy(() -> read(COUNTS.replace("990,140", "990,1400"), counts("k:binary", null)))
        .hasMessageStartingWith("Line 5, column k")
        .hasMessageContaining("1400 conversions of 990 visitors");
    assertThatThrownBy(() -> read(COUNTS.replace("990,140", "990,0.14"), counts("k:binary", null)))
        .hasMessageContaining("Maybe this column holds a rate");
    assertThatThrownBy(() -> counts("k:mean", null))
        .hasMessageContaining("expected a number of conversions");
    assertThatThrownBy(() -> counts("k:binary", "n")).hasMessageContaining("Covariate n is given");
  }

  private static CsvQuestion counts(String metric, @Nullable String covariate) {
    return new CsvQuestion(
        "t",
        "arm",
        "A",
        List.of(MetricColumn.parse(metric)),
        covariate,
        List.of(),
        List.of(),
        "day",
        1,
        Map.of(),
        new CsvUnit.Counts("n"),
        null);
  }

  private static List<MetricColumn> metrics() {
    return List.of(
        MetricColumn.parse("bought:binary"),
        MetricColumn.parse("spent:mean"),
        MetricColumn.parse("spent/carts:ratio"));
  }

  private static Check check(ExperimentData data, String name) {
    return data.checks().stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private ExperimentData read(String text, CsvUnit unit) throws IOException, BadCsvException {
    return read(
        text,
        new CsvQuestion(
            "t",
            "arm",
            "A",
            metrics(),
            "before",
            List.of("town"),
            List.of(),
            "day",
            1,
            Map.of(),
            unit,
            null));
  }

  private ExperimentData read(String text, CsvQuestion question)
      throws IOException, BadCsvException {
    return CsvExperiment.read(Files.writeString(folder.resolve("rows.csv"), text), question);
  }
}
