package io.knowfirst.server.store.journal;

import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
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
 * The one thread that writes a journal: entries wait in a bounded queue, are written into one chunk
 * for each second, and chunks are stored when their second is over or they are full. While
 * PostgreSQL is away a bounded number of chunks waits. Whatever does not fit is dropped and
 * counted.
 */
public final class Journal<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final int WAITING = 64;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long CLOSING_MILLIS = 5_000;

  private final Outage outage;
  private final String name;
  private final JournalTable table;
  private final Format<T> format;
  private final long run;
  private final int most;
  private final InstantSource clock;
  private final Queue<Entry<T>> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final LongAdder recorded = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Thread thread;
  private volatile boolean closing;

  // Only the thread below touches these.
  private final Map<Long, Chunk> open = new TreeMap<>();
  private final TreeMap<Long, Integer> parts = new TreeMap<>();
  private final Queue<Closed> waiting = new ArrayDeque<>();

  /** Either something to keep, or a promise to complete when all before it is stored. */
  private record Entry<T>(@Nullable T kept, @Nullable Promise<Void> stored) {}

  private record Closed(Chunk chunk, Buffer body) {}

  /**
   * @param name of the thread, and in messages
   * @param run drawn at random when the member starts
   * @param most entries that may wait to be written
   */
  public Journal(
      String name, JournalTable table, Format<T> format, long run, int most, InstantSource clock) {
    this.name = name;
    this.outage = new Outage(LOG, "The " + name + " waits for PostgreSQL in memory");
    this.table = table;
    this.format = format;
    this.run = run;
    this.most = most;
    this.clock = clock;
    this.thread = new Thread(this::work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Never blocks and never fails; what does not fit is counted. */
  public void offer(T entry) {
    if (!put(new Entry<>(entry, null))) {
      dropped.increment();
    }
  }

  /** Completes when all that was offered before is stored, or cannot be. */
  public Future<Void> flush() {
    var stored = Promise.<Void>promise();
    if (closing || !put(new Entry<>(null, stored))) {
      return Future.succeededFuture();
    }
    return stored.future();
  }

  /** Wakes nobody: to wake a thread costs the caller more than all the rest. */
  private boolean put(Entry<T> entry) {
    if (queued.incrementAndGet() > most) {
      queued.decrementAndGet();
      return false;
    }
    return queue.add(entry);
  }

  /** Entries stored since the start. */
  public long recorded() {
    return recorded.sum();
  }

  /** Bytes stored since the start. */
  public long bytes() {
    return bytes.sum();
  }

  /** Entries lost since the start. */
  public long dropped() {
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
        LOG.error("The {} goes on after an error", name, unexpected);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    closeChunks(Long.MAX_VALUE, true);
    storeWaiting();
  }

  private void take(Entry<T> entry) {
    var kept = entry.kept();
    var stored = entry.stored();
    if (kept != null) {
      keep(kept);
    } else if (stored != null) {
      closeChunks(Long.MAX_VALUE, true);
      storeWaiting();
      stored.complete();
    }
  }

  private void keep(T entry) {
    long second = format.second(entry);
    try {
      var chunk = open.computeIfAbsent(second, s -> new Chunk(s, parts.merge(s, 1, Integer::sum)));
      chunk.add(format, entry);
      if (chunk.full()) {
        open.remove(second);
        close(chunk);
      }
    } catch (RuntimeException unwritable) {
      open.remove(second);
      dropped.increment();
      LOG.error(
          "An entry could not be written into the {}, nor those of its second", name, unwritable);
    }
  }

  private void close(Chunk chunk) {
    waiting.add(new Closed(chunk, chunk.close()));
    while (waiting.size() > WAITING) {
      dropped.add(waiting.remove().chunk().entries());
    }
  }

  private void closeChunks(long nowSecond, boolean all) {
    for (Iterator<Chunk> chunks = open.values().iterator(); chunks.hasNext(); ) {
      var chunk = chunks.next();
      if (all || chunk.second() < nowSecond) {
        chunks.remove();
        close(chunk);
      }
    }
    parts.headMap(clock.millis() / 1000 - 600).clear();
  }

  private void storeWaiting() {
    try {
      for (var closed = waiting.peek(); closed != null; closed = waiting.peek()) {
        table
            .insert(run, closed.chunk(), closed.body())
            .toCompletionStage()
            .toCompletableFuture()
            .join();
        recorded.add(closed.chunk().entries());
        bytes.add(closed.body().length());
        waiting.remove();
        outage.over();
      }
    } catch (CompletionException away) {
      outage.failed(away.getCause() == null ? away : away.getCause());
    }
  }
}
