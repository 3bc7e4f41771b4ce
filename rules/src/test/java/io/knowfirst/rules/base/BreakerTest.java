package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private Instant now = Instant.parse("2026-11-22T12:00:00Z");
  private final Breaker breaker = new Breaker(() -> now);

  @Test
  void a_rule_that_overruns_again_is_suspended_twice_as_long() {
    breaker.overran(List.of("slow"));
    assertThat(breaker.suspended()).containsExactly("slow");
    now = now.plusMillis(1_000);
    assertThat(breaker.suspended()).isEmpty();
    breaker.overran(List.of("slow"));
    now = now.plusMillis(1_999);
    assertThat(breaker.suspended()).containsExactly("slow");
    now = now.plusMillis(1);
    assertThat(breaker.suspended()).isEmpty();
  }

  @Test
  void it_is_never_suspended_for_more_than_about_a_minute() {
    for (int i = 0; i < 20; i++) {
      breaker.overran(List.of("slow"));
    }
    now = now.plusSeconds(63);
    assertThat(breaker.suspended()).containsExactly("slow");
    now = now.plusSeconds(1);
    assertThat(breaker.suspended()).isEmpty();
  }

  @Test
  void an_overrun_is_forgiven_after_five_quiet_minutes() {
    breaker.overran(List.of("slow"));
    breaker.overran(List.of("slow"));
    now = now.plusSeconds(301);
    assertThat(breaker.suspended()).isEmpty();
    breaker.overran(List.of("slow"));
    now = now.plusSeconds(1);
    assertThat(breaker.suspended()).isEmpty();
  }
}
