package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where authors meet each type of facts: in the guide, in sentences, and in the example shop. */
class FactPlacesTest {
  private static final Path SHOP = Path.of("shop");

  /** What a decision is for, which no rule of the shop needs to look at. */
  private static final String PLACEMENT = "Placement";

  /** Of which the guide says that it is rarely worth it. */
  private static final String RARE = "ViewedProduct";

  private static final Collection<RuleCard> RULES = RuleBase.of(RuleFolder.read(SHOP)).rules();

  static List<String> types() {
    return Vocabulary.types().keySet().stream().filter(type -> !type.equals(PLACEMENT)).toList();
  }

  @ParameterizedTest
  @MethodSource("types")
  void the_guide_lists_it_with_all_its_properties(String type) throws IOException {
    var row =
        Files.readAllLines(SHOP.resolve("README.md")).stream()
            .filter(line -> line.startsWith("|") && line.contains("`" + type + "`"))
            .findFirst();
    assertThat(row).as("a row of the table of facts with `%s`", type).isPresent();
    var told = Files.readString(SHOP.resolve("README.md"));
    assertThat(Vocabulary.properties(Vocabulary.types().get(type)))
        .filteredOn(property -> !property.equals("visitor"))
        .allSatisfy(property -> assertThat(told).containsPattern("\\b" + property + "\\b"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void it_can_be_asked_for_in_a_sentence_of_either_language(String type) throws IOException {
    for (var language : List.of("english", "german")) {
      var sentences = Files.readString(SHOP.resolve("sentences/" + language + ".dsl"));
      assertThat(sentences).as(language).containsPattern("=(not )?" + type + "\\(");
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_rule_of_the_shop_reads_it_and_has_a_scenario_on_both_sides(String type)
      throws IOException {
    if (type.equals(RARE)) {
      return;
    }
    var scenarios = new StringBuilder();
    try (var files = Files.list(SHOP.resolve("scenarios"))) {
      for (var file : files.toList()) {
        scenarios.append(Files.readString(file));
      }
    }
    assertThat(RULES)
        .filteredOn(rule -> rule.reads().containsKey(type))
        .as("rules that read %s", type)
        .anySatisfy(
            rule -> {
              assertThat(scenarios).contains("fires: \"" + rule.name() + "\"");
              assertThat(scenarios).contains("not: \"" + rule.name() + "\"");
            });
  }
}
