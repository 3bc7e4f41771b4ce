package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knowfirst.experiments.report.ExperimentData.MetricSums;
import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleRatio.Period;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Whether effects depend on other experiments that the same visitors are in. */
class InteractionsTest {

  /** Two experiments of two variations each; cells by variation, then by that of the other. */
  static ExperimentData data(Moments[][] cells) {
    List<List<Moments>> table = new ArrayList<>();
    List<Moments> sums = new ArrayList<>();
    for (Moments[] row : cells) {
      table.add(List.of(row));
      sums.add(row[0].plus(row[1]));
    }
    var other =
        new Overlap(
            "banner",
            "Summer banner",
            List.of(
                new VariationDescription("off", "Without banner", null, null, List.of()),
                new VariationDescription("on", "With banner", null, null, List.of())),
            table);
    return new ExperimentData(
            "layout",
            List.of("control", "new"),
            List.of(new Period(List.of(sums.get(0).n(), sums.get(1).n()), List.of(1.0, 1.0))),
            List.of(new MetricSums(Metric.goal("order", MetricKind.BINARY), sums)),
            List.of(),
            List.of(),
            null,
            List.of())
        .with(Background.NONE.with(List.of(other)));
  }

  private static Moments rate(long conversions) {
    return Moments.ofConversions(10_000, conversions);
  }

  private static Report report(Moments[]... cells) {
    return Analysis.report(data(cells), ReportSettings.sequential(40_000));
  }

  private static List<Check> checks(Report report) {
    return report.health().stream().filter(one -> one.name().equals("interaction")).toList();
  }

  @Test
  void report_anEffectThatTheOtherTurnsAround_saysWhatToDoWithNames() {
    // +2 points beside the other's control, -2 beside its variation: -4 of difference.
    var report = report(new Moments[] {rate(500), rate(700)}, new Moments[] {rate(700), rate(500)});
    var row = report.details().interactions().get(0);

    assertThat(row.difference().value()).isCloseTo(-0.04, within(1e-12));
    assertThat(row.visitors()).isEqualTo(40_000);
    // 0.05 * 0.95 and 0.07 * 0.93 over 10,000, twice each: the error is 0.004746, the score 8.4.
    assertThat(row.difference().high()).isNegative();
    assertThat(row.p()).isLessThan(1e-9);
    var check = checks(report).get(0);
    assertThat(check.status()).isEqualTo(Status.WARNING);
    var sentence = new Texts(Locale.ENGLISH).sentence(check.result());
    assertThat(sentence)
        .contains("Summer banner", "+2.00\u00a0pp where that shows \u201cWithout banner\u201d")
        .contains("\u22122.00\u00a0pp where it shows \u201cWith banner\u201d", "exclusion group");
    assertThat(new Texts(Locale.GERMAN).sentence(check.result()))
        .contains("+2,00\u00a0", "Ausschlussgruppe");
    assertThat(ReportWriter.write(report, ReportFormat.CSV, Locale.ENGLISH))
        .contains("with=banner:on,new,40000");
  }

  @Test
  void report_effectsThatAddUp_saysThatNothingPointsToAnInteraction() {
    var report = report(new Moments[] {rate(500), rate(600)}, new Moments[] {rate(600), rate(700)});
    assertThat(report.details().interactions().get(0).difference().value())
        .isCloseTo(0, within(1e-12));
    assertThat(checks(report)).extracting(Check::status).containsExactly(Status.GOOD);
    assertThat(new Texts(Locale.ENGLISH).sentence(checks(report).get(0).result()))
        .contains("in another experiment that runs now");
  }

  @Test
  void report_aCellWithTooFewConversions_saysNothing() {
    var report = report(new Moments[] {rate(500), rate(24)}, new Moments[] {rate(700), rate(500)});
    assertThat(report.details().interactions()).isEmpty();
    assertThat(checks(report)).isEmpty();
  }

  @Test
  void html_bothLanguages_showWhatEachCombinationDoesByName() throws Exception {
    var report = report(new Moments[] {rate(500), rate(700)}, new Moments[] {rate(700), rate(500)});
    var folder = Files.createDirectories(Path.of("target", "reports"));
    for (var locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      Files.writeString(
          folder.resolve("interactions_" + locale.getLanguage() + ".html"),
          ReportWriter.write(report, ReportFormat.HTML, locale));
    }
    assertThat(ReportWriter.write(report, ReportFormat.HTML, Locale.ENGLISH))
        .contains("Summer banner: \u201cWith banner\u201d in place of \u201cWithout banner\u201d")
        .contains("+2.00\u00a0pp", "\u22122.00\u00a0pp", "\u22124.00\u00a0pp")
        .contains("depend on each other")
        .contains("aria-label=\"new, With banner: \u22122.00\u00a0pp [");
    assertThat(ReportWriter.write(report, ReportFormat.HTML, Locale.GERMAN))
        .contains("Zusammenspiel mit anderen Tests", "\u22124,00\u00a0", "abh\u00e4ngig")
        .doesNotContain("in place of");

    var none = report(new Moments[] {rate(500), rate(600)}, new Moments[] {rate(600), rate(700)});
    assertThat(ReportWriter.write(none, ReportFormat.HTML, Locale.ENGLISH))
        .contains("no sign of it")
        .doesNotContain("depend on each other</span>");
  }
}
