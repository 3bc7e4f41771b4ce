package io.knowfirst.server.decide;

import io.knowfirst.server.budgets.BudgetDesk;
import io.knowfirst.server.budgets.BudgetTable.Hold;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The units of budgets that one decision has taken, by exposure. */
final class Units {
  private final Map<String, Hold> holds = new HashMap<>(2);

  /** Whether one was taken for the campaign before. */
  boolean has(String campaign, String exposure) {
    var hold = holds.get(exposure);
    return hold != null && hold.campaign().equals(campaign);
  }

  /** Takes one; whether there was one. */
  boolean take(String campaign, String exposure, Duration lapse, BudgetDesk budgets) {
    var before = holds.remove(exposure);
    if (before != null) {
      budgets.release(before);
    }
    var hold = budgets.take(campaign, exposure, lapse);
    if (hold != null && hold.campaign().equals(campaign)) {
      holds.put(exposure, hold);
    }
    return hold != null;
  }

  /** Gives back those of what the decision does not show after all. */
  void releaseBut(Situation situation, Decided decided, BudgetDesk budgets) {
    if (holds.isEmpty()) {
      return;
    }
    var unused = new HashMap<>(holds);
    for (var placed : decided.decision().placements()) {
      var exposure = Wishes.exposure(situation, placed);
      var hold = unused.get(exposure);
      if (hold != null && hold.campaign().equals(placed.campaign())) {
        unused.remove(exposure);
      }
    }
    unused.values().forEach(budgets::release);
  }
}
