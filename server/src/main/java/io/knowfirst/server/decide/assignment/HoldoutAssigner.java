package io.knowfirst.server.decide.assignment;

import io.knowfirst.experiments.assignment.Holdout;
import io.knowfirst.experiments.assignment.Holdout.Arm;
import io.knowfirst.rules.folder.Holdouts;
import io.knowfirst.server.model.HoldoutAssignment;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Draws which of those for whom a rule applies are held out. A campaign with a holdout of its own
 * records only whom that drew for: among them its arms differ in nothing but the campaign. What a
 * visitor was shown first holds, also on another device and after a login; who was shown nothing
 * yet is drawn for by their id.
 */
public final class HoldoutAssigner {
  private static final String GLOBAL = "global";

  private HoldoutAssigner() {}

  /** The holdout of a visitor for whom a campaign won; null where nobody is held out. */
  public static @Nullable HoldoutAssignment draw(
      Holdouts shares, String campaign, Participant who) {
    int own = shares.of(campaign);
    if (who.visitor().isEmpty() || (shares.everywhere() == 0 && own == 0)) {
      return null;
    }
    var draws = new ArrayList<HoldoutAssignment.Draw>(2);
    var last = new HoldoutAssignment.Draw(GLOBAL, HoldoutAssignment.word(Arm.KNOWN), 0, 1);
    var scope = campaign;
    if (shares.everywhere() > 0) {
      last = drawn(GLOBAL, HoldoutAssignment.EVERYWHERE, shares.everywhere(), 1, who);
      draws.add(last);
      scope = own == 0 || arm(last) != Arm.KNOWN ? GLOBAL : campaign;
    }
    if (scope.equals(campaign)) {
      last = drawn(campaign, HoldoutAssignment.of(campaign), own, last.propensity(), who);
    }
    if (own == 0 || scope.equals(campaign)) {
      draws.add(
          new HoldoutAssignment.Draw(
              HoldoutAssignment.of(campaign), last.variation(), last.bucket(), last.propensity()));
    }
    return new HoldoutAssignment(scope, campaign, arm(last), draws);
  }

  /**
   * @param before probability to have come this far
   */
  private static HoldoutAssignment.Draw drawn(
      String scope, String name, int share, double before, Participant who) {
    var kept = who.earlier(name);
    if (kept != null) {
      return new HoldoutAssignment.Draw(name, kept.variation(), kept.bucket(), kept.propensity());
    }
    var drawn = new Holdout(scope, share).draw(who.visitor());
    return new HoldoutAssignment.Draw(
        name, HoldoutAssignment.word(drawn.arm()), drawn.bucket(), before * drawn.propensity());
  }

  private static Arm arm(HoldoutAssignment.Draw draw) {
    for (var arm : Arm.values()) {
      if (HoldoutAssignment.word(arm).equals(draw.variation())) {
        return arm;
      }
    }
    return Arm.KNOWN;
  }
}
