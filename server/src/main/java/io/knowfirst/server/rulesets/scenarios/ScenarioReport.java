package io.knowfirst.server.rulesets.scenarios;

import io.knowfirst.rules.base.RuleBase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of all scenarios.
 *
 * @param results in the order of the files
 * @param coverage null where it was not asked for
 */
public record ScenarioReport(List<ScenarioResult> results, @Nullable Coverage coverage) {
  public ScenarioReport {
    results = List.copyOf(results);
  }

  static ScenarioReport of(RuleBase base, List<ScenarioResult> results, boolean coverage) {
    return new ScenarioReport(results, coverage ? Coverage.of(base, results) : null);
  }

  public boolean passed() {
    return results.stream().allMatch(ScenarioResult::passed);
  }

  /** For people: what failed and why, then how many of each. */
  public String text() {
    var lines = new ArrayList<String>();
    for (var result : results) {
      if (!result.passed()) {
        var scenario = result.scenario();
        lines.add("%s:%d: %s".formatted(scenario.file(), scenario.line(), scenario.name()));
        result.failures().forEach(line -> lines.add("    " + line));
      }
    }
    if (coverage != null) {
      lines.addAll(coverage.lines());
    }
    long failed = results.stream().filter(result -> !result.passed()).count();
    lines.add(
        results.isEmpty()
            ? "no scenarios. Maybe write one: scenarios/*.yaml"
            : "%d scenarios, %s"
                .formatted(
                    results.size(), failed == 0 ? "all as expected" : failed + " not as expected"));
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  /** As JUnit writes it, a suite for each file. */
  public String junit() {
    return new JunitXml(this).write();
  }
}
