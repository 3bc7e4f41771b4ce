package io.knowfirst.server.store.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a failure that repeats itself as one outage: a line when it begins, one every ten minutes
 * while it lasts, one when it is over. Work that only waits for PostgreSQL is quiet while {@link
 * #POSTGRESQL} is reported for the whole process, and for its first ten seconds.
 */
public final class Outage {
  /** The outage of PostgreSQL that all of this process wait for; the database reports it. */
  static final Outage POSTGRESQL =
      new Outage(
          LoggerFactory.getLogger(Outage.class),
          "PostgreSQL is away; decisions go on, events are answered 503",
          null,
          System::nanoTime);

  private static final long REMINDER = Duration.ofMinutes(10).toNanos();
  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  private final Logger log;
  private final String what;
  private final @Nullable Outage cause;
  private final LongSupplier nanoTime;
  private long failures;
  private long begin;
  private long reminded;
  private boolean reported;

  /**
   * @param what fails, and what that means, as a sentence without its full stop
   */
  public Outage(Logger log, String what) {
    this(log, what, POSTGRESQL, System::nanoTime);
  }

  /**
   * @param cause what this work waits for, which is reported by itself; null for nothing
   */
  Outage(Logger log, String what, @Nullable Outage cause, LongSupplier nanoTime) {
    this.log = log;
    this.what = what;
    this.cause = cause;
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
    }
    if (cause != null && isUnanswered(failure) && (cause.isOn() || now - begin < PATIENCE)) {
      return;
    }
    if (!reported) {
      reported = true;
      reminded = now;
      log.warn("{}: {}", what, reason(failure));
    } else if (now - reminded >= REMINDER) {
      reminded = now;
      log.warn("{}, {} times in {} s: {}", what, failures, seconds(now), reason(failure));
    }
  }

  public synchronized void over() {
    if (reported) {
      log.info(
          "Over after {} s and {} failures: {}", seconds(nanoTime.getAsLong()), failures, what);
    }
    reported = false;
    failures = 0;
  }

  private synchronized boolean isOn() {
    return failures > 0;
  }

  /** Whether PostgreSQL could not be asked, or stops or starts; what it refuses is an answer. */
  private static boolean isUnanswered(Throwable failure) {
    if (failure instanceof PgException answer) {
      var state = answer.getSqlState();
      return state != null && (state.startsWith("57P") || state.startsWith("08"));
    }
    var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : null;
    return (cause != null && isUnanswered(cause))
        || failure instanceof StoreUnavailable
        || failure instanceof SocketException
        || failure instanceof UnknownHostException
        || failure instanceof ClosedChannelException
        || failure instanceof TimeoutException
        || failure instanceof ClosedConnectionException;
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
