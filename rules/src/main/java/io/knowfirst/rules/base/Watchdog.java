package io.knowfirst.rules.base;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Breaks off evaluations that overrun: one thread looks at all of them every few milliseconds,
 * halts and interrupts those past their deadline. Watching costs an evaluation two uncontended
 * locks.
 */
final class Watchdog {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final Watchdog SHARED = new Watchdog();

  private final Set<Watch> watches =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
  private static final ThreadLocal<Watch> MINE = ThreadLocal.withInitial(SHARED::newWatch);

  private Watchdog() {
    var thread = new Thread(this::look, "knowfirst-rules-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  /** The calling thread's watch. */
  static Watch watch() {
    return MINE.get();
  }

  private Watch newWatch() {
    var watch = new Watch(Thread.currentThread());
    watches.add(watch);
    return watch;
  }

  private void look() {
    while (true) {
      LockSupport.parkNanos(LOOK_NANOS);
      long now = System.nanoTime();
      synchronized (watches) {
        watches.forEach(watch -> watch.check(now));
      }
    }
  }

  /** Over one thread. */
  static final class Watch {
    private final Thread thread;
    private @Nullable Runnable halt;
    private long deadline;
    private boolean barked;
    private boolean interruptedBefore;

    private Watch(Thread thread) {
      this.thread = thread;
    }

    /**
     * @param deadline in {@link System#nanoTime()}
     * @param halt called from another thread when the deadline has passed
     */
    synchronized void begin(long deadline, Runnable halt) {
      this.deadline = deadline;
      this.halt = halt;
      barked = false;
      interruptedBefore = Thread.interrupted();
    }

    /** Whether the deadline had passed; the thread's interruption is as it was before. */
    synchronized boolean end() {
      halt = null;
      if (barked) {
        Thread.interrupted();
      }
      if (interruptedBefore) {
        thread.interrupt();
      }
      return barked;
    }

    private synchronized void check(long now) {
      if (halt != null && !barked && now - deadline > 0) {
        barked = true;
        halt.run();
        thread.interrupt();
      }
    }
  }
}
