package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Conditions of all sorts decide about made-up visitors as Drools' own compiler of the rule
 * language (10.2.0, classic) had them decide. Each line of the file holds what it decided, visitor
 * by visitor: the number of facts that the segment rests on, or a hyphen, then the condition.
 */
class DecisionsTest {
  private static final Path DECISIONS = Path.of("src/test/resources/engine/decisions.txt");
  private static final Duration BUDGET = Duration.ofSeconds(5);
  private static final int SEED = 5;

  static List<String> decisions() throws IOException {
    return Files.readAllLines(DECISIONS);
  }

  @ParameterizedTest
  @MethodSource("decisions")
  void a_condition_decides_as_the_compiled_one_did(String line) {
    int blank = line.indexOf(' ');
    var expected = line.substring(0, blank);
    var base =
        RuleBase.of(Folders.of(Folders.segment("One", line.substring(blank + 1), "one"), ""));
    var random = new Random(SEED);
    var decided = new StringBuilder();
    for (int i = 0; i < expected.length(); i++) {
      var evaluation = base.evaluate(RandomFacts.of(random), BUDGET);
      assertThat(evaluation.failures()).isEmpty();
      decided.append(
          evaluation.segments().isEmpty()
              ? "-"
              : evaluation.segments().get(0).firing().facts().size());
    }
    assertThat(decided).hasToString(expected);
  }
}
