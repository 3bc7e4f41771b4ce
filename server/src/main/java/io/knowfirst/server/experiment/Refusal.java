package io.knowfirst.server.experiment;

import java.util.List;

/** A change of an experiment that is not made, with the reasons and what may be done instead. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> reasons;

  public Refusal(List<String> reasons) {
    super(String.join(" ", reasons), null, false, false);
    this.reasons = List.copyOf(reasons);
  }

  public List<String> reasons() {
    return reasons;
  }
}
