package io.knowfirst.server.web;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The bounded queue before one event loop: while the loop cannot keep up, a request that waited for
 * too long is refused before anything is done for it, so that those answered are answered soon.
 *
 * <p>Nothing is queued here: requests wait in their sockets, and nobody says for how long. A timer
 * of the loop tells: it runs after all sockets that were ready were served, so a request that is
 * read now arrived after the timer ran for the last time but one. As with the controlled delay of
 * Nichols and Jacobson (2012), a queue is refused only once it has stood for a while, since a pause
 * of the collector or a burst drains by itself. Confined to its loop.
 *
 * <p>A decision that comes late is worth nothing, as the page has shown its default. Events are
 * worth the same later, and whoever sends them would send them again: so many are taken in however
 * long they waited, and no more, as a flood of them must not crowd out decisions either.
 */
final class LoadShedder {
  static final long TICK_MILLIS = 5;
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
  private static final long STANDING = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long CALM = TimeUnit.SECONDS.toNanos(1);

  /** Served in each round, however long the last one took: else a loop might refuse all. */
  private static final int LEAST = 16;

  /** So many requests may stand before a loop, where each takes long: just after a start. */
  private static final int FEW = 32;

  /** So many requests with events are served late at once, a tenth of it each second after. */
  static final int LATE = 1_000;

  private static final long LATE_EACH = TimeUnit.SECONDS.toNanos(10) / LATE;

  private final long mostWait;
  private final LongSupplier nanoTime;
  private int late = LATE;
  private long lateSince;
  private long before;
  private long last;
  private long drained;
  private long refused;
  private int served;
  private long serving;
  private long fewTake;
  private boolean standing;

  /**
   * @param mostWait nanoseconds; 0 for no limit
   */
  LoadShedder(long mostWait, LongSupplier nanoTime) {
    this.mostWait = mostWait;
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
    this.before = last;
    this.drained = last;
    this.refused = last - CALM;
    this.lateSince = last;
  }

  /** Every {@link #TICK_MILLIS}, and after all that was read meanwhile. */
  void tick() {
    long now = nanoTime.getAsLong();
    long round = now - last;
    if (mostWait == 0 || round < TICK / 2) {
      return; // A timer that is late runs several times at once.
    }
    if (round < mostWait / 2) {
      drained = now;
    }
    standing = now - drained > STANDING || (standing && now - refused < CALM);
    fewTake = FEW * (serving == 0 ? round : serving) / Math.max(1, served);
    before = last;
    last = now;
    served = 0;
    serving = 0;
  }

  /**
   * Whether a request that was read just now is to be refused.
   *
   * @param events whether it brings events
   */
  boolean refuses(boolean events) {
    served++;
    if (!standing || served <= LEAST) {
      return false;
    }
    long now = nanoTime.getAsLong();
    if (now - before <= Math.max(mostWait, fewTake) || (events && isTakenLate(now))) {
      return false;
    }
    served--;
    serving = serving == 0 ? now - last : serving;
    refused = now;
    return true;
  }

  private boolean isTakenLate(long now) {
    long more = (now - lateSince) / LATE_EACH;
    late = (int) Math.min(LATE, late + more);
    lateSince += more * LATE_EACH;
    if (late == 0) {
      return false;
    }
    late--;
    return true;
  }
}
