package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.rules.language.NotInLanguage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranslatorTest {
  private static final Weather FROST = new Weather("snow", -5, List.of());
  private static final Page HOME = new Page("home", null, null, null, null, List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "celsius + 10 * 2 == 15 # true",
        "-celsius > 4 # true",
        "!(celsius > 0) && condition == \"snow\" # true",
        "celsius > 0 || condition == \"rain\" # false",
        "condition + celsius == \"snow-5.0\" # true",
        "condition.length == 4 # true",
        "this.condition.toLowerCase.startsWith(\"sn\") # true",
      })
  void an_expression_becomes_code(String constraint, boolean expected) {
    assertThat(Trees.holds("Weather(" + constraint + ")", FROST)).isEqualTo(expected);
  }

  @Test
  void a_property_read_null_safely_fails_the_comparison_around_it() {
    assertThat(Trees.holds("Page(url!.length > 0)", HOME)).isFalse();
    assertThat(Trees.holds("Page(url!.length > 0 || type == \"home\")", HOME)).isTrue();
    assertThatThrownBy(() -> Trees.holds("Page(url.length > 0)", HOME))
        .isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "Weather(celsius) # The condition is a number, expected a comparison.",
        "Weather(celsius + condition > 1) # Compares a text with a number by >.",
        "Weather(condition * 2 == 1) # Computes * of a text and a number, expected numbers.",
        "Weather(wind > 1) # Weather has no property \"wind\".",
        "Weather(condition.startsWith(3)) # startsWith takes a text, found a number.",
      })
  void what_makes_no_sense_of_the_fact_is_refused(String pattern, String message) {
    assertThatThrownBy(() -> Trees.holds(pattern, FROST))
        .isInstanceOf(NotInLanguage.class)
        .hasMessage(message);
  }
}
