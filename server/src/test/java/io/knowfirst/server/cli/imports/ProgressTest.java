package io.knowfirst.server.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter out = new StringWriter();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aTerminalGetsABar() {
    var progress = new Progress(new PrintWriter(out), true, () -> now, "lines", 10);
    for (int i = 0; i < 5; i++) {
      now = now.plusMillis(100);
      progress.step();
    }
    progress.end();

    assertThat(out.toString())
        .startsWith("\r[######........................] 2 lines, 10/s")
        .contains("\r[###############...............] 5 lines, 10/s")
        .endsWith(System.lineSeparator());
  }

  @Test
  void aFileGetsALineNowAndThen() {
    var progress = new Progress(new PrintWriter(out), false, () -> now, "products", 20);
    for (int i = 0; i < 12; i++) {
      now = now.plusSeconds(1);
      progress.step();
    }
    progress.end();

    assertThat(out.toString().lines())
        .containsExactly(
            " 25 %  5 products, 1/s", " 50 %  10 products, 1/s", " 60 %  12 products, 1/s");
  }

  @Test
  void withoutATotalThereIsNoShare() {
    var progress = new Progress(new PrintWriter(out), false, () -> now, "products", 0);
    now = now.plusSeconds(4);
    progress.step();
    progress.end();

    assertThat(out.toString().strip()).isEqualTo("1 products, 0/s");
  }
}
