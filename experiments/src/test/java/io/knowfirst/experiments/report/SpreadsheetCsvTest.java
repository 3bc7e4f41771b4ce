package io.knowfirst.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetCsvTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"https://evil.example\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\uff1d1",
        "-Infinity or so"
      })
  void a_text_that_a_spreadsheet_takes_for_a_formula_begins_with_an_apostrophe(String text) {
    assertThat(SpreadsheetCsv.write(List.of(List.of(text))).replaceFirst("^\"", ""))
        .startsWith("'" + text.substring(0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1.5", "-0.0", "-3.2E-5", "-Infinity", "NaN", "17", "-12"})
  void numbers_stay_numbers(String number) {
    assertThat(SpreadsheetCsv.write(List.of(List.of(number)))).isEqualTo(number + "\n");
  }

  @Test
  void separators_quotes_and_line_breaks_stay_within_their_cell() {
    assertThat(SpreadsheetCsv.write(List.of(List.of("a,b", "c;=d", "say \"hi\"", "plain-1", ""))))
        .isEqualTo("\"a,b\",\"c;=d\",\"say \"\"hi\"\"\",plain-1,\n");
  }
}
