package io.knowfirst.server.rulesets.versions;

import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads of low priority on which rules are read and compiled; their tasks may wait. */
final class RuleThread implements AutoCloseable {
  private static final int WAITING = 20;
  private static final long CLOSING_SECONDS = 5;

  private final Vertx vertx;
  private final ThreadPoolExecutor executor;

  /** One thread: what waits is done in its order. */
  RuleThread(Vertx vertx) {
    this(vertx, 1);
  }

  RuleThread(Vertx vertx, int threads) {
    this.vertx = vertx;
    this.executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            RuleThread::thread);
  }

  /** Completes on the caller's event loop; fails when too many tasks wait already. */
  <T> Future<T> run(Callable<T> task) {
    var done = new CompletableFuture<T>();
    try {
      executor.execute(() -> complete(done, task));
    } catch (RejectedExecutionException full) {
      done.completeExceptionally(
          new StoreUnavailable("More than " + WAITING + " changes of the rules wait.", full));
    }
    return Future.fromCompletionStage(done, vertx.getOrCreateContext());
  }

  /** The result of what happens elsewhere; for tasks only, as it waits. */
  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        return; // It is a daemon, and ends with the process.
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> void complete(CompletableFuture<T> done, Callable<T> task) {
    try {
      done.complete(task.call());
    } catch (Throwable failed) { // a stack that overflows in a compiler must be told, too
      done.completeExceptionally(failed);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // a hint is all that is wanted
  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "rules");
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    return thread;
  }
}
