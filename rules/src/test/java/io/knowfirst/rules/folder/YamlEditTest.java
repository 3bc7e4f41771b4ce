package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlEditTest {
  private static final String LIST =
      """
      # Who answers: Ann.
      - id: boots   # the tall ones
        priority: 10  # low
        placements:
          - home
          - cart

        note: |
          two
          lines
      - {id: hats, priority: 20, "name": Hats}
      # The end.
      """;

  @Test
  void a_value_is_replaced_and_all_else_stays() {
    assertThat(set(LIST, "boots", "priority", "35"))
        .isEqualTo(LIST.replace("priority: 10 ", "priority: 35 "));
    assertThat(set(LIST, "hats", "priority", "35")).isEqualTo(LIST.replace("20", "35"));
    assertThat(set(LIST, "boots", "placements", "[home]"))
        .isEqualTo(LIST.replace("placements:\n    - home\n    - cart", "placements: [home]"));
    assertThat(set(LIST, "boots", "note", "one"))
        .isEqualTo(LIST.replace("note: |\n    two\n    lines", "note: one"));
  }

  @Test
  void an_entry_is_taken_out_with_its_lines_or_not_at_all() {
    assertThat(YamlEdit.without(LIST, "hats"))
        .isEqualTo(LIST.replace("- {id: hats, priority: 20, \"name\": Hats}\n", ""));
    assertThat(YamlEdit.without(LIST, "boots"))
        .isEqualTo("# Who answers: Ann.\n- {id: hats, priority: 20, \"name\": Hats}\n# The end.\n");
    assertThat(YamlEdit.without("- {id: a}\n- {id: b}", "b")).isEqualTo("- {id: a}\n");
    assertThat(YamlEdit.without("- id: a\n", "a")).isEmpty();
    assertThatThrownBy(() -> YamlEdit.without("[{id: a}, {id: b}]\n", "a"))
        .hasMessageContaining("cannot be taken out in place");
    assertThatThrownBy(() -> YamlEdit.without(LIST, "gloves")).hasMessageContaining("no entry");
  }

  @Test
  void a_key_is_added_behind_the_last_and_taken_away_with_its_line() {
    var more = set(LIST, "boots", "owner", "ann");
    assertThat(more).isEqualTo(LIST.replace("    lines\n", "    lines\n  owner: ann\n"));
    assertThat(set(more, "boots", "owner", null)).isEqualTo(LIST);
    assertThat(set(LIST, "hats", "owner", "ann"))
        .isEqualTo(LIST.replace("\"name\": Hats}", "\"name\": Hats, owner: ann}"));
    assertThat(set(LIST, "hats", "name", null)).isEqualTo(LIST.replace(", \"name\": Hats", ""));
    assertThat(set(LIST, "hats", "priority", null)).isEqualTo(LIST.replace("priority: 20, ", ""));
    assertThat(set(LIST, "hats", "absent", null)).isEqualTo(LIST);
  }

  @Test
  void a_file_of_one_mapping_needs_no_id() {
    assertThat(set("headline: A\n# end\n", null, "text", "b"))
        .isEqualTo("headline: A\ntext: b\n# end\n");
    assertThat(set("headline: A", null, "text", "b")).isEqualTo("headline: A\ntext: b");
    assertThat(set("", null, "text", "b")).isEqualTo("text: b\n");
    assertThat(set("text:\nlink: /a\n", null, "text", "b")).isEqualTo("text: b\nlink: /a\n");
    assertThat(set("\uD83D\uDC60: shoe\ntext: a\n", null, "text", "b"))
        .isEqualTo("\uD83D\uDC60: shoe\ntext: b\n");
  }

  @Test
  void an_entry_is_added_to_a_list_that_may_be_empty() {
    assertThat(YamlEdit.add("# none yet\n", Map.of("id", "home")))
        .isEqualTo("# none yet\n- {id: home}\n");
    assertThat(YamlEdit.add("[]\n", Map.of("id", "home"))).isEqualTo("- {id: home}\n");
    assertThat(YamlEdit.add("- {id: cart}", Map.of("id", "home")))
        .isEqualTo("- {id: cart}\n- {id: home}\n");
    assertThatThrownBy(() -> YamlEdit.add("[{id: a}]", Map.of("id", "b")))
        .hasMessageContaining("in brackets");
  }

  @Test
  void what_cannot_be_changed_in_place_is_refused() {
    assertThatThrownBy(() -> set(LIST, "gloves", "a", "b")).hasMessageContaining("gloves");
    assertThatThrownBy(() -> set("- {id: [", "a", "a", "b")).hasMessageContaining("no YAML");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Boots",
        "two words",
        "",
        "no",
        "12",
        "1e3",
        "- a",
        "a: b",
        "# a",
        "a #b",
        "[a]",
        "{a}",
        "\"quoted\"",
        "back\\slash",
        "two\nlines",
        "tab\there",
        " blank ",
        "ä€\uD83D\uDE00",
        "@a",
        "%a",
        "&a",
        "*a",
        "!a",
        "2026-01-01",
        "08:00",
        "~",
        "null",
        "a,b",
        "it's",
        "?",
        "/path/x",
        "https://shop.example/a?b=c&d=e#f",
        "{firstName}",
        "\u0001\u007f\u0085"
      })
  void any_text_is_read_as_it_was_meant(String text) {
    var files =
        new java.util.TreeMap<>(
            Map.of(
                "shop.yaml",
                "timezone: UTC\n",
                "placements.yaml",
                "[]\n",
                "contents/a.yaml",
                set("b: c\n", null, "text", YamlEdit.text(text)),
                "contents/b.yaml",
                set("b: c\n", null, "list", YamlEdit.list(List.of(text, text)))));
    var read = FolderReading.of(files).folder().contents();
    assertThat(read.get("a").payload()).containsEntry("text", text);
    assertThat(read.get("b").payload()).containsEntry("list", List.of(text, text));
  }

  @Test
  void every_value_of_the_example_can_be_written_anew_in_place() {
    RuleFolder.exampleFiles()
        .forEach(
            (name, text) -> {
              if (name.endsWith(".yaml") && !name.startsWith("scenarios")) {
                for (var table : YamlFile.read(name, text, new ArrayList<>()).tables()) {
                  for (var key : table.all().keySet()) {
                    var id = table.optional("id");
                    if (!key.equals("id")) {
                      assertThat(set(text, id, key, "changed")).as(name + " " + key).isNotNull();
                      assertThat(set(text, id, key, null)).as(name + " " + key).isNotNull();
                    }
                  }
                }
              }
            });
  }

  private static String set(
      String text,
      @org.jspecify.annotations.Nullable String id,
      String key,
      @org.jspecify.annotations.Nullable String value) {
    return YamlEdit.set(text, id, Collections.singletonMap(key, value));
  }
}
