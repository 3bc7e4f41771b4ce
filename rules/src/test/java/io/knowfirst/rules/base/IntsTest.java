package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IntsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 64, 1_000, 20_000})
  void it_holds_what_a_set_in_order_of_adding_holds(int size) {
    var random = new Random(size);
    var expected = new LinkedHashSet<Integer>();
    var ints = new Ints();
    for (int i = 0; i < size; i++) {
      int number = random.nextInt(2 * size);
      assertThat(ints.add(number)).isEqualTo(expected.add(number));
    }
    assertThat(ints.toArray()).containsExactly(expected.stream().mapToInt(i -> i).toArray());
    assertThat(ints.size()).isEqualTo(expected.size());
    for (int number = 0; number < 2 * size; number++) {
      assertThat(ints.contains(number)).isEqualTo(expected.contains(number));
    }
  }
}
