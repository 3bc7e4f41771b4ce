package io.knowfirst.rules.base;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Suspends rules that overran, so that one bad rule does not cost every decision its budget: for
 * one second at first, twice as long each time it overruns again soon after.
 */
final class Breaker {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int MOST_DOUBLINGS = 6;
  private static final Duration FORGIVEN_AFTER = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Map<String, Strike> strikes = new HashMap<>();
  private volatile boolean quiet = true;

  private record Strike(int doublings, Instant at, Instant until) {}

  Breaker(InstantSource clock) {
    this.clock = clock;
  }

  /** One by the same clock that knows of nothing yet. */
  Breaker another() {
    return new Breaker(clock);
  }

  synchronized void overran(Collection<String> rules) {
    var now = clock.instant();
    for (var rule : rules) {
      var last = strikes.get(rule);
      int doublings = last == null ? 0 : Math.min(last.doublings() + 1, MOST_DOUBLINGS);
      strikes.put(rule, new Strike(doublings, now, now.plus(FIRST.multipliedBy(1L << doublings))));
    }
    quiet = false;
  }

  /** The rules that are not to run now. */
  Set<String> suspended() {
    return quiet ? Set.of() : look();
  }

  private synchronized Set<String> look() {
    var now = clock.instant();
    strikes.values().removeIf(strike -> strike.at().plus(FORGIVEN_AFTER).isBefore(now));
    quiet = strikes.isEmpty();
    return strikes.entrySet().stream()
        .filter(entry -> entry.getValue().until().isAfter(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
