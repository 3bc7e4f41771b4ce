package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A content in several languages. */
class ContentLanguageTest {
  private static Content read(String languages) {
    var files = new TreeMap<>(RuleFolder.exampleFiles());
    files.put(
        "contents/card.yaml", "headline: Hello\nimage: /a.jpg\nlanguages: " + languages + "\n");
    return RuleFolder.of(files).contents().get("card");
  }

  @ParameterizedTest
  @CsvSource({
    "de-AT, de-AT, Servus",
    "de_AT, de-AT, Servus",
    "de-DE, de, Hallo",
    "de, de, Hallo",
    "fr, , Hello",
    "'', , Hello",
    ", , Hello",
  })
  void the_reader_gets_just_their_language_or_that_without_a_country_or_the_one_without_a_tag(
      String locale, String language, String headline) {
    var content = read("{de: {headline: Hallo}, de-AT: {headline: Servus}}");
    assertThat(content.language(locale)).isEqualTo(language);
    assertThat(content.in(content.language(locale)))
        .isEqualTo(Map.of("headline", headline, "image", "/a.jpg"));
    assertThat(content.payload()).doesNotContainKey("languages");
    assertThat(content.in("it")).isEqualTo(content.payload());
  }

  @Test
  void a_content_in_one_language_has_no_other() {
    var content = new Content("card", Map.of("headline", "Hello"), null);
    assertThat(content.language("de")).isNull();
    assertThat(content.languages()).isEmpty();
  }

  @Test
  void a_name_in_one_of_the_languages_is_filled() {
    assertThat(read("{de: {headline: Hallo}}").named()).isFalse();
    assertThat(read("{de: {headline: 'Hallo {firstName|du}'}}").named()).isTrue();
  }

  @Test
  void what_is_no_language_is_refused_with_the_tag_that_may_be_meant() {
    assertThatThrownBy(() -> read("{de_AT: {headline: Servus}}"))
        .hasMessageContaining("The language is \"de_AT\", expected a tag")
        .hasMessageContaining("Maybe de-AT.");
    assertThatThrownBy(() -> read("{'?': {headline: Servus}}")).hasMessageContaining("Maybe en.");
    assertThatThrownBy(() -> read("{de: Hallo}")).hasMessageContaining("a mapping");
    assertThatThrownBy(() -> read("german")).hasMessageContaining("a mapping");
    var files = new TreeMap<>(RuleFolder.exampleFiles());
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\nlanguages: [en, german_x]\n");
    assertThatThrownBy(() -> RuleFolder.of(files)).hasMessageContaining("german_x");
  }
}
