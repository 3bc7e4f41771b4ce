package io.knowfirst.server.experiments.ledger;

import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.HoldoutAssignment;
import java.util.Comparator;

/**
 * What decisions are counted by.
 *
 * @param day since 1970, UTC
 * @param campaign that won, also where the visitor was held out; empty for none
 * @param experiment of a tested outcome; empty for none
 * @param arm that a holdout drew; empty for none
 */
record Counted(
    long day, String placement, String outcome, String campaign, String experiment, String arm) {
  /**
   * Members that store at the same time take rows in this order, so that none waits for another.
   */
  static final Comparator<Counted> ORDER =
      Comparator.comparingLong(Counted::day)
          .thenComparing(Counted::placement)
          .thenComparing(Counted::outcome)
          .thenComparing(Counted::campaign)
          .thenComparing(Counted::experiment)
          .thenComparing(Counted::arm);

  static Counted of(long day, Placed placed) {
    var held = placed.holdout();
    var campaign = placed.campaign();
    var tested = placed.experiment();
    return new Counted(
        day,
        placed.placement(),
        placed.outcome().word(),
        campaign != null ? campaign : held == null ? "" : held.campaign(),
        tested == null ? "" : tested.experiment(),
        held == null ? "" : HoldoutAssignment.word(held.arm()));
  }
}
