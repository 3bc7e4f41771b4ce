package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.language.NotInLanguage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextChecksTest {
  private static final Page SHOES = new Page("category", "/shoes/77", null, null, null, List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url contains \"oes\" | true",
        "url not contains \"oes\" | false",
        "url excludes \"hats\" | true",
        "url str[startsWith] \"/shoes\" | true",
        "url str[endsWith] \"/shoes\" | false",
        "url not str[endsWith] \"/shoes\" | true",
        "url str[length] 9 | true",
        "url str[length] 8 | false",
        "url matches \"/shoes/\\\\d+\" | true",
        "url matches \"shoes\" | false",
        "url not matches \"shoes\" | true",
      })
  void an_operator_holds(String constraint, boolean expected) {
    assertThat(Trees.holds("Page(" + constraint + ")", SHOES)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "product contains \"a\"",
    "product str[startsWith] \"a\"",
    "product str[length] 0",
    "product matches \".*\"",
  })
  void a_text_that_is_not_known_satisfies_none(String constraint) {
    assertThat(Trees.holds("Page(" + constraint + ")", SHOES)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Visitor(visits contains \"1\") | Compares a number with a text, expected two texts.",
        "Page(url str[length] \"9\") | Compares the length of a text with a text, expected a text"
            + " and a number.",
      })
  void what_is_no_text_is_refused(String pattern, String message) {
    assertThatThrownBy(() -> Trees.holds(pattern, SHOES))
        .isInstanceOf(NotInLanguage.class)
        .hasMessage(message);
  }
}
