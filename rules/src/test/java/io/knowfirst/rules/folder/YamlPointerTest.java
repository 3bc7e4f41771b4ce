package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.knowfirst.rules.base.Audiences;
import io.knowfirst.rules.base.Folders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A definition that was sent is told of by its fields, in YAML and in JSON. */
class YamlPointerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "placement: nowhere; variations: [{id: a, content: banner, weight: 5000}, {id: b, content: banner, weight: 5000}] # /placement",
        "placement: home-hero; variations: [{id: a, content: banner, weight: 5000}, {id: b, content: baner, weight: 5000}] # /variations/1/content",
        "placement: home-hero; variations: [{id: a, content: banner, weight: much}, {id: b, content: banner, weight: 5000}] # /variations/0/weight",
        "placement: home-hero; variations: [{content: banner, weight: 5000}, {id: b, content: banner, weight: 5000}] # /variations/0/id",
        "variations: [{id: a, content: banner, weight: 5000}, {id: b, content: banner, weight: 5000}] # /placement",
        "placement: home-hero; variations: [{id: a, content: banner, weight: 50}, {id: b, content: banner, weight: 50}] # /variations",
        "placement: home-hero; coverage: all; variations: [{id: a, content: banner, weight: 5000}, {id: b, content: banner, weight: 5000}] # /coverage",
        "placement: home-hero; exclusion: {group: g, from: 9, to: 3}; variations: [{id: a, content: banner, weight: 5000}, {id: b, content: banner, weight: 5000}] # /exclusion/to",
        "placement: home-hero; a/b: 1; variations: [{id: a, content: banner, weight: 5000}, {id: b, content: banner, weight: 5000}] # /a~1b",
      })
  void a_finding_names_its_field(String definition, String pointer) {
    var text = definition.replace("; ", "\n");
    assertThat(pointers(text)).as("YAML").contains(pointer);
    var json =
        "{"
            + definition
                .replace("; ", ", ")
                .replaceAll("([a-zA-Z/-]+)(?=[:,}])", "\"$1\"")
                .replaceAll("\"\"", "\"")
            + "}";
    assertThat(pointers(json)).as("%s", json).contains(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{\"placement\": \"home-hero\", \"audience\": \"Page(typ == \\\"a\\\")\", \"variations\": %s}",
        "{\"variations\": %s, \"placement\": \"home-hero\", \"audience\": \"Page(typ == \\\"a\\\")\"}",
      })
  void a_mistake_in_an_audience_on_the_first_line_names_the_audience(String definition) {
    var text =
        definition.formatted(
            "[{\"id\":\"a\",\"content\":\"banner\",\"weight\":5000},{\"id\":\"b\",\"content\":\"banner\",\"weight\":5000}]");
    var file = ExperimentFile.read("e.yaml", "e", text, Folders.of("", ""));
    var refused =
        catchThrowableOfType(RuleFolderException.class, () -> Audiences.of(List.of(file)));
    assertThat(refused.findings())
        .isNotEmpty()
        .allMatch(found -> YamlPointer.of(text, found).equals("/audience"));
  }

  @Test
  void what_stands_at_a_pointer_is_shown() {
    var text = "a/b: {c: [x, {d: 7}]}\n";
    assertThat(YamlPointer.value(text, "/a~1b/c/1/d")).isEqualTo("7");
    assertThat(YamlPointer.value(text, "/a~1b/c")).isEqualTo("a list of 2");
    assertThat(YamlPointer.value(text, "/a~1b")).isEqualTo("an object of 1 fields");
    assertThat(YamlPointer.value(text, "/a~1b/c/2")).isNull();
    assertThat(YamlPointer.value(text, "/nothing/here")).isNull();
    assertThat(YamlPointer.value("a: [", "/a")).isNull();
  }

  private static List<String> pointers(String text) {
    var refused =
        catchThrowableOfType(
            RuleFolderException.class,
            () -> ExperimentFile.read("e.yaml", "e", text, Folders.of("", "")));
    return refused.findings().stream().map(one -> YamlPointer.of(text, one)).toList();
  }
}
