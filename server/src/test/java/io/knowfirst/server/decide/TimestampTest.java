package io.knowfirst.server.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T23:23:13Z",
        "2026-11-29T23:23:00Z",
        "2026-11-29T00:00:00.007Z",
        "1969-12-31T23:59:59.900Z",
        "2024-02-29T12:00:00.123456Z",
        "0999-12-31T23:59:59Z",
        "9999-12-31T23:59:59.999Z",
        "-0001-01-01T00:00:00Z"
      })
  void aMomentReadsAsTheInstantWritesIt(String text) {
    assertThat(Timestamp.of(Instant.parse(text))).isEqualTo(Instant.parse(text).toString());
  }

  @Test
  void anyMomentReadsAsTheInstantWritesIt() {
    var random = new Random(54);
    for (int i = 0; i < 10_000; i++) {
      var at = Instant.ofEpochMilli(random.nextLong(-60_000_000_000_000L, 300_000_000_000_000L));
      assertThat(Timestamp.of(at)).isEqualTo(at.toString());
    }
  }
}
