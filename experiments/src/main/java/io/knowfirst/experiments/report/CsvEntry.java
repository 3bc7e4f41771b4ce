package io.knowfirst.experiments.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A visitor, or several of whom only numbers are known.
 *
 * @param visitors 1, or how many they are
 * @param values of the metrics, in their order: one each, but of a quantile those of all rows
 * @param denominators of the metrics; 0 where a metric is no ratio
 * @param before the covariate, or 0
 * @param segments values of the columns to cut by
 * @param strata values of the columns to stratify by
 * @param day of first exposure, or null
 */
record CsvEntry(
    String variation,
    long visitors,
    List<List<Double>> values,
    List<Double> denominators,
    double before,
    List<String> segments,
    List<String> strata,
    @Nullable LocalDate day) {

  /** The value of a metric that is no quantile. */
  double value(int metric) {
    return values.get(metric).get(0);
  }

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
    var sums = new ArrayList<List<Double>>();
    var under = new ArrayList<Double>();
    for (int i = 0; i < metrics.size(); i++) {
      sums.add(
          switch (metrics.get(i).kind()) {
            case QUANTILE ->
                Stream.concat(values.get(i).stream(), later.values.get(i).stream()).toList();
            case BINARY -> List.of(Math.max(value(i), later.value(i)));
            case MEAN, RATIO -> List.of(value(i) + later.value(i));
          });
      under.add(denominators.get(i) + later.denominators.get(i));
    }
    return new CsvEntry(
        variation, 1, sums, under, first.before, first.segments, first.strata, first.day);
  }
}
