package io.knowfirst.rules.base;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Breaks off evaluations that overrun: one thread looks at all of them every few milliseconds,
 * halts and interrupts those past their budget. A thread that merely waited for a processor (a busy
 * machine, a garbage collection) gets ten times as long. Watching costs an evaluation two
 * uncontended locks.
 */
final class Watchdog {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int PATIENCE = 10;
  private static final long UNSEEN = -1;
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
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Thread thread;
    private @Nullable Runnable halt;
    private long began;
    private long budget;
    private long cpuWhenSeen = UNSEEN;
    private boolean barked;
    private boolean interruptedBefore;

    private Watch(Thread thread) {
      this.thread = thread;
    }

    /**
     * @param budget in nanoseconds
     * @param halt called from another thread when the budget is used up
     */
    synchronized void begin(long budget, Runnable halt) {
      this.began = System.nanoTime();
      this.budget = budget;
      this.halt = halt;
      cpuWhenSeen = UNSEEN;
      barked = false;
      interruptedBefore = Thread.interrupted();
    }

    /** Whether the budget was used up; the thread's interruption is as it was before. */
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
      if (halt == null || barked) {
        return;
      }
      if (cpuWhenSeen == UNSEEN) {
        cpuWhenSeen = THREADS.getThreadCpuTime(thread.getId());
      }
      long took = now - began;
      if (took > budget && (took > PATIENCE * budget || atWork() || waits())) {
        barked = true;
        halt.run();
        thread.interrupt();
      }
    }

    /** Whether the time went into the rules, not into waiting for a processor. */
    private boolean atWork() {
      return THREADS.getThreadCpuTime(thread.getId()) - cpuWhenSeen > budget / 4 * 3;
    }

    private boolean waits() {
      var state = thread.getState();
      return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }
  }
}
