package io.knowfirst.server.boot;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that run; closing stops them in the reverse of the order in which they started. */
final class Running implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();

  /** How a part stops. */
  interface Stop<T> {
    void stop(T part) throws Exception;
  }

  void push(AutoCloseable part) {
    parts.push(part);
  }

  <T> T keep(T part, Stop<T> stop) {
    push(() -> stop.stop(part));
    return part;
  }

  @Override
  public void close() {
    for (var part = parts.poll(); part != null; part = parts.poll()) {
      try {
        part.close();
      } catch (Exception failed) {
        LOG.warn("{} did not stop cleanly", part, failed);
      }
    }
  }
}
