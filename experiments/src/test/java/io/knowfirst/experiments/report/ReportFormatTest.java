package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.experiments.report.ReportSettings.Looking;
import io.knowfirst.experiments.statistics.Correction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFormatTest {

  private final Report report =
      Analysis.report(Shop.running(0.065, false), ReportSettings.sequential(40_000));

  static Stream<Report> everyVerdict() {
    return Shop.everyVerdict();
  }

  @ParameterizedTest
  @MethodSource("everyVerdict")
  void html_everyVerdict_isACompletePageInBothLanguages(Report any) throws Exception {
    for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
      String page = ReportWriter.write(any, ReportFormat.HTML, locale);
      Path folder = Files.createDirectories(Path.of("target", "reports"));
      Files.writeString(
          folder.resolve(any.banner().verdict() + "_" + locale.getLanguage() + ".html"), page);

      assertThat(page)
          .startsWith("<!DOCTYPE html>")
          .contains("<html lang=\"" + locale.getLanguage() + "\">")
          .doesNotContain("NaN", "<script", "null", "Infinity", "{0");
    }
  }

  @Test
  void html_aBandit_saysThatNothingIsTested() {
    var bandit =
        Analysis.report(
            Shop.running(0.065, false),
            new ReportSettings(Looking.BANDIT, 0.05, Correction.NONE, null, 0.8));

    assertThat(ReportWriter.write(bandit, ReportFormat.HTML, Locale.ENGLISH))
        .contains(">not tested<")
        .doesNotContain(">not significant<");
    assertThat(ReportWriter.write(report, ReportFormat.HTML, Locale.ENGLISH))
        .contains(">not significant<")
        .doesNotContain(">not tested<");
  }

  @Test
  void html_names_areEscaped() {
    String page = ReportWriter.write(report, ReportFormat.HTML, Locale.ENGLISH);

    assertThat(page).contains("Checkout &lt;b&gt; &amp; basket").doesNotContain("<b> & basket");
  }

  @Test
  void html_plots_areInlineSvg() {
    String page = ReportWriter.write(report, ReportFormat.HTML, Locale.ENGLISH);

    assertThat(page).contains("class=\"whisker", "class=\"band\"", "<rect class=\"v1\"");
  }

  @Test
  void html_german_speaksGermanNumbers() {
    assertThat(ReportWriter.write(report, ReportFormat.HTML, Locale.GERMANY))
        .contains("Weiterlaufen lassen", "28.000 Besucher", "Guardrail");
    assertThat(ReportWriter.write(report, ReportFormat.HTML, Locale.FRENCH))
        .contains("Keep running", "28,000 visitors");
  }

  @Test
  void html_unhealthy_greysTheLifts() {
    var broken = Analysis.report(Shop.running(0.065, true), ReportSettings.sequential(40_000));

    assertThat(ReportWriter.write(broken, ReportFormat.HTML, Locale.ENGLISH))
        .contains("<body class=\"withheld\">");
    assertThat(ReportWriter.write(report, ReportFormat.HTML, Locale.ENGLISH))
        .contains("<body class=\"open\">");
  }

  @Test
  void json_holdsTheSameNumbersAsTheModel() throws Exception {
    JsonNode json =
        new ObjectMapper().readTree(ReportWriter.write(report, ReportFormat.JSON, Locale.ENGLISH));
    var row = report.deciding().rows().get(1);

    assertThat(json.at("/banner/verdict").asText()).isEqualTo("KEEP_RUNNING");
    assertThat(json.at("/banner/reasons/1").asText()).contains("more visitors are needed: about");
    assertThat(json.at("/metrics/0/rows/1/difference/low").asDouble())
        .isEqualTo(row.difference().low());
    assertThat(json.at("/metrics/0/rows/1/adjustedP").asDouble()).isEqualTo(row.adjustedP());
    assertThat(json.at("/days/0/date").asText()).isEqualTo("2026-03-02");
    assertThat(json.at("/days/13/cumulative/0/value").asDouble())
        .isEqualTo(row.difference().value());
    assertThat(json.at("/healthy").isMissingNode()).isTrue();
  }

  @Test
  void csv_holdsALineForEachMetricAndVariation() {
    String[] lines = ReportWriter.write(report, ReportFormat.CSV, Locale.ENGLISH).split("\n");
    var row = report.deciding().rows().get(1);

    assertThat(lines[0]).startsWith("metric,role,segment,variation,visitors,value");
    assertThat(lines).hasSize(1 + 4 * 2 + 2);
    assertThat(lines[2])
        .startsWith("order,GOAL,,short,14000," + row.value().value())
        .contains("" + row.p());
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void ofFile_knownEnding_findsTheFormat(ReportFormat format) {
    assertThat(ReportFormat.ofFile("out." + format.name())).isEqualTo(format);
    assertThat(ReportFormat.ofFile("a.b/out." + format.name().toLowerCase(Locale.ROOT)))
        .isEqualTo(format);
    assertThat(format.contentType()).contains("/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"report.pdf", "html", ""})
  void ofFile_unknownEnding_saysWhatIsThere(String name) {
    assertThatThrownBy(() -> ReportFormat.ofFile(name))
        .hasMessageContaining("ends in .html, .json or .csv");
  }

  @Test
  void bundles_bothLanguages_haveTheSameKeys() throws Exception {
    assertThat(keys("texts_de.properties")).isEqualTo(keys("texts.properties"));
  }

  @Test
  void settings_unsound_areRefused() {
    assertThatThrownBy(
            () -> new ReportSettings(Looking.ALWAYS, 0.05, Correction.HOLM, null, 0.8, 0.0))
        .hasMessageContaining("Minimum effect is 0.0");
    assertThatThrownBy(() -> ReportSettings.sequential(0)).hasMessageContaining("are 0");
    assertThatThrownBy(() -> new ReportSettings(Looking.ONCE, 5, Correction.HOLM, null, 0.8))
        .hasMessageContaining("alpha 5.0");
  }

  private static Set<String> keys(String name) throws Exception {
    try (var stream = ReportFormat.class.getResourceAsStream(name)) {
      return new PropertyResourceBundle(stream).keySet();
    }
  }
}
