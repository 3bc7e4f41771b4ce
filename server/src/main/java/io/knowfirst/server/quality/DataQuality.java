package io.knowfirst.server.quality;

import io.knowfirst.server.store.postgres.Outage;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what comes in, by kind and name: what was understood, and what was accepted and not
 * understood. What was counted is added to the installation's counts every two seconds and at the
 * end; what a killed process had not added yet is lost. Of each kind so many names are kept; when
 * one more comes, the rarest gives way and is counted as {@value #OTHERS}. Any thread may count.
 */
public final class DataQuality {
  /** Stands for the names that gave way. */
  public static final String OTHERS = "(others)";

  static final int NAMES = 200;
  static final int KEYS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(DataQuality.class);
  private static final int LONGEST = 120;
  private static final long PAUSE_MS = 2_000;

  private final Outage outage = new Outage(LOG, "Data quality is counted in memory only");
  private final InstantSource clock;
  private final QualityStore store;
  private final Map<Kind, Map<String, Count>> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, Counter> meters = new EnumMap<>(Kind.class);
  private Future<Void> storing = Future.succeededFuture();

  public DataQuality(InstantSource clock, MeterRegistry metrics, QualityStore store) {
    this.clock = clock;
    this.store = store;
    for (var kind : Kind.values()) {
      counts.put(kind, new HashMap<>());
      meters.put(
          kind,
          Counter.builder("knowfirst.data")
              .description("Data taken in, by whether and how it was understood")
              .tag("kind", kind.word())
              .register(metrics));
    }
  }

  /** Adds to the installation's counts from now on. */
  public DataQuality storing(Vertx vertx) {
    vertx.setPeriodic(PAUSE_MS, tick -> store());
    return this;
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
    var shown = name.length() > LONGEST ? name.substring(0, LONGEST - 1) + "…" : name;
    var now = clock.instant();
    var one =
        new QualityFinding(kind, clean(shown), 1, now, now, key.isEmpty() ? Set.of() : Set.of(key));
    var names = Objects.requireNonNull(counts.get(kind));
    synchronized (names) {
      add(names, one);
    }
  }

  /** PostgreSQL holds neither the character 0 nor half a surrogate pair. */
  private static String clean(String name) {
    return name.codePoints().allMatch(DataQuality::isClean)
        ? name
        : name.codePoints()
            .map(c -> isClean(c) ? c : '\uFFFD')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isClean(int c) {
    return c != 0 && Character.getType(c) != Character.SURROGATE;
  }

  /** What the installation has counted, by kind, the most frequent first. */
  public Future<List<QualityFinding>> findings() {
    return store()
        .compose(stored -> store.read())
        .recover(away -> Future.failedFuture(new StoreUnavailable("Counts are away", away)));
  }

  /**
   * Adds what was counted since the last time; one store at a time. What could not be stored is
   * kept for the next.
   */
  public synchronized Future<Void> store() {
    storing = storing.otherwiseEmpty().compose(before -> add());
    return storing;
  }

  private Future<Void> add() {
    var taken = new ArrayList<QualityFinding>();
    for (var names : counts.values()) {
      synchronized (names) {
        names.values().forEach(count -> taken.add(count.finding()));
        names.clear();
      }
    }
    return taken.isEmpty()
        ? Future.succeededFuture()
        : outage.watch(store.add(taken)).onFailure(away -> putBack(taken));
  }

  private void putBack(List<QualityFinding> taken) {
    for (var finding : taken) {
      var names = Objects.requireNonNull(counts.get(finding.kind()));
      synchronized (names) {
        add(names, finding);
      }
    }
  }

  private static void add(Map<String, Count> names, QualityFinding more) {
    var known = names.get(more.name());
    if (known == null && names.size() >= NAMES) {
      names.values().stream()
          .filter(one -> !one.name.equals(OTHERS))
          .min(Comparator.comparingLong(one -> one.number))
          .ifPresent(
              rarest -> {
                names.remove(rarest.name);
                names
                    .computeIfAbsent(OTHERS, others -> new Count(rarest.finding(), OTHERS))
                    .add(rarest.finding());
              });
    }
    names.computeIfAbsent(more.name(), name -> new Count(more, name)).add(more);
  }

  private static final class Count {
    private final Kind kind;
    private final String name;
    private final Set<String> keys = new TreeSet<>();
    private Instant first;
    private Instant last;
    private long number;

    Count(QualityFinding of, String name) {
      this.kind = of.kind();
      this.name = name;
      this.first = of.first();
      this.last = of.last();
    }

    void add(QualityFinding more) {
      number += more.count();
      first = more.first().isBefore(first) ? more.first() : first;
      last = more.last().isAfter(last) ? more.last() : last;
      if (!name.equals(OTHERS)) {
        more.keys().stream().limit(Math.max(0, KEYS - keys.size())).forEach(keys::add);
      }
    }

    QualityFinding finding() {
      return new QualityFinding(kind, name, number, first, last, keys);
    }
  }
}
