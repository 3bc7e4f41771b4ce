package io.knowfirst.server.experiments.ledger;

import io.knowfirst.experiments.report.ledger.LedgerData.Value;
import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.MetricFile.ValueKind;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The metrics by which visitors can be valued; the one that a ledger takes by itself is first. */
final class ValueMetrics {
  private static final Pattern MONEY =
      Pattern.compile("items\\.value|.*(revenue|total|value|amount|price|margin).*");
  private static final Value CONVERSION =
      new Value("conversion", MetricKind.BINARY, Direction.HIGHER_IS_BETTER, "");

  private ValueMetrics() {}

  /**
   * Money first, as the shop's file has them, then what else is no ratio; guardrails last. Where no
   * metric is defined it is the conversion that everything is measured by.
   */
  static Map<String, Value> of(RuleFolder folder) {
    var values = new LinkedHashMap<String, Value>();
    var metrics = folder.metrics().values();
    for (boolean guardrails : new boolean[] {false, true}) {
      metrics.stream()
          .filter(metric -> metric.guardrail() == guardrails && money(metric))
          .forEach(metric -> values.put(metric.id(), value(metric, folder.currency())));
      metrics.stream()
          .filter(metric -> metric.guardrail() == guardrails)
          .filter(metric -> metric.kind() != ValueKind.RATIO && metric.kind() != ValueKind.QUANTILE)
          .filter(metric -> !money(metric))
          .forEach(metric -> values.put(metric.id(), value(metric, "")));
    }
    if (values.isEmpty()) {
      values.put(CONVERSION.metric(), CONVERSION);
    }
    return values;
  }

  private static boolean money(MetricFile metric) {
    var property = metric.value().property();
    return metric.kind() == ValueKind.SUM
        && property != null
        && MONEY.matcher(property.toLowerCase(java.util.Locale.ROOT)).matches();
  }

  private static Value value(MetricFile metric, String unit) {
    var name = metric.label().name();
    return new Value(
        metric.id(),
        name == null ? metric.id() : name,
        metric.isRate() ? MetricKind.BINARY : MetricKind.MEAN,
        metric.lowerIsBetter() ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER,
        unit);
  }
}
