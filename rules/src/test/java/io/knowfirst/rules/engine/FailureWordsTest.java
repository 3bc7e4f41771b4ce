package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailureWordsTest {
  @Test
  void a_failure_is_told_without_Java() {
    assertThat(FailureWords.of(new CompletionException(new NullPointerException())))
        .contains("unknown", "Maybe ask first whether it is != null");
    assertThat(FailureWords.of(new ArithmeticException())).contains("divides by zero");
    assertThat(FailureWords.of(new StackOverflowError())).contains("nest too deep");
    assertThat(FailureWords.of(new ClassCastException())).contains("not of the kind");
  }
}
