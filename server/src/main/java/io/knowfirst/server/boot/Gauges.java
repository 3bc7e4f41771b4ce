package io.knowfirst.server.boot;

import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.decide.DecisionLog;
import io.knowfirst.server.metrics.Program;
import io.knowfirst.server.profile.Cluster;
import io.knowfirst.server.profile.Events;
import io.knowfirst.server.profile.Profiles;
import io.knowfirst.server.rulesets.replay.Recorder;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.trace.Tracing;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.Arrays;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the process and its parts know of themselves, as metrics. */
record Gauges(MeterRegistry registry) {
  /** What Vert.x measures by itself: its pools of connections and threads. */
  private static final Set<String> POOLS = Set.of(MetricsDomain.NAMED_POOLS.toCategory());

  /**
   * A Vert.x whose pools are measured: how many wait for a connection to PostgreSQL, and how long.
   */
  static Vertx measured(MeterRegistry registry, @Nullable Tracing traces) {
    var options =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setDisabledMetricsCategories(
                Arrays.stream(MetricsDomain.values())
                    .map(MetricsDomain::toCategory)
                    .filter(domain -> !POOLS.contains(domain))
                    .collect(Collectors.toSet()));
    var builder =
        Vertx.builder()
            .with(new VertxOptions().setMetricsOptions(options))
            .withMetrics(new MicrometerMetricsFactory(registry));
    return (traces == null ? builder : builder.withTracer(traces.factory())).build();
  }

  @SuppressWarnings("resource") // the binders live as long as the process
  void process() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Gauge.builder("knowfirst.build.info", () -> 1)
        .description("1; its labels say what runs")
        .tag("version", Program.VERSION)
        .tag("java", Runtime.version().toString())
        .register(registry);
  }

  void profiles(Profiles profiles) {
    gauge(
        "profiles.cached",
        "Profiles cached on this member",
        null,
        profiles,
        p -> p.stats().cached());
    gauge(
        "profiles",
        "Cached profiles as they are shared by members",
        "bytes",
        profiles,
        p -> p.stats().bytes());
    gauge(
        "profiles.live", "Decoded profiles, about", "bytes", profiles, p -> p.stats().liveBytes());
    counter("profiles.loads", "Profiles folded from PostgreSQL", profiles, p -> p.stats().loads());
    gauge(
        "profiles.loading",
        "Profiles that are being folded from PostgreSQL now",
        null,
        profiles,
        Profiles::loading);
    counter(
        "events.folded", "Events folded into cached profiles", profiles, p -> p.stats().folds());
    counter(
        "profiles.forgotten",
        "Touches and orders that profiles no longer keep when they are folded anew",
        profiles,
        p -> p.stats().forgotten());
  }

  void events(Events events) {
    counter("events.accepted", "Events stored", events, e -> e.stats().accepted());
    counter(
        "events.duplicates",
        "Events that were stored already",
        events,
        e -> e.stats().duplicates());
    counter("events.commits", "Transactions that stored events", events, e -> e.stats().batches());
    gauge(
        "events.waiting", "Events that wait to be stored", null, events, e -> e.stats().waiting());
  }

  void decisions(DecisionLog log) {
    counter(
        "decisions.recorded",
        "Decisions stored with their explanations",
        log,
        DecisionLog::recorded);
    counter(
        "decisions.dropped",
        "Decisions whose explanations could not be stored in time",
        log,
        DecisionLog::dropped);
  }

  void recordings(Recorder recorder) {
    counter("recordings.recorded", "Decisions recorded for replay", recorder, Recorder::recorded);
    counter(
        "recordings.dropped",
        "Recordings that could not be stored in time",
        recorder,
        Recorder::dropped);
    FunctionCounter.builder("knowfirst.recordings", recorder, Recorder::bytes)
        .description("What recordings took in PostgreSQL")
        .baseUnit("bytes")
        .register(registry);
  }

  void catalogue(Catalogue catalogue) {
    gauge(
        "catalogue.version",
        "Version of the catalogue; it grows with each change",
        null,
        catalogue,
        Catalogue::version);
  }

  void database(Database database) {
    gauge(
        "postgresql.up",
        "Whether PostgreSQL answers",
        null,
        database,
        d -> d.breaker().isAnswered() ? 1 : 0);
    gauge(
        "postgresql.connections",
        "Open connections to PostgreSQL",
        null,
        database,
        d -> d.pool().size());
  }

  void cluster(Cluster cluster) {
    gauge(
        "cluster.members",
        "Members that see each other, this one included",
        null,
        cluster,
        Cluster::members);
    gauge("cluster.expected", "Members before some were lost", null, cluster, Cluster::expected);
  }

  private <T> void gauge(
      String name, String description, @Nullable String unit, T of, ToDoubleFunction<T> value) {
    Gauge.builder("knowfirst." + name, of, value)
        .description(description)
        .baseUnit(unit)
        .register(registry);
  }

  private <T> void counter(String name, String description, T of, ToDoubleFunction<T> value) {
    FunctionCounter.builder("knowfirst." + name, of, value)
        .description(description)
        .register(registry);
  }
}
