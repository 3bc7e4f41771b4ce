package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.knowfirst.experiments.report.Report.MetricTable;
import io.knowfirst.experiments.report.Report.Row;
import io.knowfirst.experiments.report.Report.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A real experiment: Kevin Hillstrom's MineThatData e-mail challenge, 64,000 customers. The arm
 * means are the published ones, the test results were computed with scipy 1.17.
 */
class HillstromTest {

  private static final Path FILE =
      Path.of(System.getProperty("knowfirst.data", "../../shared/data"), "hillstrom.csv");

  private static Report report;

  @BeforeAll
  static void analyse() throws Exception {
    assumeTrue(Files.exists(FILE), () -> "skipped: no " + FILE + ", set -Dknowfirst.data");
    report = Analysis.report(CsvExperiment.read(FILE, question(1)), ReportSettings.finished());
    write(ReportFormat.HTML, Locale.ENGLISH, "hillstrom.html");
    write(ReportFormat.HTML, Locale.GERMAN, "hillstrom_de.html");
    write(ReportFormat.JSON, Locale.ENGLISH, "hillstrom.json");
    write(ReportFormat.CSV, Locale.ENGLISH, "hillstrom.csv");
  }

  static CsvQuestion question(double cap, String... stratify) {
    return new CsvQuestion(
        "E-mail campaign: men's, women's or none",
        "segment",
        "No E-Mail",
        List.of(
            MetricColumn.parse("visit:binary"),
            MetricColumn.parse("conversion:binary"),
            MetricColumn.parse("spend:mean")),
        "history",
        List.of("channel", "newbie"),
        List.of(stratify),
        null,
        cap,
        Map.of());
  }

  private static void write(ReportFormat format, Locale locale, String name) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "reports"));
    Files.writeString(folder.resolve(name), ReportWriter.write(report, format, locale));
  }

  @Test
  void report_armMeans_areThePublishedOnes() {
    assertThat(report.visitors()).isEqualTo(64_000);
    assertMeans("visit", 0.106, 0.183, 0.151, 0.0005);
    assertMeans("conversion", 0.0057, 0.0125, 0.0088, 0.00005);
    assertMeans("spend", 0.65, 1.42, 1.08, 0.005);
  }

  @Test
  void report_verdict_isToShipTheMensMail() {
    assertThat(report.healthy()).isTrue();
    assertThat(report.banner().verdict()).isEqualTo(Verdict.SHIP);
    assertThat(report.banner().variation()).isEqualTo("Mens E-Mail");
    assertThat(report.segments()).hasSize(2 * (3 + 2));
  }

  @Test
  void report_womensSpend_hasTheKnownPValue() throws Exception {
    // statistics of the data set: fixed p 0.0011 on the absolute scale
    Row womens = row("spend", 2);

    assertThat(womens.variation()).isEqualTo("Womens E-Mail");
    assertThat(womens.p()).isCloseTo(0.0011, within(0.00005));
    assertThat(womens.cuped()).as("correlation .02 is not worth it").isNull();
  }

  @Test
  void report_sequential_isWiderOnTheSameData() throws Exception {
    // N* of 5,000 for a pair, as 7,500 visitors of three variations: p 0.0446
    var sequential =
        Analysis.report(CsvExperiment.read(FILE, question(1)), ReportSettings.sequential(7_500));

    assertThat(sequential.metrics().get(2).rows().get(2).p()).isCloseTo(0.0446, within(0.0005));
  }

  @Test
  void report_stratified_equalsNumpyOnTheRows() throws Exception {
    var stratified =
        Analysis.report(
            CsvExperiment.read(FILE, question(1, "newbie", "channel")), ReportSettings.finished());
    Files.writeString(
        Files.createDirectories(Path.of("target", "reports")).resolve("hillstrom_strata.html"),
        ReportWriter.write(stratified, ReportFormat.HTML, Locale.ENGLISH));

    // numpy over the six strata of the file's rows: sum of nu (mB - mA), and
    // (sum nu e^2 - (sum nu e)^2) / n + sum nu^2 (vA / nA + vB / nB) against vA / nA + vB / nB.
    Row mens = stratified.deciding().rows().get(1);
    assertThat(mens.difference().value()).isCloseTo(0.07646998188646971, within(1e-12));
    assertThat(mens.difference().high() - mens.difference().value())
        .isCloseTo(1.9600 * 0.0033702892970333027, within(1e-6));
    assertThat(mens.stratified()).isCloseTo(0.009146112006565121, within(1e-9));
    Row womens = stratified.metrics().get(2).rows().get(2);
    assertThat(womens.difference().value()).isCloseTo(0.42578547305217107, within(1e-12));
    assertThat(womens.stratified()).isCloseTo(-0.000454927240661096, within(1e-9));
    assertThat(row("visit", 1).stratified()).isNull();
  }

  @Test
  void report_capped_countsTheLargestOrdersLess() throws Exception {
    var capped =
        Analysis.report(CsvExperiment.read(FILE, question(0.9)), ReportSettings.finished());

    assertThat(capped.metrics().get(2).rows().get(1).value().value())
        .isLessThan(row("spend", 1).value().value());
    assertThat(capped.provenance()).extracting("label").contains("cap");
  }

  private static void assertMeans(
      String metric, double none, double mens, double womens, double within) {
    assertThat(row(metric, 0).value().value()).isCloseTo(none, within(within));
    assertThat(row(metric, 1).value().value()).isCloseTo(mens, within(within));
    assertThat(row(metric, 2).value().value()).isCloseTo(womens, within(within));
  }

  private static Row row(String metric, int index) {
    return report.metrics().stream()
        .filter(table -> table.name().equals(metric))
        .map(MetricTable::rows)
        .findFirst()
        .orElseThrow()
        .get(index);
  }
}
