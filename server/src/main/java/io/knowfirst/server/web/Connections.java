package io.knowfirst.server.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The open connections. One that sends nothing whole within its time is closed, however steadily
 * single bytes arrive. Where an address has too many, or all have, the one that has waited longest
 * for its client is closed in favour of the new one.
 */
final class Connections {
  /** For a body, and for an answer of which nothing is written: an erasure reads whole tables. */
  static final int LONGEST_SECONDS = 3_600;

  private static final long REFUSED = TimeUnit.SECONDS.toNanos(30);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(Connections.LONGEST_SECONDS);
  private static final long SPARED = TimeUnit.SECONDS.toNanos(5);
  private static final long BYTES_EACH = 64 * 1024;
  private static final int LEAST = 1_000;

  private final int most =
      (int) Math.max(LEAST, Math.min(50_000, Runtime.getRuntime().maxMemory() / 4 / BYTES_EACH));
  private final int mostOfAddress;
  private final long headTime;
  private final long idleTime;
  private final boolean behindProxy;
  private final Map<HttpConnection, Open> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> addresses = new ConcurrentHashMap<>();

  /**
   * @param behindProxy whether all connections come from a proxy of ours, which limits its clients
   */
  Connections(HttpLimits limits, boolean behindProxy) {
    this.mostOfAddress = limits.connections();
    this.headTime = limits.headTime().toNanos();
    this.idleTime = limits.idleTime().toNanos();
    this.behindProxy = behindProxy;
  }

  private static final class Open {
    private final String address;
    private volatile long since = System.nanoTime();
    private volatile boolean idle;
    private volatile @Nullable HttpServerRequest request;

    Open(String address) {
      this.address = address;
    }

    /** Whether the server is at work for it, rather than waiting for its client. */
    boolean busy() {
      var current = request;
      return current != null && current.isEnded() && !current.response().ended();
    }

    /** Of two that wait alike, one that was answered before and may be used again is spared. */
    long waitsSince() {
      var current = request;
      boolean answered = current != null && current.isEnded();
      return answered ? since + SPARED : since;
    }
  }

  void accept(HttpConnection connection) {
    var address = Clients.address(connection.remoteAddress());
    if (!hasRoom(address)) {
      connection.close();
      return;
    }
    open.put(connection, new Open(address));
    addresses.merge(address, 1, Integer::sum);
    connection
        .closeHandler(closed -> forget(connection))
        // Of who sends more requests than are answered nothing more is read.
        .exceptionHandler(failed -> connection.close());
  }

  private boolean hasRoom(String address) {
    if (open.size() >= most && !closeSlowest(any -> true)) {
      return false;
    }
    return behindProxy
        || addresses.getOrDefault(address, 0) < mostOfAddress
        || closeSlowest(other -> other.address.equals(address));
  }

  /** A request's headers are complete. */
  void begin(HttpServerRequest request) {
    var connection = open.get(request.connection());
    if (connection != null) {
      connection.since = System.nanoTime();
      connection.idle = false;
      connection.request = request;
    }
  }

  int count() {
    return open.size();
  }

  /** Closes what took too long. */
  void expire(long now) {
    open.forEach(
        (connection, state) -> {
          if (isLate(state, now)) {
            connection.close();
          }
        });
  }

  private boolean isLate(Open connection, long now) {
    long age = now - connection.since;
    var request = connection.request;
    if (request == null) {
      return age > headTime;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      return false; // Its streams begin and end on their own.
    }
    boolean answered = request.response().ended();
    if (!request.isEnded()) {
      return age > (answered ? REFUSED : LONGEST);
    }
    if (answered && !connection.idle) {
      connection.idle = true;
      connection.since = now;
      return false;
    }
    return connection.idle && age > idleTime;
  }

  private boolean closeSlowest(Predicate<Open> which) {
    var slowest =
        open.entrySet().stream()
            .filter(entry -> which.test(entry.getValue()) && !entry.getValue().busy())
            .min(Comparator.comparingLong(entry -> entry.getValue().waitsSince()));
    slowest.ifPresent(
        entry -> {
          forget(entry.getKey());
          entry.getKey().close();
        });
    return slowest.isPresent();
  }

  private void forget(HttpConnection connection) {
    var closed = open.remove(connection);
    if (closed != null) {
      addresses.computeIfPresent(closed.address, (address, count) -> count == 1 ? null : count - 1);
    }
  }
}
