package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.MetricKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a file of visitors.
 *
 * @param name of the experiment, as the report shows it
 * @param variationColumn column with the variation's id
 * @param control id of the control
 * @param metrics at least one goal; the first goal decides
 * @param covariate column with a number known before the experiment, or null; a ratio is adjusted
 *     by its mean
 * @param segments columns to cut by, may be empty
 * @param stratify columns known before the experiment whose combinations are the strata, may be
 *     empty
 * @param dateColumn column with the day or time of first exposure, year first, or null
 * @param cap share of the values of a mean metric below its cap, such as 0.999; 1 for no cap
 * @param weights planned weights by variation; empty where all were equal
 * @param unit what a row stands for
 * @param decimal the mark before decimals, or null to find it out
 */
public record CsvQuestion(
    String name,
    String variationColumn,
    String control,
    List<MetricColumn> metrics,
    @Nullable String covariate,
    List<String> segments,
    List<String> stratify,
    @Nullable String dateColumn,
    double cap,
    Map<String, Double> weights,
    CsvUnit unit,
    @Nullable DecimalMark decimal) {

  public CsvQuestion {
    metrics = List.copyOf(metrics);
    segments = List.copyOf(segments);
    stratify = List.copyOf(stratify);
    weights = Map.copyOf(weights);
    if (metrics.stream().noneMatch(metric -> metric.role() == Metric.Role.GOAL)) {
      throw new IllegalArgumentException(
          "Metrics are %s, expected a goal among them. Maybe leave out :guardrail for one."
              .formatted(metrics.stream().map(MetricColumn::column).toList()));
    }
    if (!(cap > 0 && cap <= 1)) {
      throw new IllegalArgumentException(
          "Cap is %s, expected more than 0 and at most 1. Maybe 99.9 %% is meant: 0.999."
              .formatted(cap));
    }
    if (unit instanceof CsvUnit.Counts) {
      checkCounts(metrics, covariate, cap);
    }
  }

  private static void checkCounts(
      List<MetricColumn> metrics, @Nullable String covariate, double cap) {
    for (MetricColumn metric : metrics) {
      if (metric.kind() != MetricKind.BINARY) {
        throw new IllegalArgumentException(
            "Metric %s is a %s of rows that are numbers of visitors, expected a number of conversions: how a mean spreads is not in its sum. Maybe export a row for each visitor."
                .formatted(metric.column(), metric.kind().name().toLowerCase(Locale.ROOT)));
      }
    }
    if (covariate != null || cap < 1) {
      throw new IllegalArgumentException(
          "%s is given for rows that are numbers of visitors, expected none. Maybe export a row for each visitor."
              .formatted(covariate != null ? "Covariate " + covariate : "Cap " + cap));
    }
  }

  /** A question to a file with one row for each visitor. */
  public CsvQuestion(
      String name,
      String variationColumn,
      String control,
      List<MetricColumn> metrics,
      @Nullable String covariate,
      List<String> segments,
      List<String> stratify,
      @Nullable String dateColumn,
      double cap,
      Map<String, Double> weights) {
    this(
        name,
        variationColumn,
        control,
        metrics,
        covariate,
        segments,
        stratify,
        dateColumn,
        cap,
        weights,
        new CsvUnit.Visitor(),
        null);
  }

  /** A question without covariate, segments, strata, days, cap or weights. */
  public static CsvQuestion of(
      String name, String variationColumn, String control, MetricColumn... metrics) {
    return new CsvQuestion(
        name,
        variationColumn,
        control,
        List.of(metrics),
        null,
        List.of(),
        List.of(),
        null,
        1,
        Map.of());
  }
}
