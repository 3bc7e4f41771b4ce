package io.knowfirst.server.measurement;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.RuleFolder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An experiment and the metrics by which it is measured.
 *
 * @param placement where it runs; empty for what runs everywhere
 */
record Measured(String experiment, String placement, List<MetricFile> metrics) {
  /** What is measured where nobody defined a metric. */
  private static final MetricFile CONVERSION = conversion("conversion", "Order Completed");

  Measured {
    metrics = List.copyOf(metrics);
  }

  /** With the metrics that the experiment names, or all; a bandit's goal is always among them. */
  static Measured of(ExperimentFile file, RuleFolder folder) {
    var named = file.measurement().metrics();
    var metrics =
        named.isEmpty()
            ? all(folder)
            : named.stream().map(folder.metrics()::get).filter(Objects::nonNull).toList();
    var bandit = file.bandit();
    return new Measured(
        file.id(), file.placement(), bandit == null ? metrics : with(bandit.goal(), metrics));
  }

  private static List<MetricFile> with(String event, List<MetricFile> metrics) {
    var goal = goal(event, metrics);
    return metrics.contains(goal)
        ? metrics
        : Stream.concat(metrics.stream(), Stream.of(goal)).toList();
  }

  /** The metric that is just whether this event happened; one that nobody defined where none is. */
  static MetricFile goal(String event, List<MetricFile> metrics) {
    return metrics.stream()
        .filter(
            metric ->
                metric.kind() == MetricFile.Kind.CONVERSION
                    && metric.value().event().equals(event)
                    && metric.window() == null
                    && !metric.lowerIsBetter())
        .findFirst()
        .orElseGet(() -> conversion("goal:" + event, event));
  }

  private static MetricFile conversion(String id, String event) {
    var value = new MetricFile.Amount(event, null);
    return new MetricFile(id, MetricFile.Kind.CONVERSION, value, null, null, false, false, null, 0);
  }

  /** All metrics of the folder. */
  static List<MetricFile> all(RuleFolder folder) {
    return folder.metrics().isEmpty()
        ? List.of(CONVERSION)
        : List.copyOf(folder.metrics().values());
  }

  /** The metrics as counting reads them. */
  String json() {
    return json(metrics);
  }

  static String json(Collection<MetricFile> metrics) {
    var array = new JsonArray();
    for (var metric : metrics) {
      var per = metric.per();
      var object =
          new JsonObject()
              .put("ord", array.size())
              .put("id", metric.id())
              .put("kind", metric.kind().name())
              .put("event", metric.value().event())
              .put("property", metric.value().property())
              .put("per_event", per == null ? null : per.event())
              .put("per_property", per == null ? null : per.property())
              .put("days", metric.window())
              .put("cap", metric.cap())
              .put("before", metric.covariate())
              .put("refunds", metric.refunds());
      // Only where it is asked for, so that all that was measured before need not be counted anew.
      if (metric.source() == MetricFile.Source.SERVER) {
        object.put("source", "server");
      }
      array.add(object);
    }
    return array.encode();
  }
}
