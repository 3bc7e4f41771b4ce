package io.knowfirst.server.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DataQualityTest {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Instant now = START;
  private final DataQuality quality = new DataQuality(() -> now, metrics);

  @Test
  void whatIsCountedIsToldWithWhoSentItAndWhen() {
    quality.count(Kind.OTHER_CURRENCY, "JPY", "k-1");
    now = START.plusSeconds(60);
    quality.count(Kind.OTHER_CURRENCY, "JPY", "k-2");
    quality.count(Kind.OTHER_CURRENCY, "JPY", "k-2");
    assertThat(quality.findings())
        .containsExactly(
            new Finding(Kind.OTHER_CURRENCY, "JPY", 3, START, now, java.util.Set.of("k-1", "k-2")));
    assertThat(metrics.get("knowfirst.data").tag("kind", "other-currency").counter().count())
        .isEqualTo(3);
  }

  @Test
  void namesWithoutEndTakeNoMemoryAndHideNoFrequentName() {
    for (int i = 0; i < 5; i++) {
      quality.count(Kind.UNKNOWN_EVENT, "Tee Time Booked");
    }
    for (int i = 0; i < 10_000; i++) {
      quality.count(Kind.UNKNOWN_EVENT, "junk " + i);
    }
    var findings = quality.findings();
    assertThat(findings).hasSizeLessThanOrEqualTo(DataQuality.NAMES + 1);
    assertThat(findings.stream().mapToLong(Finding::count).sum()).isEqualTo(10_005);
    assertThat(findings).anyMatch(f -> f.name().equals("Tee Time Booked") && f.count() == 5);
    assertThat(findings.get(0).name()).isEqualTo(DataQuality.OTHERS);
  }

  @Test
  void aLongNameIsCut() {
    quality.count(Kind.UNKNOWN_PURPOSE, "x".repeat(5_000));
    assertThat(quality.findings().get(0).name()).hasSize(120);
  }
}
