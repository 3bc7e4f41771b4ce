package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A column of a file that is to be analysed as a metric.
 *
 * @param column of the value, or of the numerator of a ratio
 * @param denominator column of a ratio's denominator, else null
 * @param kind how a visitor's value is made
 * @param direction which way is better
 * @param role goal or guardrail
 */
public record MetricColumn(
    String column,
    @Nullable String denominator,
    MetricKind kind,
    Direction direction,
    Metric.Role role) {

  public MetricColumn {
    if (column.isBlank() || (kind == MetricKind.RATIO) == (denominator == null)) {
      throw new IllegalArgumentException(
          "Metric column is \"%s\" over %s of kind %s, expected a denominator exactly for a ratio. Maybe write revenue/orders:ratio."
              .formatted(column, denominator, kind));
    }
  }

  /**
   * Reads {@code COLUMN:KIND[:lower][:guardrail]}, such as {@code visit:binary}, {@code
   * spend:mean}, {@code returns:mean:lower:guardrail} or {@code revenue/orders:ratio}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static MetricColumn parse(String text) {
    List<String> parts = Arrays.asList(text.split(":", -1));
    if (parts.size() < 2) {
      throw unreadable(text);
    }
    MetricKind kind =
        switch (parts.get(1).toLowerCase(Locale.ROOT)) {
          case "binary" -> MetricKind.BINARY;
          case "mean" -> MetricKind.MEAN;
          case "ratio" -> MetricKind.RATIO;
          default -> throw unreadable(text);
        };
    List<String> flags = parts.subList(2, parts.size());
    if (!List.of("lower", "guardrail").containsAll(flags)) {
      throw unreadable(text);
    }
    String name = parts.get(0);
    int slash = kind == MetricKind.RATIO ? name.indexOf('/') : -1;
    return new MetricColumn(
        slash < 0 ? name : name.substring(0, slash),
        slash < 0 ? null : name.substring(slash + 1),
        kind,
        flags.contains("lower") ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER,
        flags.contains("guardrail") ? Metric.Role.GUARDRAIL : Metric.Role.GOAL);
  }

  /** The metric that the column becomes. */
  Metric metric(boolean covariate) {
    String name = denominator == null ? column : column + "/" + denominator;
    return new Metric(name, kind, direction, role, covariate);
  }

  private static IllegalArgumentException unreadable(String text) {
    return new IllegalArgumentException(
        "Metric is \"%s\", expected COLUMN:binary, COLUMN:mean or COLUMN/COLUMN:ratio, then :lower or :guardrail. Maybe the kind is missing: %s:mean."
            .formatted(text, text));
  }
}
