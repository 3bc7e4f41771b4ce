package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Direction;
import io.knowfirst.experiments.statistics.MetricKind;

/**
 * What is measured on each visitor.
 *
 * @param name as shown to people
 * @param kind how a visitor's value is made
 * @param direction which way is better
 * @param role what the metric is asked for
 * @param covariate whether its sums hold a covariate measured before exposure: the second variable,
 *     or that of a ratio
 */
public record Metric(
    String name, MetricKind kind, Direction direction, Role role, boolean covariate) {

  /** What a metric is asked for. The first goal decides. */
  public enum Role {
    GOAL,
    /** Must not get worse; never a reason to ship. */
    GUARDRAIL
  }

  public Metric {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "Metric \"%s\" is of kind %s, expected a name. Maybe the column's name is empty."
              .formatted(name, kind));
    }
  }

  /** A goal of which more is better. */
  public static Metric goal(String name, MetricKind kind) {
    return new Metric(name, kind, Direction.HIGHER_IS_BETTER, Role.GOAL, false);
  }
}
