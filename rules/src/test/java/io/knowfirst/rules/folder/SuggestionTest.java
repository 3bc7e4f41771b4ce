package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> WORDS = List.of("home-hero", "recommendations", "cart-banner");

  /** Published distances of the Levenshtein measure. */
  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "flaw, lawn, 2",
    "gumbo, gambol, 2",
    "Same, same, 0",
    "'', abc, 3"
  })
  void distance_counts_edits(String one, String other, int edits) {
    assertThat(Suggestion.distance(one, other)).isEqualTo(edits);
  }

  @Test
  void a_near_word_is_suggested_and_a_far_one_lists_what_there_is() {
    assertThat(Suggestion.of("colur", List.of("colour", "size"))).isEqualTo("Maybe \"colour\".");
    assertThat(Suggestion.of("zzzzzz", List.of("colour", "size")))
        .isEqualTo("Expected one of colour, size.");
    assertThat(Suggestion.of("x", List.of())).isEqualTo("There is none yet.");
  }

  @ParameterizedTest
  @CsvSource({
    "home-heros, home-hero",
    "HOME-HERO, home-hero",
    "recomendations, recommendations",
    "cartbanner, cart-banner"
  })
  void a_slip_finds_its_word(String written, String meant) {
    assertThat(Suggestion.nearest(written, WORDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"checkout", "x", "reco"})
  void another_word_finds_none(String written) {
    assertThat(Suggestion.nearest(written, WORDS)).isEmpty();
    assertThat(Suggestion.nearest(written.repeat(100), WORDS)).isEmpty();
  }
}
