package io.knowfirst.server.rulesets.liveness;

import io.knowfirst.rules.check.RuleCard;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rules in force live.
 *
 * @param ruleset their hash
 * @param days oldest first, the last is today by the shop's clock
 * @param decisions on each day
 */
public record LiveRules(
    String ruleset, List<LocalDate> days, List<Long> decisions, List<Line> rules) {
  public LiveRules {
    days = List.copyOf(days);
    decisions = List.copyOf(decisions);
    rules = List.copyOf(rules);
  }

  /**
   * One rule.
   *
   * @param lastFired to within seconds; null where it was never seen to fire
   * @param fires on each day
   * @param share of all decisions of these days, 0 to 1
   * @param alert null while nothing is wrong
   */
  public record Line(
      RuleCard rule,
      @Nullable Instant lastFired,
      List<Long> fires,
      double share,
      @Nullable Alert alert) {
    public Line {
      fires = List.copyOf(fires);
    }
  }
}
