package io.knowfirst.experiments.assignment;

import java.util.Optional;

/** What an experiment answers for one visitor: a variation, or why there is none. */
public sealed interface AssignmentResult permits Assignment, Unassigned {

  String experiment();

  int phase();

  /** The variation, when there is one. */
  default Optional<Assignment> assignment() {
    return this instanceof Assignment assignment ? Optional.of(assignment) : Optional.empty();
  }
}
