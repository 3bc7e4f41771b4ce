package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReductionTest {
  private static final Code FIRST = frame -> frame[0];

  @Test
  void functions_leave_out_what_is_not_known() {
    var reduction =
        new Reduction(
            List.of("sum", "average", "min", "max", "count"), Collections.nCopies(5, FIRST));
    assertThat(reduction.of(frames(4, null, 2.5))).containsExactly(6.5, 3.25, 2.5, 4, 3L);
  }

  @Test
  void a_count_without_an_argument_counts_matches() {
    var arguments = new ArrayList<@Nullable Code>();
    arguments.add(null);
    assertThat(new Reduction(List.of("count"), arguments).of(frames(1, 1))).containsExactly(2L);
  }

  @Test
  void nothing_has_a_sum_of_zero_and_neither_average_nor_extremes() {
    assertThat(of("sum")).containsExactly(0.0);
    assertThat(of("count")).containsExactly(0L);
    assertThat(of("average")).isNull();
    assertThat(of("min")).isNull();
    assertThat(of("max")).isNull();
  }

  private static @Nullable Object @Nullable [] of(String function) {
    return new Reduction(List.of(function), List.of(FIRST)).of(List.of());
  }

  private static List<@Nullable Object[]> frames(@Nullable Object... values) {
    var frames = new ArrayList<@Nullable Object[]>();
    for (var value : values) {
      frames.add(new @Nullable Object[] {value});
    }
    return frames;
  }
}
