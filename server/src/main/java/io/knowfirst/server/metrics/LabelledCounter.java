package io.knowfirst.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A counter by the values of its labels. Each combination of values is a series that Prometheus
 * keeps, so there are only so many: those that come first, and {@value #OTHER} for all others.
 */
public final class LabelledCounter {
  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private final List<String> labels;
  private final int series;
  private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

  /**
   * @param name in words with dots, without {@code total}
   * @param series at most, apart from that of all others
   * @param labels names, in the order in which values are given
   */
  public LabelledCounter(
      MeterRegistry registry, String name, String description, int series, String... labels) {
    this.registry = registry;
    this.name = name;
    this.description = description;
    this.series = series;
    this.labels = List.of(labels);
  }

  /** Counts one; as many values as there are labels. */
  public void count(String... values) {
    var key = List.of(values);
    var counter = counters.get(key);
    (counter == null ? add(key) : counter).increment();
  }

  private synchronized Counter add(List<String> values) {
    return counters.containsKey(values) || counters.size() < series
        ? counters.computeIfAbsent(values, this::counter)
        : counter(Collections.nCopies(labels.size(), OTHER));
  }

  private Counter counter(List<String> values) {
    var tags = Tags.empty();
    for (int i = 0; i < labels.size(); i++) {
      tags = tags.and(labels.get(i), values.get(i));
    }
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
