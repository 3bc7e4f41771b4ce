package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as spreadsheets, pandas, R and warehouses write them. */
class CsvDialectTest {

  /** A: 2 buyers of 3 who spent 1,300.40; B: 1 of 2 who spent 59.90. */
  private static final String PLAIN =
      """
      arm,bought,spent,town
      A,1,1234.5,Soest
      A,0,0,Soest
      A,1,65.9,Soest
      B,1,59.9,Soest
      B,0,0,Soest
      """;

  @TempDir private Path folder;

  @Test
  void read_everyEncoding_findsTheSameTown() throws Exception {
    String text = PLAIN.replace("Soest", "Gr\u00f6\u00dfe \u20ac");
    for (var charset :
        List.of(
            StandardCharsets.UTF_8,
            Charset.forName("windows-1252"),
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE)) {
      String mark = charset.name().startsWith("UTF") ? "\uFEFF" : "";
      var data = read((mark + text).getBytes(charset), null);
      assertThat(data.segments())
          .as(charset.name())
          .extracting("value")
          .containsOnly("Gr\u00f6\u00dfe \u20ac");
      var named = data.provenance().stream().filter(fact -> fact.label().equals("encoding"));
      if (charset.equals(StandardCharsets.UTF_8)) {
        assertThat(named).isEmpty();
      } else {
        assertThat(named).extracting("value").containsExactly(charset.name());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sep=,\n", "\"sep=,\"\n", "SEP = ,,,\n", "\n,,,\n"})
  void read_whatSpreadsheetsPutAboveTheHeader_isSkipped(String above) throws Exception {
    assertThat(read(above + PLAIN, null).metrics()).isEqualTo(read(PLAIN, null).metrics());
  }

  @Test
  void read_emptyRowsAtTheEnd_areNoVisitors() throws Exception {
    assertThat(read(PLAIN + ",,,\n,,,\n\n", null).metrics()).isEqualTo(read(PLAIN, null).metrics());
  }

  @Test
  void read_aHeaderThatIsNone_namesTheCause() {
    assertThatThrownBy(() -> read("Export of May,,,\n" + PLAIN, null))
        .hasMessageContaining("Maybe a title stands above the header");
    assertThatThrownBy(() -> read(PLAIN.replace("arm,", "Arm,"), null))
        .hasMessageContaining("Maybe \"Arm\"");
    var wide = PLAIN.replace("Soest", "Gr\u00f6\u00dfe").getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> read(wide, null))
        .hasMessageContaining("Maybe it is UTF-16 without a byte order mark");
  }

  @Test
  void read_gzip_isTheSameAsUnpacked() throws Exception {
    assertThat(read(zipped(PLAIN), null).metrics()).isEqualTo(read(PLAIN, null).metrics());
  }

  @Test
  void read_damagedGzipOrAWorkbook_saysWhatItIs() throws IOException {
    byte[] whole = zipped(PLAIN.repeat(50));
    assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length / 2), null))
        .hasMessageContaining("gzip")
        .hasMessageContaining("Maybe the download was cut");
    assertThatThrownBy(() -> read(new byte[] {'P', 'K', 3, 4, 20, 0}, null))
        .hasMessageContaining("Excel workbook")
        .hasMessageContaining("Maybe save the sheet as CSV");
    assertThatThrownBy(() -> read(PLAIN.getBytes(StandardCharsets.UTF_16LE), null))
        .hasMessageContaining("UTF-16 without a byte order mark");
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", "|"})
  void read_everySeparator_isFound(String separator) throws Exception {
    var data = read(PLAIN.replace(",", separator), null);
    assertThat(data.metrics()).isEqualTo(read(PLAIN, null).metrics());
    assertThat(data.provenance()).extracting("label").contains("separator");
  }

  @Test
  void read_linesAboveTheHeader_areSkippedAndCounted() throws Exception {
    var data = read("# export of March, all towns\n\nsep=;\n" + PLAIN.replace(",", ";"), null);
    assertThat(data.metrics()).isEqualTo(read(PLAIN, null).metrics());
    assertThat(data.provenance()).contains(new ExperimentData.Provenance("comments", "1"));
    assertThatThrownBy(() -> read("# made\n" + PLAIN.replace("B,1,59.9", "B,1,x"), null))
        .hasMessageStartingWith("Line 6, column spent");
    assertThatThrownBy(() -> read("#" + PLAIN, null))
        .hasMessageContaining("Maybe the header is in a line that begins with #");
  }

  @Test
  void read_germanDecimals_areThoseOfTheColumn() throws Exception {
    String german =
        PLAIN
            .replace(",", ";")
            .replace("1234.5", "1.234,5")
            .replace("65.9", "65,9")
            .replace("59.9", "59,90");
    assertThat(read(german, null).metrics()).isEqualTo(read(PLAIN, null).metrics());
    // One clear value settles the doubtful ones: 1.234 is a thousand here.
    String doubtful = german.replace("1.234,5", "1.234");
    assertThat(read(doubtful, null).metrics().get(1).sums().get(0).sum()).isEqualTo(1_299.9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1,234.5|1234.5",
        "1'234.5|1234.5",
        "1 234.5|1234.5",
        "1\u202f234.5|1234.5",
        "1234.5|1234.5",
        "1.2345e3|1234.5",
        "-1,234,567.0|-1234567",
      })
  void read_thousandsInAFileWithPoints_areGrouped(String written, double meant) throws Exception {
    String text = PLAIN.replace(",1234.5,", ",\"" + written + "\",");
    assertThat(read(text, null).metrics().get(1).sums().get(0).sum()).isEqualTo(meant + 65.9);
  }

  @Test
  void read_numberWithTwoReadings_isRefusedUntilTheMarkIsNamed() throws Exception {
    String text =
        PLAIN
            .replace(",", ";")
            .replace("1234.5", "1.234")
            .replace("65.9", "65")
            .replace("59.9", "59");
    assertThatThrownBy(() -> read(text, null))
        .hasMessageStartingWith("Line 2, column spent")
        .hasMessageContaining("1234 with a decimal comma and 1.234 with a decimal point")
        .hasMessageContaining("--decimal comma");
    var point = read(text.getBytes(StandardCharsets.UTF_8), DecimalMark.POINT);
    var comma = read(text.getBytes(StandardCharsets.UTF_8), DecimalMark.COMMA);
    assertThat(point.metrics().get(1).sums().get(0).sum()).isEqualTo(66.234);
    assertThat(comma.metrics().get(1).sums().get(0).sum()).isEqualTo(1_299);
    // Programs write a point unless told otherwise, and then a comma between the columns.
    String usual = PLAIN.replace("1234.5", "1.234").replace("65.9", "65").replace("59.9", "59");
    assertThat(read(usual, null).metrics().get(1).sums().get(0).sum()).isEqualTo(66.234);
  }

  @Test
  void read_twoDecimalMarksInAColumn_areRefused() {
    assertThatThrownBy(() -> read(PLAIN.replace("59.9", "\"59,90\""), null))
        .hasMessageStartingWith("Line 5, column spent")
        .hasMessageContaining("\"59,90\" and line 2 has \"1234.5\", expected one decimal mark");
  }

  @Test
  void read_wordsForYesAndNo_areFlags() throws Exception {
    for (var words :
        List.of("TRUE/FALSE", "True/False", "yes/no", "Y/N", "ja/nein", "WAHR/FALSCH", "1.0/0.0")) {
      var pair = words.split("/", -1);
      String text = PLAIN.replace(",1,", "," + pair[0] + ",").replace(",0,0", "," + pair[1] + ",0");
      assertThat(read(text, null).metrics()).as(words).isEqualTo(read(PLAIN, null).metrics());
    }
    assertThatThrownBy(() -> read(PLAIN.replace("A,1,65.9", "A,maybe,65.9"), null))
        .hasMessageContaining("\"maybe\", expected 0, 1, true, false, yes or no");
    assertThatThrownBy(() -> read(PLAIN.replace(",65.9,", ",TRUE,"), null))
        .hasMessageContaining("Maybe this metric is binary: spent:binary");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-01",
        "2026-11-01 22:11:48",
        "2026-11-01T22:11",
        "2026-11-01 22:11:48.570588",
        "2026-11-01T23:30:00Z",
        "2026-11-01T23:30:00+02:00",
        "2026-11-01 23:30:00 UTC",
        "2026-11-01 23:30:00+00",
        "2026-11-01T23:30:00+0100",
      })
  void read_moment_isItsDayAsWritten(String moment) throws Exception {
    var data = dated(moment);
    assertThat(data.days()).extracting("date").containsExactly(LocalDate.of(2026, 11, 1));
  }

  @Test
  void read_momentsWithZones_tellThem() throws Exception {
    assertThat(dated("2026-11-01T23:30:00+02:00").provenance())
        .contains(new ExperimentData.Provenance("zone", "+02:00"));
    assertThat(dated("2026-11-01 23:30:00").provenance())
        .contains(new ExperimentData.Provenance("zone", "\u2013"));
    assertThat(dated("2026-11-01").provenance()).extracting("label").doesNotContain("zone");
    assertThatThrownBy(() -> dated("11/01/2026"))
        .hasMessageContaining("Maybe write the year first");
  }

  @Test
  void parse_namesWithColonsAndSlashes_areReadToTheirKind() throws Exception {
    var colon = MetricColumn.parse("revenue: EUR:mean:lower:guardrail");
    assertThat(colon.column()).isEqualTo("revenue: EUR");
    assertThat(MetricColumn.parse("visit:binary:mean").column()).isEqualTo("visit:binary");
    var ratio = MetricColumn.parse("\"km/h\"/\"trips/day\":ratio");
    assertThat(ratio.column()).isEqualTo("km/h");
    assertThat(ratio.denominator()).isEqualTo("trips/day");
    assertThat(MetricColumn.conversions("k:lower").column()).isEqualTo("k");
    assertThatThrownBy(() -> read(PLAIN.replace("town", "spent"), null))
        .hasMessageContaining("2 columns have this name");
  }

  private ExperimentData dated(String moment) throws IOException, BadCsvException {
    var question =
        new CsvQuestion(
            "t",
            "arm",
            "A",
            List.of(MetricColumn.parse("bought:binary")),
            null,
            List.of(),
            List.of(),
            "town",
            1,
            Map.of());
    return CsvExperiment.read(
        Files.writeString(folder.resolve("dated.csv"), PLAIN.replace("Soest", moment)), question);
  }

  private ExperimentData read(String text, @Nullable DecimalMark mark)
      throws IOException, BadCsvException {
    return read(text.getBytes(StandardCharsets.UTF_8), mark);
  }

  private ExperimentData read(byte[] bytes, @Nullable DecimalMark mark)
      throws IOException, BadCsvException {
    var question =
        new CsvQuestion(
            "t",
            "arm",
            "A",
            List.of(MetricColumn.parse("bought:binary"), MetricColumn.parse("spent:mean")),
            null,
            List.of("town"),
            List.of(),
            null,
            1,
            Map.of(),
            new CsvUnit.Visitor(),
            mark);
    return CsvExperiment.read(Files.write(folder.resolve("dialect.csv"), bytes), question);
  }

  private static byte[] zipped(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
