package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Patterns that are linear in the text and still take long, as each character costs much. */
class PatternTimeTest {
  private static final List<Fact> LONG_URL =
      List.of(new Page("home", "/" + "ab".repeat(1_000), null, null, null, List.of()));

  @Test
  void a_rule_whose_patterns_take_longer_than_a_run_may_costs_itself_only() {
    var condition = new StringBuilder("Page(");
    for (int i = 0; i < 60; i++) {
      condition.append("url matches \".*[ab/]{9%d}x\" || ".formatted(10 + i));
    }
    var slow = Folders.segment("Slow", condition + "type == \"x\")", "slow");
    var base =
        RuleBase.of(
            Folders.of(
                slow + Folders.segment("Quick", "Page(url matches \"/ab.*\")", "quick"), ""));
    var evaluation =
        assertTimeout(Duration.ofSeconds(5), () -> base.evaluate(LONG_URL, Duration.ofMillis(200)));
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
