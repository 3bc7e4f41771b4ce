package io.knowfirst.server.postgres;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs a failure that repeats itself as one outage: a line when it begins, one every ten minutes
 * while it lasts, one when it is over.
 */
public final class Outage {
  private static final long REMINDER = Duration.ofMinutes(10).toNanos();

  private final Logger log;
  private final String what;
  private final LongSupplier nanoTime;
  private long failures;
  private long begin;
  private long reminded;

  /**
   * @param what fails, and what that means, as a sentence without its full stop
   */
  public Outage(Logger log, String what) {
    this(log, what, System::nanoTime);
  }

  Outage(Logger log, String what, LongSupplier nanoTime) {
    this.log = log;
    this.what = what;
    this.nanoTime = nanoTime;
  }

  /** The same work, whose end is noticed. */
  public <T> Future<T> watch(Future<T> work) {
    return work.onSuccess(done -> over()).onFailure(this::failed);
  }

  public synchronized void failed(Throwable failure) {
    long now = nanoTime.getAsLong();
    if (failures++ == 0) {
      begin = now;
      reminded = now;
      log.warn("{}: {}", what, reason(failure));
    } else if (now - reminded >= REMINDER) {
      reminded = now;
      log.warn("{}, {} times in {} s: {}", what, failures, seconds(now), reason(failure));
    }
  }

  public synchronized void over() {
    if (failures > 0) {
      log.info(
          "Over after {} s and {} failures: {}", seconds(nanoTime.getAsLong()), failures, what);
      failures = 0;
    }
  }

  private long seconds(long now) {
    return Duration.ofNanos(now - begin).toSeconds();
  }

  private static String reason(Throwable failure) {
    var message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
