package io.knowfirst.experiments.report.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.statistics.Moments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerWriterTest {

  private final Ledger shop = Bookkeeper.ledger(Company.shop(0.3), LedgerSettings.DEFAULTS);

  @ParameterizedTest
  @CsvSource({"better,0.3", "open,0.01", "worse,-0.4", "empty,0", "broken,0"})
  void html_everyVerdict_isACompletePageInBothLanguages(String name, double worth)
      throws Exception {
    var ledger =
        Bookkeeper.ledger(
            name.equals("empty")
                ? Company.conversions(new Held("", List.of()))
                : name.equals("broken")
                    ? Company.conversions(broken(), Company.plain("a <b> & c"))
                    : Company.shop(worth),
            LedgerSettings.DEFAULTS);
    for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
      String page = LedgerWriter.write(ledger, ReportFormat.HTML, locale);
      Path folder = Files.createDirectories(Path.of("target", "reports"));
      Files.writeString(folder.resolve("ledger_" + name + "_" + locale + ".html"), page);

      assertThat(page)
          .startsWith("<!DOCTYPE html>")
          .contains("<html lang=\"" + locale.getLanguage() + "\">")
          .doesNotContain("NaN", "<script", "null", "Infinity", "{0", "<b> &");
    }
  }

  @Test
  void html_verdict_standsInTheHeadlineInTheShopsCurrency() {
    assertThat(LedgerWriter.write(shop, ReportFormat.HTML, Locale.ENGLISH))
        .contains(
            "Knowing was worth +\u2060\u20ac", "Consent personalization", "class=\"s-known\"");
    assertThat(LedgerWriter.write(shop, ReportFormat.HTML, Locale.GERMAN))
        .contains("mehr wert als der Standard", "\u00a0\u20ac");
  }

  /** z is 3.67 for the difference and 3.15 for the lift, with a boundary of 3.24. */
  @Test
  void html_verdictBesideALiftThatMayBeNone_isNeitherGreenNorRed() {
    var day =
        new LedgerData.Day(
            Company.FROM,
            0.95,
            Moments.ofConversions(95_000, 5_700),
            Moments.ofConversions(2_500, 125),
            Moments.ofConversions(2_500, 111));
    var ledger =
        Bookkeeper.ledger(
            Company.conversions(new Held("", List.of(day))), new LedgerSettings(0.05, 10_000));
    var knowing = ledger.everywhere().of(Pair.KNOWING_OVER_DEFAULT);

    assertThat(knowing.difference().low()).isPositive();
    assertThat(knowing.lift().low()).isNegative();
    assertThat(LedgerWriter.write(ledger, ReportFormat.HTML, Locale.ENGLISH))
        .contains("class=\"banner calm\"")
        .doesNotContain("banner good", "card better");
  }

  @Test
  void json_holdsTheSameNumbersAsTheModel() throws Exception {
    var json =
        new ObjectMapper().readTree(LedgerWriter.write(shop, ReportFormat.JSON, Locale.ENGLISH));
    var knowing = shop.everywhere().of(Pair.KNOWING_OVER_DEFAULT);

    assertThat(json.at("/from").asText()).isEqualTo("2026-10-01");
    assertThat(json.at("/everywhere/contrasts/2/difference/low").asDouble())
        .isEqualTo(knowing.difference().low());
    assertThat(json.at("/ignorance/0/fact").asText()).isEqualTo("Consent personalization");
    assertThat(json.at("/method/0").asText()).startsWith("A small share of the visitors");
  }

  @Test
  void csv_hasALineForEachShareContrastAndLesson() {
    String[] lines = LedgerWriter.write(shop, ReportFormat.CSV, Locale.ENGLISH).split("\n");

    assertThat(lines).hasSize(1 + 8 + 5 * 3 + 3);
    assertThat(lines).allSatisfy(line -> assertThat(commas(line)).isEqualTo(commas(lines[0])));
    assertThat(lines[1 + 8 + 2])
        .startsWith("contrast,all,,")
        .contains(
            "knowing-over-default," + shop.everywhere().contrasts().get(2).difference().value());
    assertThat(lines[1 + 8 + 15]).startsWith("learn,fact,\"Consent personalization\",73100.0");
  }

  @Test
  void bundles_bothLanguages_haveTheSameKeys() throws Exception {
    assertThat(keys("texts_de.properties")).isEqualTo(keys("texts.properties"));
  }

  @Test
  void ofFile_knowsTheEndings() {
    assertThat(ReportFormat.ofFile("a/b.JSON")).isEqualTo(ReportFormat.JSON);
    assertThat(ReportFormat.ofFile("b.html").contentType()).startsWith("text/html");
    assertThatThrownBy(() -> ReportFormat.ofFile("b.pdf")).hasMessageContaining("b.pdf");
  }

  private static Held broken() {
    var day = Company.plain("").days().get(0);
    return new Held(
        "",
        List.of(
            new LedgerData.Day(
                day.date(), 0.95, day.known(), day.tested(), Moments.ofConversions(1_900, 80))));
  }

  private static long commas(String line) {
    return line.chars().filter(c -> c == ',').count();
  }

  private static Set<String> keys(String name) throws Exception {
    try (var stream = LedgerWriter.class.getResourceAsStream(name)) {
      return new PropertyResourceBundle(stream).keySet();
    }
  }

  @Test
  void campaigns_by_goals_of_their_own_stand_in_every_format_with_the_metric_of_the_goal() {
    var own =
        Bookkeeper.ledger(
            Company.conversions(Company.plain(""), Company.plain("card")), LedgerSettings.DEFAULTS);
    var ledger =
        Bookkeeper.ledger(Company.shop(0.3), LedgerSettings.DEFAULTS)
            .withGoals(List.of(new Ledger.Goal(Company.CONVERSION, own.campaigns())));

    for (var locale : List.of(Locale.ENGLISH, Locale.GERMAN)) {
      var html = LedgerWriter.write(ledger, ReportFormat.HTML, locale);
      assertThat(html)
          .contains(
              locale.equals(Locale.ENGLISH) ? "Campaigns with the goal" : "Kampagnen mit dem Ziel")
          .contains("conversion")
          .contains("card");
    }
    assertThat(LedgerWriter.write(ledger, ReportFormat.CSV, Locale.ENGLISH))
        .contains("\"goal conversion\",campaign,card");
    assertThat(LedgerWriter.write(ledger, ReportFormat.JSON, Locale.ENGLISH))
        .contains("\"goals\"")
        .contains("\"card\"");
  }
}
