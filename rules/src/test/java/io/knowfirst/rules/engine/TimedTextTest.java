package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedTextTest {
  @AfterEach
  void unlimited() {
    TimedText.limit(null);
  }

  @Test
  void reading_ends_when_the_time_of_the_run_is_over() {
    TimedText.limit(System.nanoTime() - 1);
    var text = new TimedText("a".repeat(100));
    assertThatThrownBy(() -> text.chars().forEach(c -> {})).isInstanceOf(RunOverrun.class);
  }

  @Test
  void until_then_it_reads_as_any_text() {
    var text = new TimedText("seaside");
    assertThat(text).hasSize(7).hasToString("seaside");
    assertThat(text.subSequence(1, 4)).hasToString("eas");
    assertThat(text.charAt(6)).isEqualTo('e');
  }
}
