package io.knowfirst.server.rulesets.liveness;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Counts by hour since the epoch; an hour that nothing is known of has zero. */
record Hours(TreeMap<Long, Long> counts) {
  private static final long SECONDS = 3_600;

  static Hours none() {
    return new Hours(new TreeMap<>());
  }

  static Hours of(Map<Long, Long> counts) {
    return new Hours(new TreeMap<>(counts));
  }

  static long of(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), SECONDS);
  }

  static Instant start(long hour) {
    return Instant.ofEpochSecond(hour * SECONDS);
  }

  void add(long hour, long count) {
    counts.merge(hour, count, Long::sum);
  }

  long at(long hour) {
    return counts.getOrDefault(hour, 0L);
  }

  /** The last hour with anything in it. */
  OptionalLong last() {
    return counts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(counts.lastKey());
  }
}
