package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.Folders;
import io.knowfirst.rules.folder.DrlFile;
import java.util.Set;
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
  void literals_that_the_key_must_be_are_found(String constraint, String expected) {
    assertThat(literals(constraint)).containsExactlyInAnyOrder(expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name == $x",
        "name != \"a\"",
        "name == \"a\" || number > 3",
        "name in (\"a\", $x)",
        "name not in (\"a\")",
        "!(name == \"a\")",
        "name matches \"a.*\"",
        "name == \"a\" + \"b\"",
        "name.length == 3",
        "other == \"a\"",
        "$n : name",
      })
  void in_doubt_the_key_may_be_anything(String constraint) {
    assertThat(literals(constraint)).isEmpty();
  }

  private static Set<String> literals(String constraint) {
    var rule = Folders.HEAD + Folders.segment("One", "Trait(" + constraint + ")", "s");
    var file = ParsedFile.of(new DrlFile("segments/a.drl", DrlFile.Concern.SEGMENTS, rule));
    return file.rules().get(0).about().reads().get("Trait");
  }
}
