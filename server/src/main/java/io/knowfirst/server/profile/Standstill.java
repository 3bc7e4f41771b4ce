package io.knowfirst.server.profile;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still, frozen or on a machine that hung. The other members may
 * have put it out of the cluster meanwhile, and what it has cached may lack what they took: it is
 * in doubt until the cluster has noticed, too, and has dropped it.
 */
final class Standstill implements AutoCloseable {
  private static final long BEAT = TimeUnit.MILLISECONDS.toNanos(250);

  /** Half of what the cluster waits for a member. */
  private static final long LONG = TimeUnit.SECONDS.toNanos(4);

  private static final long IN_DOUBT = TimeUnit.SECONDS.toNanos(15);

  private final IntSupplier members;
  private final LongSupplier nanoTime;
  private volatile long beat;
  private volatile long until;
  private volatile boolean closed;

  /**
   * @param members that there should be
   */
  Standstill(IntSupplier members, LongSupplier nanoTime) {
    this.members = members;
    this.nanoTime = nanoTime;
    this.beat = nanoTime.getAsLong();
    this.until = beat;
  }

  static Standstill watch(IntSupplier members) {
    var standstill = new Standstill(members, System::nanoTime);
    var thread = new Thread(standstill::beat, "standstill");
    thread.setDaemon(true);
    thread.start();
    return standstill;
  }

  private void beat() {
    while (!closed) {
      LockSupport.parkNanos(BEAT);
      tick();
    }
  }

  void tick() {
    isInDoubt();
    beat = nanoTime.getAsLong();
  }

  /** Whether what is cached here may be behind. */
  boolean isInDoubt() {
    if (members.getAsInt() == 1) {
      return false;
    }
    long now = nanoTime.getAsLong();
    if (now - beat > LONG) {
      until = now + IN_DOUBT;
      beat = now;
    }
    return now - until < 0;
  }

  @Override
  public void close() {
    closed = true;
  }
}
