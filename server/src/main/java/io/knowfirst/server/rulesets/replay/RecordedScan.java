package io.knowfirst.server.rulesets.replay;

import io.knowfirst.server.store.journal.Chunk;
import io.knowfirst.server.store.journal.JournalTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Reads the newest recorded decisions of a time on several threads. */
final class RecordedScan {
  private final JournalTable table;
  private final int most;
  private final AtomicLong left;
  private final AtomicLong done = new AtomicLong();
  private volatile long recorded;

  /**
   * @param most decisions to read, the newest
   */
  RecordedScan(JournalTable table, int most) {
    this.table = table;
    this.most = most;
    this.left = new AtomicLong(most);
  }

  /** What one thread does with the decisions that it reads. */
  interface Reader {
    void read(Recorded recorded);

    /** One that another version of the server recorded. */
    void unreadable(String id);
  }

  /** Decisions read so far. */
  long done() {
    return done.get();
  }

  /** Decisions recorded in the time, those beyond the maximum too. */
  long recorded() {
    return recorded;
  }

  /** Takes as long as it takes: not on an event loop. */
  <R extends Reader> List<R> run(Instant from, Instant until, int threads, Supplier<R> readers) {
    var keys =
        table
            .keys(from.getEpochSecond(), until.getEpochSecond() + 1)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    recorded = keys.stream().mapToLong(JournalTable.Key::entries).sum();
    var wanted = newest(keys);
    var pool = Executors.newFixedThreadPool(threads, work -> new Thread(work, "replay"));
    try {
      var workers = new ArrayList<CompletableFuture<R>>();
      for (int i = 0; i < threads; i++) {
        workers.add(CompletableFuture.supplyAsync(() -> work(wanted, readers.get()), pool));
      }
      return workers.stream().map(CompletableFuture::join).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  private Queue<JournalTable.Key> newest(List<JournalTable.Key> keys) {
    var wanted = new ConcurrentLinkedQueue<JournalTable.Key>();
    long entries = 0;
    for (var key : keys) {
      if (entries >= most) {
        break;
      }
      wanted.add(key);
      entries += key.entries();
    }
    return wanted;
  }

  private <R extends Reader> R work(Queue<JournalTable.Key> keys, R reader) {
    for (var key = keys.poll(); key != null; key = keys.poll()) {
      var bodies = table.chunk(key).toCompletionStage().toCompletableFuture().join();
      for (var body : bodies) {
        Chunk.read(
            body,
            json -> {
              if (left.getAndDecrement() <= 0) {
                return false;
              }
              try {
                reader.read(RecordingFormat.read(json));
              } catch (IllegalArgumentException ofAnotherVersion) {
                reader.unreadable(json.path("id").asText());
              }
              done.incrementAndGet();
              return true;
            });
      }
    }
    return reader;
  }
}
