package io.knowfirst.server.experiments.ledger;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many decisions of a placement had which outcome.
 *
 * @param other those that showed the default
 * @param won decisions that showed a campaign, by campaign
 */
public record OutcomeCounts(
    String placement, long known, long tested, long other, Map<String, Long> won) {
  public OutcomeCounts {
    won = Map.copyOf(won);
  }

  /** All of them; at least 1. */
  public long all() {
    return known + tested + other;
  }

  OutcomeCounts and(String outcome, String campaign, long more) {
    if (!outcome.equals("known")) {
      return outcome.equals("tested")
          ? new OutcomeCounts(placement, known, tested + more, other, won)
          : new OutcomeCounts(placement, known, tested, other + more, won);
    }
    var all = new TreeMap<>(won);
    all.merge(campaign, more, Long::sum);
    return new OutcomeCounts(placement, known + more, tested, other, all);
  }
}
