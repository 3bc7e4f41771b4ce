package io.knowfirst.server.experiments.ledger;

/**
 * How many decisions of a placement had which outcome.
 *
 * @param other those that showed the default
 */
public record OutcomeCounts(String placement, long known, long tested, long other) {
  /** All of them; at least 1. */
  public long all() {
    return known + tested + other;
  }

  OutcomeCounts and(String outcome, long more) {
    return switch (outcome) {
      case "known" -> new OutcomeCounts(placement, known + more, tested, other);
      case "tested" -> new OutcomeCounts(placement, known, tested + more, other);
      default -> new OutcomeCounts(placement, known, tested, other + more);
    };
  }
}
