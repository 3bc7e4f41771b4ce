package io.knowfirst.server.rulesets.scenarios;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.Trace.Fired;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.why.Tried;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * What the scenarios leave untried.
 *
 * @param rules how many there are
 * @param neverFired rules that fired in no scenario
 * @param comparisons how many there are in the rules' conditions
 * @param untried those that no scenario tried at both sides of their boundary
 */
public record Coverage(int rules, List<RuleCard> neverFired, int comparisons, List<Gap> untried) {
  public Coverage {
    neverFired = List.copyOf(neverFired);
    untried = List.copyOf(untried);
  }

  /**
   * A comparison that is not tried.
   *
   * @param missing what a scenario for it would show
   */
  public record Gap(
      String rule, String file, int line, int column, String comparison, String missing) {
    @Override
    public String toString() {
      return "%s:%d:%d: %s: no scenario where it %s"
          .formatted(file, line, column, comparison, missing);
    }
  }

  static Coverage of(RuleBase base, List<ScenarioResult> results) {
    var fired = new HashSet<String>();
    var sides = new TreeMap<String, Tried>();
    for (var result : results) {
      result.trace().fired().stream().map(Fired::rule).forEach(fired::add);
      for (var tried : result.trace().tried()) {
        sides.merge(key(tried), tried, Coverage::both);
      }
    }
    var gaps = new ArrayList<Gap>();
    sides.values().stream()
        .filter(tried -> !tried.held() || !tried.failed())
        .forEach(tried -> gaps.add(gap(tried)));
    var all = base.rules();
    var silent = all.stream().filter(rule -> !fired.contains(rule.name())).toList();
    return new Coverage(all.size(), silent, sides.size(), gaps);
  }

  private static String key(Tried tried) {
    return String.format(
        Locale.ROOT,
        "%s %06d %06d %s %s",
        tried.file(),
        tried.line(),
        tried.column(),
        tried.rule(),
        tried.comparison());
  }

  private static Tried both(Tried one, Tried other) {
    return new Tried(
        one.rule(),
        one.file(),
        one.line(),
        one.column(),
        one.comparison(),
        one.held() || other.held(),
        one.failed() || other.failed());
  }

  private static Gap gap(Tried tried) {
    var missing =
        tried.held()
            ? "alone keeps the rule from firing"
            : tried.failed()
                ? "holds"
                : "holds, and none where it alone keeps the rule from firing";
    return new Gap(
        tried.rule(), tried.file(), tried.line(), tried.column(), tried.comparison(), missing);
  }

  /** Of the rules, how many fired; 0 to 100. */
  public int rulePercent() {
    return percent(rules - neverFired.size(), rules);
  }

  /** Of the comparisons, how many are tried at both sides; 0 to 100. */
  public int comparisonPercent() {
    return percent(comparisons - untried.size(), comparisons);
  }

  private static int percent(int part, int all) {
    return all == 0 ? 100 : part * 100 / all;
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    neverFired.forEach(
        rule ->
            lines.add(
                "%s:%d: rule \"%s\" fires in no scenario"
                    .formatted(rule.file(), rule.line(), rule.name())));
    untried.forEach(gap -> lines.add(gap.toString()));
    lines.add(
        "%d of %d rules fire in a scenario (%d %%), %d of %d comparisons are tried on both sides (%d %%)"
            .formatted(
                rules - neverFired.size(),
                rules,
                rulePercent(),
                comparisons - untried.size(),
                comparisons,
                comparisonPercent()));
    return lines;
  }
}
