package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Viewed;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.facts.Weather;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ComparingTest {
  private static final Weather RAIN = new Weather("rain", 9, List.of());
  private static final Moment NINE_O_CLOCK =
      Moment.at(Instant.parse("2026-11-20T09:30:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "hour == 9, true", "hour == 8, false", "hour != 9, false", "hour != 8, true",
    "hour >= 9, true", "hour >= 10, false", "hour <= 9, true", "hour <= 8, false",
    "hour > 8, true", "hour > 9, false", "hour < 10, true", "hour<9, false",
  })
  void a_number_is_compared_as_written(String condition, boolean expected) {
    assertThat(Comparing.of(condition, Moment.class).orElseThrow().holds(NINE_O_CLOCK))
        .isEqualTo(expected);
  }

  @Test
  void a_text_is_compared_as_written() {
    assertThat(Comparing.of("condition == \"rain\"", Weather.class).orElseThrow().holds(RAIN))
        .isTrue();
    assertThat(Comparing.of("condition == \"snow\"", Weather.class).orElseThrow().holds(RAIN))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "condition != \"rain\"",
        "condition == \"a\\\"b\"",
        "condition in (\"rain\")",
        "celsius >= 1",
        "celsius >= 1 && celsius <= 2",
        "celsius >= $x",
        "celsius >= -1",
        "condition == 9",
        "nothing == 9",
      })
  void what_is_of_another_shape_is_left_to_the_engine(String condition) {
    assertThat(Comparing.of(condition, Weather.class)).isEmpty();
  }

  @Test
  void windows_and_the_visitor_at_hand_are_known_shapes() {
    assertThat(Comparing.of("times(90) >= 1", Viewed.class)).isPresent();
    assertThat(Comparing.of("visitor.visits(30) >= 3", Viewed.class)).isPresent();
    assertThat(Comparing.of("visits >= 3", Visitor.class)).isPresent();
    assertThat(Comparing.of("value == \"level3\"", Trait.class)).isPresent();
  }
}
