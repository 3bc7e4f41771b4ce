package io.knowfirst.experiments.statistics;

/** How a visitor's value is made and how it spreads. */
public enum MetricKind {
  /** 1 if the visitor converted, else 0. */
  BINARY,
  /** A number per visitor, such as a count or the revenue. */
  MEAN,
  /** Sum over sum, such as revenue per order: numerator and denominator vary together. */
  RATIO,
  /**
   * A quantile of the values of all events, of which a visitor has any number. Its sums are those
   * of as many visitors whose mean and spread are the quantile's, see {@link Quantiles}.
   */
  QUANTILE
}
