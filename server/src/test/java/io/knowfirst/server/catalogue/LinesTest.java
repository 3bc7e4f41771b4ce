package io.knowfirst.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
  private final List<String> seen = new ArrayList<>();
  private final Lines lines =
      new Lines(
          line ->
              seen.add(
                  line.number() + ":" + (line.tooLong() ? "too long" : line.bytes().toString())));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void linesAreTheSameHoweverTheBytesCome(int chunk) {
    var bytes = Buffer.buffer("one\r\n\ntwo\nüç\n\nlast");
    for (int at = 0; at < bytes.length(); at += chunk) {
      lines.add(bytes.getBuffer(at, Math.min(at + chunk, bytes.length())));
    }
    lines.end();

    assertThat(seen).containsExactly("1:one", "3:two", "4:üç", "6:last");
  }

  @Test
  void aLineThatIsTooLongIsNotKept() {
    var long1 = Buffer.buffer("x".repeat(Lines.MAX));
    lines.add(long1);
    lines.add(long1);
    lines.add(Buffer.buffer("x\nshort\n"));
    lines.end();

    assertThat(seen).containsExactly("1:too long", "2:short");
  }

  @Test
  void aLineOfTheGreatestLengthIsTaken() {
    lines.add(Buffer.buffer("x".repeat(Lines.MAX) + "\n"));

    assertThat(seen).hasSize(1).first().asString().hasSize(Lines.MAX + 2);
  }
}
