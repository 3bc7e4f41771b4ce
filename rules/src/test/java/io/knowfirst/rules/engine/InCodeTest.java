package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Weather;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InCodeTest {
  private static final Place LEIPZIG = new Place("DE", null, "Leipzig", List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "city in (\"Leipzig\", \"Berlin\") | true",
        "city not in (\"Leipzig\", \"Berlin\") | false",
        "city memberOf [\"Bonn\"] | false",
        "region in (\"SN\", null) | true",
        "region in (\"SN\") | false",
        "region not in (\"SN\") | true",
        "city in (country, \"Leipzig\") | true",
      })
  void a_text_is_among_others(String constraint, boolean expected) {
    assertThat(Trees.holds("Place(" + constraint + ")", LEIPZIG)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"celsius in (1, 20) | true", "celsius not in (20) | false"})
  void a_number_is_among_others(String constraint, boolean expected) {
    var mild = new Weather("sun", 20.0, List.of());
    assertThat(Trees.holds("Weather(" + constraint + ")", mild)).isEqualTo(expected);
  }
}
