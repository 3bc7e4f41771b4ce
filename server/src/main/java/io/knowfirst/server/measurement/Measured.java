package io.knowfirst.server.measurement;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.RuleFolder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * An experiment and the metrics by which it is measured.
 *
 * @param placement where it runs; empty for what runs everywhere
 */
record Measured(String experiment, String placement, List<MetricFile> metrics) {
  /** What is measured where nobody defined a metric. */
  private static final MetricFile CONVERSION =
      new MetricFile(
          "conversion",
          MetricFile.Kind.CONVERSION,
          new MetricFile.Amount("Order Completed", null),
          null,
          null,
          false,
          false,
          null,
          0);

  Measured {
    metrics = List.copyOf(metrics);
  }

  /** With the metrics that the experiment names, or all. */
  static Measured of(ExperimentFile file, RuleFolder folder) {
    var named = file.measurement().metrics();
    var metrics =
        named.isEmpty()
            ? all(folder)
            : named.stream().map(folder.metrics()::get).filter(Objects::nonNull).toList();
    return new Measured(file.id(), file.placement(), metrics);
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
      array.add(
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
              .put("before", metric.covariate()));
    }
    return array.encode();
  }
}
