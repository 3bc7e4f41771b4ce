package io.knowfirst.server.boot;

import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.decide.DecisionLog;
import io.knowfirst.server.profile.Cluster;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.profile.Profiles;
import io.knowfirst.server.rulesets.replay.Recorder;
import io.knowfirst.server.store.postgres.Database;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;

/** What the parts know of themselves, as metrics. */
final class Gauges {
  private Gauges() {}

  @SuppressWarnings("resource") // the binders live as long as the process
  static void register(
      MeterRegistry registry,
      Events events,
      Profiles profiles,
      Catalogue catalogue,
      DecisionLog log) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    Gauge.builder("knowfirst.profiles.cached", profiles, p -> p.stats().cached())
        .register(registry);
    Gauge.builder("knowfirst.profiles.bytes", profiles, p -> p.stats().bytes()).register(registry);
    Gauge.builder("knowfirst.profiles.live.bytes", profiles, p -> p.stats().liveBytes())
        .description("Bytes of the decoded profiles, about")
        .register(registry);
    FunctionCounter.builder("knowfirst.profiles.loads", profiles, p -> p.stats().loads())
        .register(registry);
    FunctionCounter.builder("knowfirst.events.folded", profiles, p -> p.stats().folds())
        .register(registry);
    FunctionCounter.builder("knowfirst.events.accepted", events, e -> e.stats().accepted())
        .register(registry);
    FunctionCounter.builder("knowfirst.events.duplicates", events, e -> e.stats().duplicates())
        .register(registry);
    FunctionCounter.builder("knowfirst.profiles.forgotten", profiles, p -> p.stats().forgotten())
        .description("Touches and orders that profiles no longer keep when they are folded anew")
        .register(registry);
    FunctionCounter.builder("knowfirst.events.commits", events, e -> e.stats().batches())
        .register(registry);
    Gauge.builder("knowfirst.events.waiting", events, e -> e.stats().waiting()).register(registry);
    Gauge.builder("knowfirst.catalogue.version", catalogue, Catalogue::version).register(registry);
    FunctionCounter.builder("knowfirst.decisions.recorded", log, DecisionLog::recorded)
        .register(registry);
    FunctionCounter.builder("knowfirst.decisions.dropped", log, DecisionLog::dropped)
        .register(registry);
  }

  static void register(MeterRegistry registry, Database database, Cluster cluster) {
    Gauge.builder("knowfirst.postgresql.up", database, d -> d.breaker().isAnswered() ? 1 : 0)
        .description("Whether PostgreSQL answers")
        .register(registry);
    Gauge.builder("knowfirst.cluster.members", cluster, Cluster::members)
        .description("Members that see each other, this one included")
        .register(registry);
    Gauge.builder("knowfirst.cluster.expected", cluster, Cluster::expected)
        .description("Members before some were lost")
        .register(registry);
  }

  static void register(MeterRegistry registry, Recorder recorder) {
    FunctionCounter.builder("knowfirst.recordings.recorded", recorder, Recorder::recorded)
        .register(registry);
    FunctionCounter.builder("knowfirst.recordings.dropped", recorder, Recorder::dropped)
        .register(registry);
    FunctionCounter.builder("knowfirst.recordings.bytes", recorder, Recorder::bytes)
        .baseUnit("bytes")
        .register(registry);
  }
}
