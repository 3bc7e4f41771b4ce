package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.MetricFile.Form;
import io.knowfirst.rules.folder.MetricFile.MetricAmount;
import io.knowfirst.rules.folder.MetricFile.ValueKind;
import java.util.List;

/** Reads what funnels, retentions and quantiles say beside. */
final class MetricForms {
  private static final int LAST_DAY = 365;
  private static final int MOST_STEPS = 10;
  private static final double LOWEST = 0.01;
  private static final double HIGHEST = 0.99;

  private MetricForms() {}

  static Form form(YamlTable table, ValueKind kind) {
    Double quantile =
        kind == ValueKind.QUANTILE
            ? table.decimal("quantile", LOWEST, HIGHEST, null)
            : (Double) 0.0;
    return new Form(
        kind == ValueKind.FUNNEL && table.has("steps") ? table.texts("steps") : List.of(),
        kind == ValueKind.RETENTION ? table.whole("from", 1, LAST_DAY - 1, null) : 0,
        quantile == null ? 0 : quantile);
  }

  /** The last step of a funnel; whatever brought a visitor back where nobody named an event. */
  static MetricAmount value(YamlTable table, ValueKind kind, Form form) {
    var steps = form.steps();
    if (kind == ValueKind.FUNNEL) {
      return new MetricAmount(steps.isEmpty() ? "?" : steps.get(steps.size() - 1), null);
    }
    var event =
        kind == ValueKind.RETENTION && !table.has("event")
            ? MetricFile.ANY_EVENT
            : table.text("event", "?");
    return new MetricAmount(event, table.optional("property"));
  }

  static void holds(YamlTable table, MetricFile metric) {
    switch (metric.kind()) {
      case FUNNEL -> {
        int steps = metric.form().steps().size();
        if (steps < 2 || steps > MOST_STEPS) {
          table.error(
              table.has("steps") ? "steps" : null,
              "KF018",
              "A funnel has %d steps, expected 2 to %d track events in their order. Maybe steps: [Product Viewed, Product Added, Order Completed]."
                  .formatted(steps, MOST_STEPS));
        }
      }
      case RETENTION -> {
        var until = metric.window();
        if (until == null || until <= metric.form().from()) {
          table.error(
              table.has("until") ? "until" : null,
              "KF018",
              "until is %s, expected a day after from, %d. Maybe until: %d."
                  .formatted(
                      until == null ? "missing" : until,
                      metric.form().from(),
                      metric.form().from() + 7));
        }
      }
      case QUANTILE -> {
        if (metric.form().quantile() == 0) {
          table.error(
              table.has("quantile") ? "quantile" : null,
              "KF018",
              "A quantile needs quantile, between %s and %s. Maybe the median: quantile: 0.5."
                  .formatted(LOWEST, HIGHEST));
        }
        if (metric.value().property() == null) {
          table.error(
              null,
              "KF018",
              "A quantile needs the property whose values are ordered. Maybe kind: count.");
        }
      }
      case CONVERSION, COUNT, SUM, RATIO -> {}
    }
    boolean plain =
        metric.kind() == ValueKind.FUNNEL
            || metric.kind() == ValueKind.RETENTION
            || metric.kind() == ValueKind.QUANTILE;
    if (plain && metric.covariate() > 0) {
      table.error(
          "covariate",
          "KF018",
          "A funnel, a retention or a quantile has no covariate. Maybe leave it out.");
    }
  }
}
