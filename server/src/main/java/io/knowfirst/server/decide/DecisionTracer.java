package io.knowfirst.server.decide;

/** Follows decisions step by step. */
@FunctionalInterface
public interface DecisionTracer {
  DecisionTracer NONE = () -> DecisionSteps.NONE;

  /** Called when a decision begins, on the thread and in the context of its request. */
  DecisionSteps begin();
}
