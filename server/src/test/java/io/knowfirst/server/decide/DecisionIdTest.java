package io.knowfirst.server.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionIdTest {
  @Test
  void an_id_says_again_what_it_was_made_of() {
    var random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      long second = random.nextInt() & 0xFFFFFFFFL;
      var id = new DecisionId(second, random.nextLong() & 0xFFFFFFFFFFFFL, random.nextLong());

      assertThat(id.text()).matches("[A-Za-z0-9_-]{24}");
      assertThat(DecisionId.parse(id.text())).contains(id);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "!!!!!!!!!!!!!!!!!!!!!!!!", "AAAAAAAAAAAAAAAAAAAAAAAAA"})
  void a_text_that_no_decision_had_is_no_id(String text) {
    assertThat(DecisionId.parse(text)).isEmpty();
  }

  @Test
  void runs_fit_into_their_48_bits() {
    for (int i = 0; i < 100; i++) {
      assertThat(DecisionId.drawRun()).isBetween(0L, (1L << 48) - 1);
    }
  }
}
