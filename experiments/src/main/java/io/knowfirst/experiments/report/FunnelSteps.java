package io.knowfirst.experiments.report;

import java.util.List;

/**
 * How far visitors came in a funnel.
 *
 * @param metric its name
 * @param steps in their order; the last is the metric itself
 */
public record FunnelSteps(String metric, List<Step> steps) {

  public FunnelSteps {
    steps = List.copyOf(steps);
  }

  /**
   * One step.
   *
   * @param event that is the step
   * @param reached visitors of each variation who did all steps up to it in their order
   */
  public record Step(String event, List<Long> reached) {

    public Step {
      reached = List.copyOf(reached);
    }
  }
}
