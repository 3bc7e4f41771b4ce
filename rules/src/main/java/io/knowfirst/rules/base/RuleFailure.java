package io.knowfirst.rules.base;

import java.util.Set;

/**
 * A rule that threw or overran its budget.
 *
 * @param rule its name; empty when it cannot be told which rule it was
 * @param campaigns that it, or a rule that reads its segments, would have made offers for
 * @param segments of which it is not known whether the visitor is in them
 */
public record RuleFailure(
    String rule, FailureKind kind, Set<String> campaigns, Set<String> segments, String message) {
  public enum FailureKind {
    THREW,
    OVERRAN
  }

  public RuleFailure {
    campaigns = Set.copyOf(campaigns);
    segments = Set.copyOf(segments);
  }

  /** Of a rule that derives no segments. */
  public RuleFailure(String rule, FailureKind kind, Set<String> campaigns, String message) {
    this(rule, kind, campaigns, Set.of(), message);
  }

  /** As a note says it: {@code Rule "Fans" failed: …}. */
  public String text() {
    return rule.isEmpty()
        ? "The rules failed: " + message
        : "Rule \"%s\" failed: %s".formatted(rule, message);
  }
}
