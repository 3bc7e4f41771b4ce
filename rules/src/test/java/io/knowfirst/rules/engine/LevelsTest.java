package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LevelsTest {
  private static final String A = "Page(type == \"home\")";

  @Test
  void a_rule_comes_after_all_rules_that_derive_what_it_reads() {
    assertThat(
            levels(
                "d: exists (Member(segment == \"c\") and Page())",
                "a: " + A,
                "b: not Member(segment == \"a\")",
                "c: " + A + " Member(segment in (\"a\", \"b\"))"))
        .containsExactly(3, 0, 1, 2);
  }

  @Test
  void a_rule_that_reads_any_segment_comes_last() {
    assertThat(levels("any: accumulate(Member($s : segment); $n : count($s); $n > 1)", "a: " + A))
        .containsExactly(1, 0);
  }

  @Test
  void a_segment_that_no_rule_derives_delays_nothing() {
    assertThat(levels("b: Member(segment == \"nobody\")")).containsExactly(0);
  }

  private static List<Integer> levels(String... rules) {
    var trees =
        IntStream.range(0, rules.length)
            .mapToObj(i -> rules[i].split(": ", 2))
            .map(rule -> Trees.rule(rule[0], rule[1]))
            .toList();
    var levels = new Levels(trees);
    return IntStream.range(0, rules.length).mapToObj(levels::of).toList();
  }
}
