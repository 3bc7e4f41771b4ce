package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Patterns that are linear in the text and still take long, as each character costs much. */
class PatternTimeTest {
  private static final List<Fact> LONG_URL = url(1_000);

  private static List<Fact> url(int length) {
    return List.of(new Page("home", "/" + "ab".repeat(length), null, null, null, List.of()));
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 1_000})
  void a_rule_whose_patterns_take_longer_than_a_run_may_costs_itself_only(int length) {
    var condition = new StringBuilder("Page(");
    for (int i = 0; i < 190; i++) {
      condition.append("url matches \"(?:[ab/]{0,10}c?){%d}x\" || ".formatted(80 + i % 10));
    }
    var slow = Folders.segment("Slow", condition + "type == \"x\")", "slow");
    var base =
        RuleBase.of(
            Folders.of(
                slow + Folders.segment("Quick", "Page(url matches \"/ab.*\")", "quick"), ""));
    var evaluation =
        assertTimeout(
            Duration.ofSeconds(5), () -> base.evaluate(url(length), Duration.ofMillis(50)));
    assertThat(evaluation.failures())
        .singleElement()
        .matches(failure -> failure.rule().equals("Slow"))
        .matches(failure -> failure.kind() == RuleFailure.FailureKind.OVERRAN);
    assertThat(evaluation.segments()).extracting(one -> one.segment()).containsExactly("quick");
  }

  @Test
  void one_of_many_quoted_texts_is_looked_up() {
    var many = "\"a\", ".repeat(2_000);
    var base =
        RuleBase.of(
            Folders.of(
                Folders.segment("In", "Page(type in (" + many + "\"home\"))", "in")
                    + Folders.segment("Not in", "Page(type not in (" + many + "\"b\"))", "not-in")
                    + Folders.segment("Null", "Page(product not in (\"a\", \"b\"))", "nulls"),
                ""));
    assertThat(base.evaluate(LONG_URL, Duration.ofSeconds(10)).segments())
        .extracting(one -> one.segment())
        .containsExactlyInAnyOrder("in", "not-in", "nulls");
  }
}
