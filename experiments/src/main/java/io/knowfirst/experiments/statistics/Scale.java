package io.knowfirst.experiments.statistics;

/** What a difference between variation and control is measured in. */
public enum Scale {
  /** Units of the metric: variation minus control. */
  ABSOLUTE,
  /** Share of the control's mean: (variation - control) / |control|. */
  RELATIVE,
  /** Natural logarithm of variation / control; its intervals become relative by {@code expm1}. */
  LOG_RATIO
}
