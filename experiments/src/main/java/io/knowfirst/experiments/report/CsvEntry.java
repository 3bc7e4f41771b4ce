package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.MetricKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A visitor, or several of whom only numbers are known.
 *
 * @param visitors 1, or how many they are
 * @param values of the metrics, in their order
 * @param denominators of the metrics; 0 where a metric is no ratio
 * @param before the covariate, or 0
 * @param segments values of the columns to cut by
 * @param strata values of the columns to stratify by
 * @param day of first exposure, or null
 */
record CsvEntry(
    String variation,
    long visitors,
    List<Double> values,
    List<Double> denominators,
    double before,
    List<String> segments,
    List<String> strata,
    @Nullable LocalDate day) {

  /** Whether both rows say the same of what was known before. */
  boolean like(CsvEntry other) {
    return before == other.before && segments.equals(other.segments) && strata.equals(other.strata);
  }

  /**
   * Adds a later row of the same visitor: whoever converted in one row has converted, numbers are
   * summed up, and what was known before is that of the row with the earlier day.
   */
  CsvEntry plus(CsvEntry later, List<MetricColumn> metrics) {
    boolean earlier = day != null && later.day != null && later.day.isBefore(day);
    var first = earlier ? later : this;
    var sums = new ArrayList<Double>();
    var under = new ArrayList<Double>();
    for (int i = 0; i < metrics.size(); i++) {
      double a = values.get(i);
      double b = later.values.get(i);
      sums.add(metrics.get(i).kind() == MetricKind.BINARY ? Math.max(a, b) : a + b);
      under.add(denominators.get(i) + later.denominators.get(i));
    }
    return new CsvEntry(
        variation, 1, sums, under, first.before, first.segments, first.strata, first.day);
  }
}
