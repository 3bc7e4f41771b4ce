package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.folder.RuleFolder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The folder {@code clean} is written as an author writes who has read the page, in many ways. */
class CleanTest {
  private static final int RULES = 100;
  private static final Set<String> CATALOGUE =
      Set.of(
          "books.fiction.novels",
          "books.fiction.crime",
          "books.cooking",
          "books.travel",
          "electronics.readers",
          "food.coffee",
          "food.filters",
          "food.tea",
          "garden.herbs",
          "garden.mowers",
          "garden.roses",
          "garden.tools.trimmers",
          "garden.trees",
          "sport.bikes.city",
          "sport.bikes.electric",
          "sport.bikes.mountain",
          "sport.helmets");

  @Test
  void nothing_is_said_of_a_hundred_sound_rules() throws URISyntaxException {
    var outside = new Outside(Instant.parse("2026-11-22T12:00:00Z"), CATALOGUE);
    var check = RuleCheck.of(files(), outside);
    assertThat(check.findings()).isEmpty();
    assertThat(Objects.requireNonNull(check.base()).rules()).hasSizeGreaterThanOrEqualTo(RULES);
  }

  /** A placement is the campaign's to name, so no sound rule asks for one. */
  @Test
  void every_type_of_fact_but_the_placement_is_asked() throws URISyntaxException {
    var all = String.join("\n", files().values());
    var asked = new TreeSet<String>();
    Vocabulary.types().keySet().stream()
        .filter(type -> Pattern.compile("\\b" + type + "\\(\\w").matcher(all).find())
        .forEach(asked::add);
    var types = new TreeSet<>(Vocabulary.types().keySet());
    types.remove("Placement");
    assertThat(asked).isEqualTo(types);
  }

  private SortedMap<String, String> files() throws URISyntaxException {
    return RuleFolder.files(
        Path.of(Objects.requireNonNull(getClass().getResource("/clean/shop.yaml")).toURI())
            .resolveSibling(""));
  }
}
