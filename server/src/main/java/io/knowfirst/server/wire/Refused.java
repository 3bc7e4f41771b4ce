package io.knowfirst.server.wire;

import java.util.List;

/** Ends a request with a problem. Carries no stack: it says what the client did. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  public Refused(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** Goes on only when nothing is wrong. */
  public static void unlessNone(Faults faults) {
    if (!faults.none()) {
      throw new Refused(Problem.body(faults.list()));
    }
  }

  public static Refused body(Fault fault) {
    return new Refused(Problem.body(List.of(fault)));
  }

  public Problem problem() {
    return problem;
  }
}
