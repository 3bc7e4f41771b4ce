package io.knowfirst.server.decision;

import io.knowfirst.server.model.Decision;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the decision log: decisions wait in a bounded queue, are written into
 * one chunk for each second, and chunks are stored when their second is over or they are full.
 * While PostgreSQL is away a bounded number of chunks waits. Whatever does not fit is dropped and
 * counted.
 */
final class LogWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
  private static final int QUEUE = 65_536;
  private static final int FULL = 4_000;
  private static final int WAITING = 64;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long CLOSING_MILLIS = 5_000;

  private final DecisionStore store;
  private final long run;
  private final InstantSource clock;
  private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final LongAdder recorded = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;
  private volatile boolean closing;

  // Only the thread below touches these.
  private final Map<Long, LogChunk> open = new TreeMap<>();
  private final TreeMap<Long, Integer> parts = new TreeMap<>();
  private final Queue<Closed> waiting = new ArrayDeque<>();

  /** Either a decision to keep, or a promise to complete when all before it are stored. */
  private record Entry(
      @Nullable Decision decision, String channel, @Nullable Promise<Void> stored) {}

  private record Closed(LogChunk chunk, Buffer body) {}

  LogWriter(DecisionStore store, long run, InstantSource clock) {
    this.store = store;
    this.run = run;
    this.clock = clock;
    this.thread = new Thread(this::work, "decision-log");
    thread.setDaemon(true);
    thread.start();
  }

  void offer(Decision decision, String channel) {
    if (!put(new Entry(decision, channel, null))) {
      dropped.increment();
    }
  }

  /** Completes when all that was offered before is stored, or cannot be. */
  Future<Void> flush() {
    var stored = Promise.<Void>promise();
    if (closing || !put(new Entry(null, "", stored))) {
      return Future.succeededFuture();
    }
    return stored.future();
  }

  /** Wakes nobody: to wake a thread costs the caller more than all the rest. */
  private boolean put(Entry entry) {
    if (queued.incrementAndGet() > QUEUE) {
      queued.decrementAndGet();
      return false;
    }
    return queue.add(entry);
  }

  long recorded() {
    return recorded.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    while (!closing || !queue.isEmpty()) {
      try {
        int taken = 0;
        for (var entry = queue.poll(); entry != null; entry = queue.poll()) {
          take(entry);
          taken++;
        }
        queued.addAndGet(-taken);
        closeChunks(clock.millis() / 1000, false);
        storeWaiting();
      } catch (RuntimeException unexpected) {
        LOG.error("The decision log goes on after an error", unexpected);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    closeChunks(Long.MAX_VALUE, true);
    storeWaiting();
  }

  private void take(Entry entry) {
    var decision = entry.decision();
    var stored = entry.stored();
    if (decision != null) {
      keep(decision, entry.channel());
    } else if (stored != null) {
      closeChunks(Long.MAX_VALUE, true);
      storeWaiting();
      stored.complete();
    }
  }

  private void keep(Decision decision, String channel) {
    long second = DecisionId.parse(decision.id()).orElseThrow().second();
    try {
      open.computeIfAbsent(second, s -> new LogChunk(s, parts.merge(s, 1, Integer::sum)))
          .add(decision, channel);
    } catch (RuntimeException unwritable) {
      open.remove(second);
      dropped.increment();
      LOG.error(
          "A decision could not be written into the log, nor those of its second", unwritable);
    }
  }

  private void closeChunks(long nowSecond, boolean all) {
    for (Iterator<LogChunk> chunks = open.values().iterator(); chunks.hasNext(); ) {
      var chunk = chunks.next();
      if (all || chunk.second() < nowSecond || chunk.decisions() >= FULL) {
        chunks.remove();
        waiting.add(new Closed(chunk, chunk.close()));
      }
    }
    parts.headMap(clock.millis() / 1000 - 600).clear();
    while (waiting.size() > WAITING) {
      dropped.add(waiting.remove().chunk().decisions());
    }
  }

  private void storeWaiting() {
    try {
      for (var closed = waiting.peek(); closed != null; closed = waiting.peek()) {
        store
            .insert(run, closed.chunk(), closed.body())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
        recorded.add(closed.chunk().decisions());
        waiting.remove();
      }
    } catch (CompletionException away) {
      LOG.warn(
          "{} chunks of the decision log wait for PostgreSQL: {}",
          waiting.size(),
          List.of(away.getCause()));
    }
  }
}
