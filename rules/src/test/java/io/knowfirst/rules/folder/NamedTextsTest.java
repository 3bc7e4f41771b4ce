package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedTextsTest {
  private static final Map<String, String> KNOWN =
      Map.of("firstName", "Ann & <b>", "product.name", "Saw $1", "blank", " ");

  @Test
  void a_known_value_is_escaped_and_an_unknown_or_blank_one_is_what_stands_after_the_bar() {
    assertThat(filled("Hello {firstName|there}, {lastName|friend}{blank|!}"))
        .isEqualTo("Hello Ann &amp; &lt;b&gt;, friend!");
    assertThat(filled("{product.name|it}")).isEqualTo("Saw $1");
    assertThat(filled("{lastName|}")).isEqualTo("");
  }

  @Test
  void what_has_no_bar_or_belongs_to_another_template_stays() {
    for (var text : List.of("{firstName}", "{{firstName|x}}", "{0|x}", "{a b|c}", "a {", "}")) {
      assertThat(filled(text)).isEqualTo(text);
    }
  }

  @Test
  void texts_within_lists_and_mappings_are_filled_and_other_values_stay() {
    Map<String, Object> payload =
        Map.of("a", List.of(Map.of("b", "{firstName|x}"), 7), "c", true, "d", "{lastName|y}");
    assertThat(NamedTexts.isIn(payload)).isTrue();
    assertThat(NamedTexts.fill(payload, KNOWN::get))
        .isEqualTo(
            Map.of("a", List.of(Map.of("b", "Ann &amp; &lt;b&gt;"), 7), "c", true, "d", "y"));
    assertThat(NamedTexts.isIn(Map.of("a", "{firstName}", "b", 1))).isFalse();
  }

  private static Object filled(String text) {
    return NamedTexts.fill(Map.of("t", text), KNOWN::get).get("t");
  }
}
