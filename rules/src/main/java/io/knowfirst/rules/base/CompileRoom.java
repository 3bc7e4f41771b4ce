package io.knowfirst.rules.base;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a compilation on a thread of its own, and no longer than it may take. One that does not end
 * is left behind; a second that does not end closes the room until one of them has ended.
 */
final class CompileRoom {
  private static final int PLACES = 2;

  private final Semaphore places = new Semaphore(PLACES);
  private final Duration limit;

  CompileRoom(Duration limit) {
    this.limit = limit;
  }

  /** Says that it took too long, or that there was no place. */
  static final class Runaway extends RuntimeException {
    private static final long serialVersionUID = 1;

    Runaway(String message) {
      super(message);
    }
  }

  /**
   * @throws Runaway when the work did not end in time
   * @throws RuntimeException that the work threw
   */
  void run(Runnable work) {
    if (!places.tryAcquire()) {
      throw new Runaway("Two earlier compilations have not ended yet.");
    }
    var done = new CompletableFuture<Void>();
    var thread =
        new Thread(
            () -> {
              Throwable problem = null;
              try {
                work.run();
              } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                problem = e;
              } finally {
                places.release(); // before anyone who waits can come with more work
              }
              if (problem == null) {
                done.complete(null);
              } else {
                done.completeExceptionally(problem);
              }
            },
            "rules-compile");
    thread.setDaemon(true);
    thread.start();
    await(done, thread);
  }

  private void await(CompletableFuture<Void> done, Thread thread) {
    try {
      done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new Runaway(
          "Did not compile within %d ms. Maybe its rules have too many \"or\" or it should be several files."
              .formatted(limit.toMillis()));
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new Runaway("The compilation was interrupted.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new Runaway("Does not compile: " + e.getCause());
    }
  }
}
