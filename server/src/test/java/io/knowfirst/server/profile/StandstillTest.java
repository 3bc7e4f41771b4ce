package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StandstillTest {
  private final AtomicLong now = new AtomicLong(7);
  private final AtomicInteger members = new AtomicInteger(2);
  private final Standstill standstill = new Standstill(members::get, now::get);

  @Test
  void what_is_cached_is_in_doubt_after_a_standstill_until_the_cluster_has_noticed() {
    standstill.tick();
    assertThat(standstill.isInDoubt()).isFalse();
    pass(60);
    assertThat(standstill.isInDoubt()).as("asked before it beats again").isTrue();
    standstill.tick();
    pass(3);
    standstill.tick();
    assertThat(standstill.isInDoubt()).isTrue();
    for (int second = 0; second < 13; second++) {
      pass(1);
      standstill.tick();
    }
    assertThat(standstill.isInDoubt()).isFalse();
  }

  @Test
  void a_pause_of_the_collector_and_a_member_alone_put_nothing_in_doubt() {
    pass(3);
    assertThat(standstill.isInDoubt()).isFalse();
    standstill.tick();
    members.set(1);
    pass(60);
    assertThat(standstill.isInDoubt()).isFalse();
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
