package io.knowfirst.server.quality;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what comes in, by kind and name: what was understood, and what was accepted and not
 * understood. Counts are those of one member since it started. Of each kind so many names are kept;
 * when one more comes, the rarest gives way and is counted as {@value #OTHERS}. Any thread may
 * count.
 */
public final class DataQuality {
  /** Stands for the names that gave way. */
  public static final String OTHERS = "(others)";

  static final int NAMES = 200;
  private static final int LONGEST = 120;
  private static final int KEYS = 10;

  private final InstantSource clock;
  private final Instant since;
  private final Map<Kind, Map<String, Count>> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, Counter> meters = new EnumMap<>(Kind.class);

  public DataQuality(InstantSource clock, MeterRegistry metrics) {
    this.clock = clock;
    this.since = clock.instant();
    for (var kind : Kind.values()) {
      counts.put(kind, new ConcurrentHashMap<>());
      meters.put(
          kind,
          Counter.builder("knowfirst.data")
              .description("Data taken in, by whether and how it was understood")
              .tag("kind", kind.word())
              .register(metrics));
    }
  }

  /** Counts one, of whom it does not matter which key sent it. */
  public void count(Kind kind, String name) {
    count(kind, name, "");
  }

  /**
   * Counts one.
   *
   * @param key public id of the key that sent it; empty for none
   */
  public void count(Kind kind, String name, String key) {
    Objects.requireNonNull(meters.get(kind)).increment();
    var names = Objects.requireNonNull(counts.get(kind));
    var shown = name.length() > LONGEST ? name.substring(0, LONGEST - 1) + "…" : name;
    var known = names.get(shown);
    if (known == null) {
      known = add(names, shown);
    }
    known.add(clock.instant(), key);
  }

  /** Since when this member counts. */
  public Instant since() {
    return since;
  }

  /** What was counted, by kind, the most frequent first. */
  public List<Finding> findings() {
    return counts.entrySet().stream()
        .flatMap(
            kind ->
                kind.getValue().entrySet().stream()
                    .map(name -> name.getValue().finding(kind.getKey(), name.getKey()))
                    .sorted(
                        Comparator.comparingLong(Finding::count)
                            .reversed()
                            .thenComparing(Finding::name)))
        .toList();
  }

  private Count add(Map<String, Count> names, String name) {
    synchronized (names) {
      if (names.size() >= NAMES) {
        names.entrySet().stream()
            .filter(one -> !one.getKey().equals(OTHERS))
            .min(Comparator.comparingLong(one -> one.getValue().count.sum()))
            .ifPresent(
                rarest -> {
                  names.remove(rarest.getKey());
                  names.computeIfAbsent(OTHERS, o -> new Count(clock.instant())).add(rarest);
                });
      }
      return names.computeIfAbsent(name, n -> new Count(clock.instant()));
    }
  }

  private static final class Count {
    private final LongAdder count = new LongAdder();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final Instant first;
    private volatile Instant last;

    Count(Instant first) {
      this.first = first;
      this.last = first;
    }

    void add(Instant now, String key) {
      count.increment();
      last = now;
      if (!key.isEmpty() && keys.size() < KEYS) {
        keys.add(key);
      }
    }

    void add(Map.Entry<String, Count> rarest) {
      count.add(rarest.getValue().count.sum());
      last = rarest.getValue().last;
    }

    Finding finding(Kind kind, String name) {
      return new Finding(kind, name, count.sum(), first, last, keys);
    }
  }
}
