package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.QuantileCounter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a metric adds up to over visitors of one variation. */
final class CsvSum {

  private final @Nullable Double quantile;
  private final QuantileCounter counter = new QuantileCounter();
  private Moments sums = Moments.NONE;

  CsvSum(MetricColumn metric) {
    this.quantile = metric.quantile();
  }

  /**
   * Counts a visitor.
   *
   * @param values of all rows, for a quantile
   * @param own the visitor's sums, for any other metric
   */
  void add(List<Double> values, Moments own) {
    if (quantile == null) {
      sums = sums.plus(own);
    } else {
      counter.add(values);
    }
  }

  Moments moments() {
    return quantile == null ? sums : counter.counted().moments(quantile);
  }
}
