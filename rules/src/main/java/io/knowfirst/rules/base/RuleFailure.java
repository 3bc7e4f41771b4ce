package io.knowfirst.rules.base;

import java.util.Set;

/**
 * A rule that threw or overran its budget.
 *
 * @param rule its name; empty when it cannot be told which rule it was
 * @param campaigns those that can no longer be trusted to have made their offers
 */
public record RuleFailure(String rule, Kind kind, Set<String> campaigns, String message) {
  /** What went wrong. */
  public enum Kind {
    THREW,
    OVERRAN
  }

  public RuleFailure {
    campaigns = Set.copyOf(campaigns);
  }
}
