package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.knowfirst.server.access.LoadLimits;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Floods of one address and of one key, with real requests. */
class RateLimitsTest {
  private static final String DECISION = "{\"placements\":[\"home-hero\"]}";
  private static final int RATE = 5;

  private static LoadLimits limits(int address, int key) {
    return new LoadLimits(address, key, Duration.ZERO);
  }

  @Test
  void an_address_that_floods_is_told_when_to_come_again_and_health_is_not_held_up() {
    try (var api = TestApi.start(limits(RATE, 0))) {
      var answers =
          IntStream.range(0, 40)
              .mapToObj(i -> api.decide(api.site, DECISION, "Origin", TestApi.SHOP))
              .toList();
      assertThat(answers.stream().filter(answer -> answer.status() == 200).count())
          .as("the bucket, and what flowed in since")
          .isBetween(2L * RATE, 39L);
      var refused =
          answers.stream().filter(answer -> answer.status() == 429).findFirst().orElseThrow();
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(TestApi.SHOP);
      assertThat(refused.json().path("type").asText()).endsWith(":too-many-requests");
      assertThat(refused.json().path("detail").asText()).contains("this address", "Maybe");
      for (int i = 0; i < 30; i++) {
        assertThat(api.get("/health/live").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_key_that_floods_leaves_other_keys_alone() {
    try (var api = TestApi.start(limits(0, RATE))) {
      var statuses =
          IntStream.range(0, 40).mapToObj(i -> api.decide(api.site, DECISION).status()).toList();
      assertThat(statuses).contains(200, 429);
      var asked = "{\"visitor\":{\"id\":\"v\"},\"placements\":[\"home-hero\"]}";
      assertThat(api.decide(api.secret, asked).status()).isEqualTo(200);
    }
  }

  @Test
  void a_bucket_holds_two_seconds_fills_at_its_rate_and_is_forgotten_when_it_is_full() {
    var time = new SetTime();
    var rates = new RateLimits(limits(RATE, 1), time);
    for (int i = 0; i < 2 * RATE; i++) {
      assertThat(rates.takeOfAddress("192.0.2.7")).isZero();
    }
    assertThat(rates.takeOfAddress("192.0.2.7")).isEqualTo(1);
    assertThat(rates.takeOfAddress("192.0.2.8")).as("another address").isZero();
    time.pass(Duration.ofMillis(200));
    assertThat(rates.takeOfAddress("192.0.2.7")).as("one in a fifth of a second").isZero();
    assertThat(rates.takeOfAddress("192.0.2.7")).isEqualTo(1);
    rates.tidy();
    assertThat(rates.buckets()).isEqualTo(1);
    time.pass(Duration.ofSeconds(2));
    rates.tidy();
    assertThat(rates.buckets()).isZero();
  }

  @Test
  void a_flood_of_addresses_takes_bounded_room() {
    var rates = new RateLimits(limits(RATE, 0), new SetTime());
    int refused = 0;
    for (int i = 0; i < 150_000; i++) {
      refused += rates.takeOfAddress("address-" + i) > 0 ? 1 : 0;
    }
    assertThat(rates.buckets()).isLessThanOrEqualTo(100_001);
    assertThat(refused).as("those without a bucket of their own share one").isPositive();
  }

  /** A clock that passes only when it is told to. */
  private static final class SetTime implements TimeMeter {
    private long nanos;

    void pass(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  @Test
  void settings_out_of_range_are_named() {
    assertThatThrownBy(() -> limits(-1, 0))
        .hasMessageStartingWith("requests-per-address is -1, expected 1 to 1000000")
        .hasMessageContaining("Maybe");
    assertThatThrownBy(() -> limits(0, 1_000_001)).hasMessageStartingWith("requests-per-key is");
    assertThatThrownBy(() -> new LoadLimits(0, 0, Duration.ofSeconds(11)))
        .hasMessageStartingWith("max-wait is 11000 ms");
  }
}
