package io.knowfirst.server.budgets;

import io.knowfirst.rules.folder.CampaignBudget;
import io.knowfirst.rules.folder.CampaignBudget.Pace;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * How much of a day's budget may be used by now: by the end of each hour of the shop's clock its
 * share. Hours are those that the day has, 23 and 25 where clocks are changed.
 */
final class Pacing {
  private Pacing() {}

  /** When the day began on the shop's clock. */
  static Instant day(Instant now, ZoneId zone) {
    return now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }

  /**
   * Exposures that are allowed until the end of this hour.
   *
   * @param traffic how many visitors usually come in each hour of the clock
   */
  static long allowed(CampaignBudget budget, Instant now, ZoneId zone, double[] traffic) {
    if (budget.daily() == 0) {
      return Long.MAX_VALUE;
    }
    if (budget.pace() == Pace.NONE) {
      return budget.daily();
    }
    boolean even = budget.pace() == Pace.EVEN || Arrays.stream(traffic).sum() <= 0;
    var begin = day(now, zone);
    var end = begin.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
    double all = 0;
    double gone = 0;
    for (var hour = begin; hour.isBefore(end); hour = hour.plus(1, ChronoUnit.HOURS)) {
      double weight = even ? 1 : traffic[hour.atZone(zone).getHour()];
      all += weight;
      gone += hour.isAfter(now) ? 0 : weight;
    }
    return Math.round(budget.daily() * gone / all);
  }
}
