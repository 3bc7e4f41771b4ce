package io.knowfirst.server.events;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.model.HoldoutAssignment;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exposures as columns. Those of variations that were forced are left out. */
final class ExposureRows {
  private final List<String> experiments = new ArrayList<>();
  private final List<Integer> phases = new ArrayList<>();
  private final List<String> visitors = new ArrayList<>();
  private final List<String> variations = new ArrayList<>();
  private final List<OffsetDateTime> times = new ArrayList<>();
  private final List<String> decisions = new ArrayList<>();
  private final List<Integer> buckets = new ArrayList<>();
  private final List<Double> propensities = new ArrayList<>();
  private final List<Boolean> bots = new ArrayList<>();
  private final List<@Nullable String> channels = new ArrayList<>();
  private final List<@Nullable String> devices = new ArrayList<>();
  private final List<@Nullable String> cuts = new ArrayList<>();
  private final Set<String> touched = new LinkedHashSet<>();

  void add(Event event) {
    if (event.type() == Event.Type.EXPOSURE) {
      exposure(event);
    } else if (event.type() == Event.Type.IDENTIFY && event.anonymous() != null) {
      touched.add(event.visitor());
    }
  }

  private void exposure(Event event) {
    var values = event.values();
    if (values.containsKey("experiment") && !Boolean.FALSE.equals(values.get("counted"))) {
      add(
          event,
          text(values, "experiment"),
          number(values, "phase", 1).intValue(),
          text(values, "variation"),
          number(values, "bucket", 0).intValue(),
          number(values, "propensity", 1).doubleValue());
    }
    if (values.get("holdouts") instanceof List<?> draws) {
      for (var text : draws) {
        var draw = HoldoutAssignment.Draw.of(text.toString());
        add(event, draw.experiment(), 1, draw.variation(), draw.bucket(), draw.propensity());
      }
    }
  }

  private void add(
      Event event, String experiment, int phase, String variation, int bucket, double propensity) {
    experiments.add(experiment);
    phases.add(phase);
    visitors.add(event.visitor());
    variations.add(variation);
    times.add(event.at().atOffset(ZoneOffset.UTC));
    decisions.add(text(event.values(), "decision"));
    buckets.add(bucket);
    propensities.add(propensity);
    bots.add(Boolean.TRUE.equals(event.values().get("bot")));
    channels.add(said(event, "channel"));
    devices.add(said(event, "device"));
    cuts.add(experiment.equals(event.values().get("experiment")) ? said(event, "cuts") : null);
    touched.add(event.visitor());
  }

  boolean isEmpty() {
    return experiments.isEmpty();
  }

  /** Whose exposures may now differ from those under another of their ids. */
  Set<String> visitors() {
    return touched;
  }

  Tuple tuple() {
    return Tuple.from(
        List.of(
            experiments.toArray(String[]::new),
            phases.toArray(Integer[]::new),
            visitors.toArray(String[]::new),
            variations.toArray(String[]::new),
            times.toArray(OffsetDateTime[]::new),
            decisions.toArray(String[]::new),
            buckets.toArray(Integer[]::new),
            propensities.toArray(Double[]::new),
            bots.toArray(Boolean[]::new),
            channels.toArray(String[]::new),
            devices.toArray(String[]::new),
            cuts.toArray(String[]::new)));
  }

  private static String text(Map<String, Object> values, String name) {
    return String.valueOf(values.get(name));
  }

  private static @Nullable String said(Event event, String name) {
    return event.values().get(name) instanceof String text ? text : null;
  }

  private static Number number(Map<String, Object> values, String name, int otherwise) {
    return values.get(name) instanceof Number number ? number : otherwise;
  }
}
