package io.knowfirst.server.store.postgres;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.Supplier;

/**
 * Refuses at once what would wait for a PostgreSQL that does not answer. It opens after two calls
 * in a row that got no answer; from then on only {@link #ask} reaches PostgreSQL, until it is
 * answered: nobody's request waits to find out.
 *
 * <p>A call that took too long while PostgreSQL answered others says nothing about PostgreSQL:
 * where a thousand wait for a few connections, it is they who are too many.
 */
public final class StoreBreaker {
  /** From one question to the next while PostgreSQL is away. */
  static final Duration PAUSE = Duration.ofMillis(500);

  private static final int IN_A_ROW = 2;

  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "postgresql",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(IN_A_ROW)
              .minimumNumberOfCalls(IN_A_ROW)
              .failureRateThreshold(100)
              .permittedNumberOfCallsInHalfOpenState(1)
              .waitDurationInOpenState(PAUSE)
              .build());

  private final LongAccumulator lastAnswer = new LongAccumulator(Math::max, System.nanoTime());

  /** Whether PostgreSQL answered when it was asked last. */
  public boolean isAnswered() {
    return breaker.getState() == State.CLOSED;
  }

  /** Does the call, unless PostgreSQL is known to be away: then fails with StoreUnavailable. */
  public <T> Future<T> call(Supplier<? extends Future<T>> call) {
    return isAnswered() ? ask(call) : unavailable();
  }

  /** The same, but a call that may find PostgreSQL back, once in each pause. */
  <T> Future<T> ask(Supplier<? extends Future<T>> call) {
    if (!breaker.tryAcquirePermission()) {
      return unavailable();
    }
    long began = System.nanoTime();
    return call.get()
        .onSuccess(done -> answered(began))
        .onFailure(failure -> failed(began, failure));
  }

  private void answered(long began) {
    lastAnswer.accumulate(System.nanoTime());
    breaker.onSuccess(System.nanoTime() - began, TimeUnit.NANOSECONDS);
  }

  private void failed(long began, Throwable failure) {
    if (!isUnanswered(failure)) {
      answered(began);
    } else if (lastAnswer.get() - began > 0) {
      breaker.releasePermission();
    } else {
      breaker.onError(System.nanoTime() - began, TimeUnit.NANOSECONDS, failure);
    }
  }

  private static <T> Future<T> unavailable() {
    return Future.failedFuture(new StoreUnavailable("PostgreSQL does not answer."));
  }

  /** What PostgreSQL itself answered is an answer, unless it says that it stops or starts. */
  private static boolean isUnanswered(Throwable failure) {
    return !(failure instanceof PgException answer)
        || answer.getSqlState() == null
        || answer.getSqlState().startsWith("57P")
        || answer.getSqlState().startsWith("08");
  }
}
