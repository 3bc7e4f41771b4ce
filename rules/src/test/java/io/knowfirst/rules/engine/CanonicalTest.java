package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.language.TreeText;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bought(category == \"a\") | Bought( this.category  == \"a\" )",
        "Bought(category == \"a\") | $b : Bought($b.category == \"a\")",
        "Bought(category == \"a\") | Bought($c : category == \"a\")",
        "Bought(category == \"a\") | Bought($c : (category == \"a\"))",
        "Bought(category in (\"a\", \"b\")) | Bought($c : (category in (\"a\", \"b\")))",
        "Bought(brand matches \"a.*\") | Bought($c : (brand matches \"a.*\"))",
        "Bought(times(30) + 1 > 2) | Bought($n : times(30), $n + 1 > 2)",
      })
  void constraints_that_mean_the_same_are_equal(String one, String other) {
    assertThat(Trees.canonical(other)).isEqualTo(Trees.canonical(one));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bought($n : times) | ''",
        "Bought(times > 2 && category == \"a\") | times > 2 && category == \"a\"",
        "Bought(visitor.visits > $other) | visitor.visits > $other",
      })
  void names_alone_are_left_out(String pattern, String expected) {
    assertThat(
            Trees.canonical(pattern).stream().map(TreeText::of).collect(Collectors.joining(", ")))
        .isEqualTo(expected);
  }
}
