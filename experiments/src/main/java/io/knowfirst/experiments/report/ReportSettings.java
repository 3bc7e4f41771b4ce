package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Correction;
import io.knowfirst.experiments.statistics.Sequential;
import org.jspecify.annotations.Nullable;

/**
 * How a report judges.
 *
 * @param looking how often one may look
 * @param alpha chance of a false alarm, between 0 and 1
 * @param correction over goals and variations, and over guardrails and variations
 * @param plannedVisitors in all variations together, frozen at the start; null when all data of a
 *     single look are in, or nobody planned a sequential test
 * @param power for which the smallest visible effect is told, between 0 and 1
 * @param minimumEffect the smallest lift worth having, above 0; null where nobody said
 * @param design how it was planned beside its number of visitors
 */
public record ReportSettings(
    Looking looking,
    double alpha,
    Correction correction,
    @Nullable Long plannedVisitors,
    double power,
    @Nullable Double minimumEffect,
    Design design) {

  /** Where a sequential test that nobody planned is tightest, in all variations together. */
  private static final long UNPLANNED = 10_000;

  /** How often one may look. */
  public enum Looking {
    /** Once, at the planned end. */
    ONCE,
    /** At any time: the intervals stay valid. */
    ALWAYS,
    /** At planned shares of the planned visitors. */
    GROUPED,
    /** The weights follow the results: credible intervals, no p-values. */
    BANDIT
  }

  public ReportSettings {
    if (!(alpha > 0 && alpha < 1) || !(power > 0 && power < 1)) {
      throw new IllegalArgumentException(
          "Settings have alpha %s and power %s, expected both between 0 and 1. Maybe 5 %% is meant: 0.05."
              .formatted(alpha, power));
    }
    if (plannedVisitors != null && plannedVisitors <= 0) {
      throw new IllegalArgumentException(
          "Planned visitors are %s with looking %s, expected a positive number. Maybe take it from Plan.visitors."
              .formatted(plannedVisitors, looking));
    }
    if (minimumEffect != null && !(minimumEffect > 0)) {
      throw new IllegalArgumentException(
          "Minimum effect is %s, expected a lift above 0. Maybe 5 %% is meant: 0.05."
              .formatted(minimumEffect));
    }
    if (looking == Looking.GROUPED && (design.looks() < 1 || plannedVisitors == null)) {
      throw new IllegalArgumentException(
          "Settings are grouped with %d looks over %s visitors, expected both. Maybe looking: sequential."
              .formatted(design.looks(), plannedVisitors));
    }
  }

  /** Planned by its number of visitors alone. */
  public ReportSettings(
      Looking looking,
      double alpha,
      Correction correction,
      @Nullable Long plannedVisitors,
      double power,
      @Nullable Double minimumEffect) {
    this(looking, alpha, correction, plannedVisitors, power, minimumEffect, Design.DEFAULT);
  }

  /** Where nobody said which effect is worth having. */
  public ReportSettings(
      Looking looking,
      double alpha,
      Correction correction,
      @Nullable Long plannedVisitors,
      double power) {
    this(looking, alpha, correction, plannedVisitors, power, null);
  }

  /** All data are in, one look, alpha 5 %, Holm's correction. */
  public static ReportSettings finished() {
    return new ReportSettings(Looking.ONCE, 0.05, Correction.HOLM, null, 0.8);
  }

  /** Looks at any time, tightest at the planned number of visitors. */
  public static ReportSettings sequential(long plannedVisitors) {
    return new ReportSettings(Looking.ALWAYS, 0.05, Correction.HOLM, plannedVisitors, 0.8);
  }

  /**
   * These settings at the alpha of the strictest comparison of the goals' family: a difference must
   * pass it where no other comparison shows anything.
   */
  ReportSettings strictest(ExperimentData data) {
    return new ReportSettings(
        looking,
        alpha / family(data, Metric.Role.GOAL),
        correction,
        plannedVisitors,
        power,
        minimumEffect,
        design);
  }

  /** How many comparisons are corrected together; 1 without a correction. */
  long family(ExperimentData data, Metric.Role role) {
    long metrics = data.metrics().stream().filter(sums -> sums.metric().role() == role).count();
    return correction == Correction.NONE
        ? 1
        : Math.max(1, metrics * (data.variations().size() - 1));
  }

  /** The same with another design. */
  public ReportSettings with(Design other) {
    return new ReportSettings(
        looking, alpha, correction, plannedVisitors, power, minimumEffect, other);
  }

  /** The same, looked at any time. */
  ReportSettings always() {
    return new ReportSettings(
        Looking.ALWAYS, alpha, correction, plannedVisitors, power, minimumEffect, design);
  }

  Sequential sequence(int variations) {
    return Sequential.planned(alpha, Math.max(1, tightest() * 2 / variations));
  }

  /** Visitors in all variations together at which a sequence is tightest. */
  long tightest() {
    return plannedVisitors == null ? UNPLANNED : plannedVisitors;
  }
}
