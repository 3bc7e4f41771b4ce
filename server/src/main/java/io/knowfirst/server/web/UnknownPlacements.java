package io.knowfirst.server.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts placements that were asked for and could not be decided, by id: so many ids as come first,
 * all others together, as whoever has a site key may make up any.
 */
final class UnknownPlacements {
  private static final int LABELS = 100;
  private static final String OTHER = "other";

  private final MeterRegistry metrics;
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();

  UnknownPlacements(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void count(String placement) {
    var counter = counters.get(placement);
    if (counter == null) {
      synchronized (counters) {
        boolean room = counters.containsKey(placement) || counters.size() < LABELS;
        counter = room ? counters.computeIfAbsent(placement, this::counter) : counter(OTHER);
      }
    }
    counter.increment();
  }

  private Counter counter(String placement) {
    return Counter.builder("knowfirst.placements.unknown")
        .description("Placements asked for that the live rules do not have")
        .tag("placement", placement)
        .register(metrics);
  }
}
