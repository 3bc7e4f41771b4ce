package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
  @ParameterizedTest
  @CsvSource({
    "<,  5, >,  5, true, true",
    "<=, 5, >=, 5, false, false",
    "<=, 5, >,  5, true, true",
    ">,  3, <,  4, true, false",
    ">=, 3, <,  4, false, false",
    "==, 3, !=, 3, true, true",
    "==, 3, >,  2, false, false",
    "==, 3, <=, 2, true, true",
    "!=, 3, !=, 4, false, false",
  })
  void two_comparisons_leave_nothing_or_something(
      String one, double first, String other, double second, boolean whole, boolean fraction) {
    assertThat(both(one, first, other, second, true).isNone()).isEqualTo(whole);
    assertThat(both(one, first, other, second, false).isNone()).isEqualTo(fraction);
  }

  private static Ranges both(String one, double first, String other, double second, boolean whole) {
    return LiteralComparison.ranges(one, Scalar.of(first), whole)
        .and(LiteralComparison.ranges(other, Scalar.of(second), whole));
  }

  @Test
  void null_is_no_value_but_differs_from_all() {
    var apple = Ranges.only(Scalar.of("apple"));
    assertThat(apple.not().and(Ranges.onlyNull()).isNone()).isFalse();
    assertThat(apple.and(Ranges.onlyNull()).isNone()).isTrue();
    assertThat(apple.within(Ranges.onlyNull().not())).isTrue();
    assertThat(Ranges.onlyNull().not().or(Ranges.onlyNull())).isEqualTo(Ranges.all());
  }

  @Test
  void texts_have_an_order() {
    var december = Ranges.from(Scalar.of("2026-12-01"), true);
    var november = Ranges.upTo(Scalar.of("2026-11-30"), true);
    assertThat(december.and(november).isNone()).isTrue();
    assertThat(november.last()).isEqualTo(Scalar.of("2026-11-30"));
    assertThat(december.last()).isNull();
    assertThat(Ranges.only(Scalar.of("a")).singleText()).isEqualTo("a");
    assertThat(Ranges.oneOf(List.of(Scalar.of("a"), Scalar.of("b"))).singleText()).isNull();
  }

  /** Each set made at random agrees on every value with the predicate made beside it. */
  @RepeatedTest(200)
  void the_algebra_agrees_with_trying_every_value(RepetitionInfo run) {
    var random = new Random(run.getCurrentRepetition());
    var one = SampleRanges.random(random);
    var other = SampleRanges.random(random);
    one.and(other).agrees();
    one.or(other).agrees();
    one.not().agrees();
    one.and(other).or(one.not()).not().agrees();
    boolean within =
        SampleRanges.values().stream().allMatch(v -> !one.belongs.test(v) || other.belongs.test(v));
    assertThat(one.ranges.within(other.ranges)).isEqualTo(within);
  }

  /** Whole and half numbers from 0 to 6, and null: every cut of the test lies between two. */
  private record SampleRanges(Ranges ranges, Predicate<Double> belongs) {
    static List<Double> values() {
      var values = new ArrayList<Double>();
      values.add(Double.NaN);
      for (double v = -0.5; v <= 6.5; v += 0.5) {
        values.add(v);
      }
      return values;
    }

    static SampleRanges random(Random random) {
      double value = random.nextInt(7);
      return switch (random.nextInt(5)) {
        case 0 -> new SampleRanges(Ranges.from(Scalar.of(value), true), v -> v >= value);
        case 1 -> new SampleRanges(Ranges.upTo(Scalar.of(value), false), v -> v < value);
        case 2 -> new SampleRanges(Ranges.onlyNull(), v -> v.isNaN());
        case 3 -> random(random).or(random(random));
        default -> new SampleRanges(Ranges.only(Scalar.of(value)), v -> v == value);
      };
    }

    SampleRanges and(SampleRanges other) {
      return new SampleRanges(ranges.and(other.ranges), belongs.and(other.belongs));
    }

    SampleRanges or(SampleRanges other) {
      return new SampleRanges(ranges.or(other.ranges), belongs.or(other.belongs));
    }

    SampleRanges not() {
      return new SampleRanges(ranges.not(), belongs.negate());
    }

    void agrees() {
      for (var value : values()) {
        var single = value.isNaN() ? Ranges.onlyNull() : Ranges.only(Scalar.of(value));
        assertThat(single.within(ranges))
            .as("%s in %s", value, ranges)
            .isEqualTo(belongs.test(Objects.requireNonNull(value)));
      }
    }
  }
}
