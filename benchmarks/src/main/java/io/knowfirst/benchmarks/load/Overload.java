package io.knowfirst.benchmarks.load;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Requests at a rate that does not wait for answers, as visitors do not. */
final class Overload implements AutoCloseable {
  private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final int connections;
  private final int port;
  private final String key;
  private final String body;

  Overload(int port, String key, String body, int connections) {
    this.port = port;
    this.key = key;
    this.body = body;
    this.connections = connections;
    this.client =
        vertx
            .httpClientBuilder()
            .with(new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(0))
            .build();
  }

  /**
   * What came of a phase: answers by status, those for which no connection was free, and how long
   * answers with 200 took in ms.
   */
  record Phase(
      long sent, long answered, long refused, long failed, long unsent, double p50, double p99) {
    void print(String name) {
      System.out.printf(
          "| %s | %,d | %,d | %,d | %,d | %,d | %.1f | %.1f |%n",
          name, sent, answered, refused, failed, unsent, p50, p99);
    }
  }

  /** Sends at a rate, a second at least, and waits for the last answers. */
  Phase drive(double rate, int seconds, int visitors) throws InterruptedException {
    var took = new ConcurrentLinkedQueue<Long>();
    var refused = new LongAdder();
    var failed = new LongAdder();
    var open = new AtomicInteger();
    long unsent = 0;
    long sent = 0;
    long begin = System.nanoTime();
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    for (long now = begin; now < end; now = System.nanoTime()) {
      long due = (long) ((now - begin) / 1e9 * rate);
      for (; sent + unsent < due; ) {
        if (open.get() >= connections) {
          unsent++;
          continue;
        }
        open.incrementAndGet();
        sent++;
        send((int) ((sent * 7_919) % visitors), took, refused, failed, open);
      }
      LockSupport.parkNanos(BEAT_NANOS);
    }
    for (int waited = 0; open.get() > 0 && waited < 1_000; waited++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    var sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Phase(
        sent,
        sorted.length,
        refused.sum(),
        failed.sum(),
        unsent,
        quantile(sorted, 0.5),
        quantile(sorted, 0.99));
  }

  private void send(
      int visitor,
      ConcurrentLinkedQueue<Long> took,
      LongAdder refused,
      LongAdder failed,
      AtomicInteger open) {
    long began = System.nanoTime();
    client
        .request(HttpMethod.POST, port, "127.0.0.1", "/v1/decisions")
        .compose(
            request ->
                request
                    .putHeader("X-API-Key", key)
                    .putHeader("Content-Type", "application/json")
                    .send(Buffer.buffer(body.replace("VISITOR", Population.visitor(visitor)))))
        .compose(answer -> answer.body().map(answer.statusCode()))
        .onComplete(
            done -> {
              open.decrementAndGet();
              if (done.failed()) {
                failed.increment();
              } else if (done.result() == 200) {
                took.add(System.nanoTime() - began);
              } else {
                refused.increment();
              }
            });
  }

  private static double quantile(long[] sorted, double share) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e6;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
