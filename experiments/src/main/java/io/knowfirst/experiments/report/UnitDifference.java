package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.MetricKind;
import org.jspecify.annotations.Nullable;

/**
 * A difference within a sentence, in the metric's unit.
 *
 * @param unit of the metric, or null
 * @param size the largest number that stands beside it, for the same digits
 */
record UnitDifference(MetricKind kind, @Nullable String unit, double value, double size) {}
