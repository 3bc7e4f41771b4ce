package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorsTest {
  @ParameterizedTest
  @MethodSource
  void values_are_equal(@Nullable Object one, @Nullable Object other, boolean expected) {
    assertThat(Operators.equal(one, other)).isEqualTo(expected);
    assertThat(Operators.equal(other, one)).isEqualTo(expected);
  }

  static Stream<Arguments> values_are_equal() {
    return Stream.of(
        arguments(1, 1L, true),
        arguments(1, 1.0, true),
        arguments(1, 1.5, false),
        arguments(9007199254740993L, 9007199254740992L, false),
        arguments(Double.NaN, Double.NaN, false),
        arguments("a", "a", true),
        arguments("1", 1, false),
        arguments(null, null, true),
        arguments(null, 0, false),
        arguments(true, true, true));
  }

  @ParameterizedTest
  @MethodSource
  void values_are_ordered(
      @Nullable Object one, String operator, @Nullable Object other, boolean expected) {
    assertThat(Operators.ordered(Operators.sign(operator), one, other)).isEqualTo(expected);
  }

  static Stream<Arguments> values_are_ordered() {
    return Stream.of(
        arguments(1, "<", 2L, true),
        arguments(2, "<", 2, false),
        arguments(2, "<=", 2.0, true),
        arguments(2.5, ">", 2, true),
        arguments(2, ">", 2, false),
        arguments(2, ">=", 3, false),
        arguments(Double.NaN, "<=", 1, false),
        arguments(1, ">=", Double.NaN, false),
        arguments("a", "<", "b", true),
        arguments("b", "<=", "a", false),
        arguments("10", "<", 9, false),
        arguments(null, "<=", 1, false),
        arguments(1, ">=", null, false));
  }

  /** The results are those of the Java Language Specification, 15.17 and 15.18. */
  @ParameterizedTest
  @MethodSource
  void values_are_computed_as_in_Java(
      @Nullable Object left, String operator, @Nullable Object right, @Nullable Object expected) {
    assertThat(Operators.compute(operator, left, right)).isEqualTo(expected);
  }

  static Stream<Arguments> values_are_computed_as_in_Java() {
    return Stream.of(
        arguments(7, "/", 2, 3),
        arguments(-7, "%", 2, -1),
        arguments(7.0, "/", 2, 3.5),
        arguments(Integer.MAX_VALUE, "+", 1, Integer.MIN_VALUE),
        arguments(Integer.MAX_VALUE, "+", 1L, 2147483648L),
        arguments(2, "*", 3, 6),
        arguments(2.5, "-", 1, 1.5),
        arguments(5.5, "%", 2, 1.5),
        arguments("a", "+", 1, "a1"),
        arguments(null, "+", 1, null),
        arguments(1, "*", null, null));
  }
}
