package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLiteralsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "name == \"a\"                        ~ a",
        "\"a\" == name                        ~ a",
        "$n : name == \"a\"                   ~ a",
        "name in (\"a\", \"b\")               ~ a b",
        "name == \"a\" || name == \"b\"       ~ a b",
        "(name == \"a\" || name == \"b\") && number > 3 ~ a b",
        "number > 3 && name == \"a\"          ~ a",
      })
  void literals_that_the_key_must_be_are_found(String constraint, String literals) {
    assertThat(KeyLiterals.of(constraint, "name")).containsExactlyInAnyOrder(literals.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name == $x",
        "name != \"a\"",
        "name == \"a\" || number > 3",
        "name in (\"a\", $x)",
        "name in ()",
        "name not in (\"a\")",
        "!(name == \"a\")",
        "name matches \"a.*\"",
        "name == \"a\" + \"b\"",
        "name == \"\\u0061\"",
        "name.length == 3",
        "other == \"a\"",
        "$n : name",
      })
  void in_doubt_the_key_may_be_anything(String constraint) {
    assertThat(KeyLiterals.of(constraint, "name")).isEmpty();
  }
}
