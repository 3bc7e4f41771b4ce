package io.knowfirst.experiments.statistics;

/** How an interval and its p-value were made. */
public enum Method {
  /** Welch's t test at one planned look. */
  WELCH,
  /** The z test at one planned look. */
  Z,
  /** A confidence sequence: valid at every look. */
  SEQUENTIAL,
  /** At a few planned looks. */
  GROUP_SEQUENTIAL
}
