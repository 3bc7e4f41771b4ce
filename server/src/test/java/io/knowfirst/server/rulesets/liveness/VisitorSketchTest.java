package io.knowfirst.server.rulesets.liveness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorSketchTest {
  /** Three standard errors of HyperLogLog with 2,048 registers: 1.04 / √2048 = 2.3 %. */
  private static final double PERCENT = 3 * 2.3;

  private static VisitorSketch of(int from, int to) {
    var sketch = new VisitorSketch();
    for (int i = from; i < to; i++) {
      sketch.add(VisitorSketch.hash("visitor-" + i));
    }
    return sketch;
  }

  @Test
  void nobody_is_counted_as_nobody_and_whoever_comes_again_counts_once() {
    assertThat(new VisitorSketch().estimate()).isZero();
    var sketch = of(0, 1);
    assertThat(sketch.add(VisitorSketch.hash("visitor-0"))).isFalse();
    assertThat(sketch.estimate()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1_000, 5_000, 10_000, 100_000, 1_000_000})
  void the_number_of_different_visitors_is_told_within_its_error(int visitors) {
    assertThat(of(0, visitors).estimate())
        .isCloseTo(visitors, withinPercentage(visitors <= 10 ? 10 : PERCENT));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300, 900, 20_000})
  void what_was_stored_counts_as_before_and_those_of_two_members_count_together(int visitors) {
    var one = of(0, visitors);
    var other = of(visitors / 2, visitors * 2);
    var both = new VisitorSketch();
    both.add(one.bytes());
    assertThat(both.estimate()).isEqualTo(one.estimate());
    both.add(other.bytes());
    assertThat(both.estimate()).isEqualTo(of(0, visitors * 2).estimate());
  }

  @Test
  void few_visitors_take_few_bytes() {
    assertThat(of(0, 20).bytes()).hasSizeLessThanOrEqualTo(60);
    assertThat(of(0, 100_000).bytes()).hasSize(2_048);
  }
}
