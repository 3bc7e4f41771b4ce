package io.knowfirst.server.experiments.measurement;

import io.knowfirst.rules.folder.MetricFile;
import java.math.BigDecimal;

/** Metrics as their definitions in short. */
final class MetricSummary {
  private MetricSummary() {}

  /** A metric as its definition in short: "Order Completed: items.value, 14 d, <= 2000". */
  static String of(MetricFile metric) {
    var text = new StringBuilder(started(metric));
    if (metric.per() != null) {
      text.append(" / ").append(described(metric.per()));
    }
    if (metric.window() != null) {
      text.append(", ").append(metric.window()).append(" d");
    }
    if (metric.cap() != null) {
      text.append(", \u2264 ").append(metric.cap());
    }
    if (metric.margin() != null) {
      text.append(", \u00b1 ").append(Math.round(10_000 * metric.margin()) / 100.0).append(" %");
    }
    if (metric.covariate() > 0) {
      text.append(", CUPED ").append(metric.covariate()).append(" d");
    }
    if (metric.source() == MetricFile.MetricSource.SERVER) {
      text.append(", source: server");
    }
    return text.toString();
  }

  private static String started(MetricFile metric) {
    return switch (metric.kind()) {
      case FUNNEL -> String.join(" \u2192 ", metric.form().steps());
      case RETENTION ->
          "%s, \u2265 %d d".formatted(described(metric.value()), metric.form().from());
      case QUANTILE ->
          "%s, p%s"
              .formatted(
                  described(metric.value()),
                  BigDecimal.valueOf(metric.form().quantile())
                      .movePointRight(2)
                      .stripTrailingZeros()
                      .toPlainString());
      case CONVERSION, COUNT, SUM, RATIO -> described(metric.value());
    };
  }

  private static String described(MetricFile.MetricAmount amount) {
    return amount.property() == null ? amount.event() : amount.event() + ": " + amount.property();
  }
}
