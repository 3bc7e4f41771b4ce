package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadShedderTest {
  private static final long MOST_WAIT = Duration.ofMillis(30).toNanos();
  private static final long SERVING = Duration.ofNanos(100_000).toNanos();
  private static final long REFUSING = Duration.ofNanos(20_000).toNanos();

  private long now = 1_000_000_000L;
  private final LoadShedder shedder = new LoadShedder(MOST_WAIT, () -> now);

  /** One round of a loop: all that stood before it is served or refused, then the timer runs. */
  private int round(int requests, long serving) {
    int refused = 0;
    for (int i = 0; i < requests; i++) {
      if (shedder.refuses(false)) {
        refused++;
        now += REFUSING;
      } else {
        now += serving;
      }
    }
    now += Duration.ofNanos(100_000).toNanos();
    shedder.tick();
    return refused;
  }

  private void idle(Duration time) {
    long end = now + time.toNanos();
    while (now < end) {
      now += Duration.ofMillis(LoadShedder.TICK_MILLIS).toNanos();
      shedder.tick();
    }
  }

  @Test
  void a_loop_that_keeps_up_refuses_nothing() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(round(60, SERVING)).isZero();
    }
  }

  @Test
  void a_burst_or_a_pause_of_the_collector_drains_by_itself() {
    idle(Duration.ofSeconds(1));
    assertThat(round(1_500, SERVING)).isZero();
    idle(Duration.ofSeconds(1));
    now += Duration.ofSeconds(1).toNanos();
    assertThat(round(50, SERVING)).isZero();
  }

  @Test
  void
      once_a_queue_has_stood_for_a_fifth_of_a_second_none_answered_waited_for_longer_than_allowed() {
    idle(Duration.ofSeconds(1));
    long began = now;
    while (now - began < Duration.ofMillis(250).toNanos()) {
      round(1_000, SERVING);
    }
    int answered = 0;
    int refused = 0;
    long before = now;
    long last = now;
    for (int i = 0; i < 100; i++) {
      long arrived = before;
      int servedOfRound = 0;
      for (int request = 0; request < 1_000; request++) {
        long waited = now - arrived;
        if (shedder.refuses(false)) {
          refused++;
          now += REFUSING;
        } else {
          assertThat(servedOfRound < 16 || waited <= MOST_WAIT + SERVING).isTrue();
          servedOfRound++;
          now += SERVING;
        }
      }
      answered += servedOfRound;
      shedder.tick();
      before = last;
      last = now;
    }
    assertThat(refused).isGreaterThan(10_000);
    assertThat(answered).as("some are answered however many come").isGreaterThan(100 * 16);
  }

  @Test
  void events_are_taken_late_a_thousand_at_once_and_a_hundred_each_second_after() {
    for (int i = 0; i < 50; i++) {
      round(1_000, SERVING);
    }
    assertThat(late(3_000)).isBetween(1_000, 1_100);
    assertThat(round(1_000, SERVING)).as("decisions are refused all the same").isPositive();
    long began = now;
    while (now - began < Duration.ofSeconds(3).toNanos()) {
      round(1_000, SERVING);
    }
    assertThat(late(3_000)).isBetween(300, 350);
  }

  /** How many requests with events are served of some that have all waited for too long. */
  private int late(int requests) {
    while (!shedder.refuses(false)) {
      now += SERVING;
    }
    int taken = 0;
    for (int i = 0; i < requests; i++) {
      taken += shedder.refuses(true) ? 0 : 1;
      now += REFUSING;
    }
    shedder.tick();
    return taken;
  }

  @Test
  void a_second_after_the_last_refusal_all_is_as_before() {
    for (int i = 0; i < 50; i++) {
      round(1_000, SERVING);
    }
    assertThat(round(1_000, SERVING)).isPositive();
    idle(Duration.ofMillis(1_100));
    assertThat(round(1_500, SERVING)).isZero();
  }

  @Test
  void requests_that_each_take_long_as_after_a_start_are_not_refused_for_it() {
    for (int i = 0; i < 50; i++) {
      assertThat(round(8, Duration.ofMillis(30).toNanos())).isZero();
    }
  }

  @Test
  void without_a_limit_nothing_is_refused() {
    var unlimited = new LoadShedder(0, () -> now);
    for (int i = 0; i < 100_000; i++) {
      assertThat(unlimited.refuses(false)).isFalse();
      now += SERVING;
      if (i % 1_000 == 0) {
        unlimited.tick();
      }
    }
  }
}
