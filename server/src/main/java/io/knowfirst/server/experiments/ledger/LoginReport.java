package io.knowfirst.server.experiments.ledger;

import java.util.List;

/**
 * What logins changed.
 *
 * @param logins of anonymous visitors who turned out to be known ones
 * @param compared of these, how many had a decision soon after that was compared
 * @param decisions of placements that were compared
 * @param changed of these, how many showed something else than without the login
 * @param changes what changed, the most frequent first, at most {@value #MOST}
 */
public record LoginReport(
    long logins, long compared, long decisions, long changed, List<Change> changes) {
  static final int MOST = 200;

  public LoginReport {
    changes = List.copyOf(changes);
  }

  /**
   * A change.
   *
   * @param why in a word: consent, holdout, variation, rule, experiment or products
   * @param was what would have been shown without the login
   * @param became what was shown
   * @param rule that wins, or else that would have won; empty for none
   */
  public record Change(
      String placement, String why, String was, String became, String rule, long decisions) {}
}
