package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.rules.language.NotInLanguage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonCodeTest {
  private static final Weather MILD = new Weather("sun", 20, List.of());
  private static final Device PHONE = new Device("mobile", null, null, true, List.of());

  @ParameterizedTest
  @CsvSource({
    "celsius == 20, true",
    "celsius != 20, false",
    "celsius < 20, false",
    "celsius <= 20, true",
    "celsius > 19.5, true",
    "20 >= celsius, true",
    "condition < \"sunny\", true",
    "condition != null, true",
    "condition == null, false",
  })
  void values_compare_with_literals(String constraint, boolean expected) {
    assertThat(Trees.holds("Weather(" + constraint + ")", MILD)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "os == null, true",
    "os == \"ios\", false",
    "os != \"ios\", true",
    "os < \"z\", false"
  })
  void what_is_not_known_equals_null_alone(String constraint, boolean expected) {
    assertThat(Trees.holds("Device(" + constraint + ")", PHONE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Weather(celsius == \"20\") | Compares a number with a text by ==.",
        "Weather(condition > 3) | Compares a text with a number by >.",
        "Device(app > true) | Compares a truth value with a truth value by >.",
        "Weather(celsius < null) | Nothing is < null, expected == or !=.",
      })
  void what_does_not_go_together_is_refused(String pattern, String message) {
    assertThatThrownBy(() -> Trees.holds(pattern, MILD))
        .isInstanceOf(NotInLanguage.class)
        .hasMessage(message);
  }
}
