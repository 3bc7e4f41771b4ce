package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.statistics.Sequential;

/**
 * How a ledger judges.
 *
 * @param alpha chance that an interval ever misses the truth, between 0 and 1
 * @param plannedVisitors where the intervals are tightest; never changed while one looks
 */
public record LedgerSettings(double alpha, long plannedVisitors) {

  /**
   * 5 %, tightest at 10,000 visitors for whom a rule applied; at a hundred times as many the
   * intervals are a sixth wider than they could be.
   */
  public static final LedgerSettings DEFAULTS = new LedgerSettings(0.05, 10_000);

  public LedgerSettings {
    new Sequential(alpha, plannedVisitors, 0);
  }

  Sequential sequence() {
    return Sequential.planned(alpha, plannedVisitors);
  }
}
