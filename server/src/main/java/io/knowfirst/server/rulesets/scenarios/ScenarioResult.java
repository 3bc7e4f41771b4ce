package io.knowfirst.server.rulesets.scenarios;

import io.knowfirst.rules.base.Trace;
import java.util.List;

/**
 * What became of a scenario.
 *
 * @param failures what is not as expected, and why, as lines; empty when all is
 */
public record ScenarioResult(Scenario scenario, List<String> failures, Trace trace, long nanos) {
  public ScenarioResult {
    failures = List.copyOf(failures);
  }

  public boolean passed() {
    return failures.isEmpty();
  }
}
