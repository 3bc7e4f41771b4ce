package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.knowfirst.experiments.statistics.Before;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvExperimentTest {

  private static final String GOOD =
      """
      group,visit,spend,orders,before,channel,day
      a,1,10.5,1,3,web,2026-03-01
      b,0,0,0,1,web,2026-03-01
      a,0,0,0,2,"shop, own",2026-03-02
      b,1,30,2,4,web,2026-03-02

      b,1,1000,1,5,web,2026-03-02
      """;

  @TempDir private Path folder;

  @Test
  void read_soundFile_sumsUpEveryMetric() throws Exception {
    var data = read(GOOD, everything(1));

    assertThat(data.variations()).containsExactly("b", "a");
    assertThat(data.metrics().get(0).sums())
        .containsExactly(new Moments(3, 2, 2, 10, 42, 9), new Moments(2, 1, 1, 5, 13, 3));
    assertThat(data.metrics().get(1).sums().get(0).sum()).isEqualTo(1_030);
    assertThat(data.metrics().get(2).metric().name()).isEqualTo("spend/orders");
    assertThat(data.metrics().get(2).sums().get(0))
        .isEqualTo(
            // Before: 1, 4 and 5, each over 1.
            new Moments(
                3,
                1_030,
                1_000_900,
                3,
                5,
                1_060,
                new Before(10, 42, 3, 3, 10, 5_120, 1_030, 13, 3)));
    assertThat(data.metrics().get(2).metric().covariate()).isTrue();
    assertThat(data.split().get(0).visitors()).containsExactly(3L, 2L);
    assertThat(data.split().get(0).weights()).containsExactly(1.0, 1.0);
  }

  @Test
  void read_soundFile_cutsByDayAndSegment() throws Exception {
    var data = read(GOOD, everything(1));

    assertThat(data.days())
        .extracting("date")
        .containsExactly(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 2));
    assertThat(data.days().get(1).sums()).extracting(Moments::n).containsExactly(2L, 1L);
    assertThat(data.segments()).extracting("value").containsExactly("shop, own", "web");
    assertThat(data.segments().get(0).sums().get(0)).isEqualTo(Moments.NONE);
    assertThat(data.provenance()).extracting("label").containsExactly("file", "covariate");
  }

  @Test
  void read_capped_cutsMeansOnly() throws Exception {
    var data = read(GOOD, everything(0.75));

    // Half way between 30 and 1000, the upper two of three orders.
    assertThat(data.metrics().get(1).sums().get(0).sum()).isEqualTo(30 + 515);
    assertThat(data.metrics().get(2).sums().get(0).sum()).isEqualTo(1_030);
    assertThat(data.provenance()).extracting("value").contains("spend <= 515.0");
  }

  private static CsvQuestion weighted(Map<String, Double> weights) {
    var visit = List.of(MetricColumn.parse("visit:binary"));
    return new CsvQuestion("t", "group", "a", visit, null, List.of(), List.of(), null, 1, weights);
  }

  @Test
  void read_weights_areTakenByName() throws Exception {
    var question = weighted(Map.of("b", 0.8, "a", 0.2));
    assertThat(read(GOOD, question).split().get(0).weights()).containsExactly(0.2, 0.8);
  }

  @Test
  void read_weightOfNobody_isRefusedSinceTheSplitWouldNotBeChecked() {
    var expected = "expected those of [a, b]. Maybe one is misspelt";
    assertBad(GOOD, weighted(Map.of("a", 0.2, "B", 0.8)), 1, "group", "[B, a], " + expected);
    assertBad(GOOD, weighted(Map.of("a", 0.2)), 1, "group", "the weights are of [a], " + expected);
  }

  @Test
  void read_byteOrderMark_isSkipped() throws Exception {
    assertThat(read("\uFEFF" + GOOD, everything(1)).visitors()).isEqualTo(5);
  }

  @Test
  void read_missingFile_saysSo() {
    assertThatThrownBy(() -> CsvExperiment.read(folder.resolve("none.csv"), everything(1)))
        .hasMessageEndingWith("none.csv: there is no such file. Maybe the path is misspelt.");
  }

  @Test
  void read_missingColumn_saysWhichAreThere() {
    assertBad(
        GOOD,
        CsvQuestion.of("t", "group", "a", MetricColumn.parse("click:binary")),
        1,
        "click",
        "expected one of [group, visit");
    assertBad(
        "group visit\na 1\n",
        CsvQuestion.of("t", "group", "a", MetricColumn.parse("visit:binary")),
        1,
        "group",
        "not separated by commas, semicolons, tabs");
  }

  @Test
  void read_textInANumber_saysLineAndColumn() {
    assertBad(GOOD.replace("b,1,30,", "b,1,3O,"), everything(1), 5, "spend", "the value is \"3O\"");
    assertBad(
        GOOD.replace("b,1,30,", "b,1,NaN,"), everything(1), 5, "spend", "the value is \"NaN\"");
    assertBad(GOOD.replace("b,1,30,", "b,1,,"), everything(1), 5, "spend", "the value is \"\"");
    assertBad(
        GOOD.replace("b,1,30,", "b,x,30,"), everything(0.9), 5, "visit", "the value is \"x\"");
  }

  @Test
  void read_binaryThatIsNone_suggestsAMean() {
    assertBad(
        GOOD.replace("a,1,10.5", "a,2,10.5"),
        everything(1),
        2,
        "visit",
        "Maybe this metric is a mean: visit:mean");
  }

  @Test
  void read_unknownVariation_isRefused() {
    assertBad(GOOD.replace("a,0,0", ",0,0"), everything(1), 4, "group", "the variation is empty");
    assertBad(
        GOOD,
        CsvQuestion.of("t", "group", "c", MetricColumn.parse("visit:binary")),
        1,
        "group",
        "the control \"c\" does not occur, expected one of [a, b]");
    var visitors = new StringBuilder("id,visit\n");
    for (int i = 0; i < 30; i++) {
      visitors.append("v").append(i).append(",1\n");
    }
    assertBad(
        visitors.toString(),
        CsvQuestion.of("t", "id", "v0", MetricColumn.parse("visit:binary")),
        22,
        "id",
        "Maybe this column names visitors");
  }

  @Test
  void read_tooLittle_isRefused() {
    var question = CsvQuestion.of("t", "group", "a", MetricColumn.parse("visit:binary"));
    assertBad("", question, 1, null, "the file is empty");
    assertBad("group,visit\n", question, 1, null, "0 rows");
    assertBad("group,visit\na,1\na,0\n", question, 3, null, "all visitors are in variation \"a\"");
  }

  @Test
  void read_raggedLine_isRefused() {
    assertBad(
        GOOD.replace("b,1,30,", "b,30,"), everything(1), 5, "day", "has 6 values, expected 7");
    assertBad(
        GOOD.replace("b,1,30,", "b,1,3,0,"), everything(1), 5, "day", "has 8 values, expected 7");
  }

  @Test
  void read_badDate_isRefused() {
    assertBad(
        GOOD.replace("2026-03-02\n\n", "02.03.2026\n\n"),
        everything(1),
        5,
        "day",
        "a day such as 2026-03-31");
  }

  @Test
  void read_tooManySegments_isRefused() {
    var rows = new StringBuilder("group,visit,postcode\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 2 == 0 ? "a" : "b").append(",1,").append(i).append("\n");
    }
    var question =
        new CsvQuestion(
            "t",
            "group",
            "a",
            List.of(MetricColumn.parse("visit:binary")),
            null,
            List.of("postcode"),
            List.of(),
            null,
            1,
            Map.of());
    assertBad(rows.toString(), question, 52, "postcode", "Maybe group the values first");
  }

  @Test
  void read_stratified_sumsUpEveryCombinationAndDay() throws Exception {
    var data = read(GOOD, stratified("channel", "visit"));

    assertThat(data.stratifiedBy()).containsExactly("channel", "visit");
    assertThat(data.provenance()).extracting("label").contains("strata");
    // b, then a; visits of web visitors who did, of web visitors who did not, of the shop's.
    assertThat(data.metrics().get(0).strata())
        .isEqualTo(
            Map.of(
                "web\n1", List.of(Moments.of(2, 2, 2), Moments.of(1, 1, 1)),
                "web\n0", List.of(Moments.of(1, 0, 0), Moments.NONE),
                "shop, own\n0", List.of(Moments.NONE, Moments.of(1, 0, 0))));
    assertThat(data.metrics().get(1).strata().get("web\n1").get(0).sum()).isEqualTo(1_030);
    assertThat(data.days().get(1).strata())
        .isEqualTo(
            Map.of(
                "web\n1", List.of(Moments.of(2, 2, 2), Moments.NONE),
                "shop, own\n0", List.of(Moments.NONE, Moments.of(1, 0, 0))));
  }

  @Test
  void read_tooManyStrata_isRefused() {
    var rows = new StringBuilder("group,visit,spend,channel,day\n");
    for (int i = 0; i < 60; i++) {
      rows.append("a,1,1,").append(i).append(",2026-03-01\n");
    }
    assertBad(rows.toString(), stratified("channel"), 52, "channel", "would be stratum 51");
  }

  private static CsvQuestion stratified(String... columns) {
    return new CsvQuestion(
        "t",
        "group",
        "b",
        List.of(MetricColumn.parse("visit:binary"), MetricColumn.parse("spend:mean")),
        null,
        List.of(),
        List.of(columns),
        "day",
        1,
        Map.of());
  }

  @Test
  void read_openQuotation_isRefused() {
    assertBad(
        GOOD.replace("\"shop, own\"", "\"shop, own"),
        everything(1),
        4,
        null,
        "not readable as CSV");
  }

  @Test
  void parse_metricColumns_readsKindsAndFlags() {
    assertThat(MetricColumn.parse("returns:mean:lower:guardrail"))
        .isEqualTo(
            new MetricColumn(
                "returns",
                null,
                MetricKind.MEAN,
                Direction.LOWER_IS_BETTER,
                Metric.Role.GUARDRAIL,
                null,
                null));
    assertThat(MetricColumn.parse("load:p99.9:lower").quantile()).isEqualTo(0.999);
    assertThatThrownBy(() -> MetricColumn.parse("load:p100"))
        .hasMessageContaining("expected more than p0 and less than p100");
    assertThat(MetricColumn.parse("returns:mean:guardrail:margin=2.5%").margin()).isEqualTo(0.025);
    assertThat(MetricColumn.parse("returns:mean:guardrail:margin=0.02").margin()).isEqualTo(0.02);
    assertThatThrownBy(() -> MetricColumn.parse("returns:mean:margin=2%"))
        .hasMessageContaining("for guardrails only");
    assertThatThrownBy(() -> MetricColumn.parse("returns:mean:guardrail:margin=200%"))
        .hasMessageContaining("margin 2.0, expected a margin between 0 and 1");
    assertThat(MetricColumn.parse("revenue/orders:ratio").denominator()).isEqualTo("orders");
    for (String bad :
        List.of("visit", "visit:often", "visit:mean:upper", "revenue:ratio", ":mean")) {
      assertThatThrownBy(() -> MetricColumn.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Maybe");
    }
  }

  @Test
  void question_unsound_isRefused() {
    assertThatThrownBy(
            () -> CsvQuestion.of("t", "group", "a", MetricColumn.parse("x:mean:guardrail")))
        .hasMessageContaining("expected a goal");
    assertThatThrownBy(() -> everything(99.9)).hasMessageContaining("Cap is 99.9");
  }

  private static CsvQuestion everything(double cap) {
    return new CsvQuestion(
        "t",
        "group",
        "b",
        List.of(
            MetricColumn.parse("visit:binary"),
            MetricColumn.parse("spend:mean"),
            MetricColumn.parse("spend/orders:ratio")),
        "before",
        List.of("channel"),
        List.of(),
        "day",
        cap,
        Map.of());
  }

  private ExperimentData read(String text, CsvQuestion question)
      throws IOException, BadCsvException {
    return CsvExperiment.read(Files.writeString(folder.resolve("visitors.csv"), text), question);
  }

  private void assertBad(
      String text, CsvQuestion question, long line, String column, String message) {
    var bad = catchThrowableOfType(BadCsvException.class, () -> read(text, question));
    assertThat(bad).hasMessageContaining(message).hasMessageStartingWith("Line " + line);
    assertThat(bad.line()).isEqualTo(line);
    assertThat(bad.column()).isEqualTo(column);
    assertThat(bad.getMessage()).contains("Maybe ");
  }
}
