package io.knowfirst.server.decide;

import io.knowfirst.server.budgets.BudgetDesk;
import java.util.HashMap;
import java.util.Map;

/** The units of budgets that one decision has taken, by exposure. */
final class Units {
  private final Map<String, String> campaigns = new HashMap<>(2);

  boolean has(String exposure) {
    return campaigns.containsKey(exposure);
  }

  void took(String campaign, String exposure) {
    campaigns.put(exposure, campaign);
  }

  /** Gives back those of what the decision does not show after all. */
  void releaseBut(Situation situation, Decided decided, BudgetDesk budgets) {
    if (campaigns.isEmpty()) {
      return;
    }
    var unused = new HashMap<>(campaigns);
    for (var placed : decided.decision().placements()) {
      var exposure = Wishes.exposure(situation, placed);
      var campaign = placed.campaign();
      if (campaign != null && campaign.equals(unused.get(exposure))) {
        unused.remove(exposure);
      }
    }
    unused.forEach((exposure, campaign) -> budgets.release(campaign, exposure));
  }
}
