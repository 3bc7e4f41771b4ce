package io.knowfirst.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final int MANY = 100_000;
  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  private static Future<Integer> later(int value) {
    return VERTX.executeBlocking(() -> value, false);
  }

  @Test
  void a_hundred_thousand_rounds_end_whether_each_waits_or_not() throws Exception {
    assertThat(Rounds.run(0, n -> n < MANY, n -> later(n + 1)).await(60, TimeUnit.SECONDS))
        .isEqualTo(MANY);
    assertThat(Rounds.run(0, n -> n < MANY, n -> Future.succeededFuture(n + 1)).result())
        .isEqualTo(MANY);
  }

  @Test
  void without_a_first_round_the_beginning_is_the_result() {
    assertThat(Rounds.run("a", any -> false, any -> Future.failedFuture("never")).result())
        .isEqualTo("a");
  }

  @Test
  void a_round_that_fails_or_throws_ends_it() {
    var failing =
        Rounds.run(0, any -> true, n -> n == 3 ? Future.failedFuture("third") : later(n + 1));
    assertThatThrownBy(() -> failing.await(10, TimeUnit.SECONDS)).hasMessageContaining("third");
    var throwing =
        Rounds.run(
            0,
            any -> true,
            n -> {
              throw new IllegalStateException("thrown");
            });
    assertThat(throwing.cause()).hasMessage("thrown");
  }
}
