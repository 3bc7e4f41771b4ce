package io.knowfirst.experiments.assignment;

/**
 * Why a visitor is not in an experiment.
 *
 * @param experiment id of the experiment
 * @param phase phase of the experiment, from 1
 * @param reason the step that turned the visitor away
 */
public record Unassigned(String experiment, int phase, Reason reason) implements AssignmentResult {

  /** The step that turned the visitor away. */
  public enum Reason {
    /** There is no visitor id to hash. */
    NO_VISITOR_ID,
    /** Another experiment of the exclusion group owns this visitor. */
    EXCLUDED_BY_GROUP,
    /** The visitor's bucket is not covered, or not yet. */
    NOT_IN_COVERAGE
  }
}
