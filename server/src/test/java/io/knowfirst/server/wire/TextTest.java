package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void whatIsShownBackHarmsNoLog() {
    assertThat(Text.shorten("a\u0000\u001b[31m\ud800\n"))
        .isEqualTo("a\ufffd\ufffd[31m\ufffd\ufffd");
    assertThat(Text.shorten("x".repeat(61))).isEqualTo("x".repeat(60) + "…");
  }

  @Test
  void textHoldsWholeCharactersAndAnIdStaysOnItsLine() {
    assertThat(Text.fault("a\tb\r\nc 😀", 20)).isNull();
    assertThat(Text.idFault("a 😀")).isNull();
    assertThat(Text.idFault("a\tb")).isEqualTo("text without control characters");
    assertThat(Text.fault("a\ud83d", 20)).contains("halves of characters");
    assertThat(Text.fault("\ude00a", 20)).contains("halves of characters");
    assertThat(Text.fault("a\u007f", 20)).contains("control characters");
    assertThat(Text.fault("", 20)).isEqualTo("text of 1 to 20 characters");
    assertThat(Text.fault("x".repeat(21), 20)).isEqualTo("text of 1 to 20 characters");
  }
}
