package io.knowfirst.server.experiment;

import io.knowfirst.experiments.assignment.Holdout;
import io.knowfirst.experiments.assignment.Holdout.Arm;
import io.knowfirst.rules.folder.Holdouts;
import io.knowfirst.server.model.Held;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Draws which of those for whom a rule applies are held out. A campaign with a holdout of its own
 * records only whom that drew for: among them its arms differ in nothing but the campaign. What a
 * visitor was shown first holds, also on another device and after a login; who was shown nothing
 * yet is drawn for by their id.
 */
public final class Drawing {
  private static final String GLOBAL = "global";

  private Drawing() {}

  /** The holdout of a visitor for whom a campaign won; null where nobody is held out. */
  public static @Nullable Held draw(Holdouts shares, String campaign, Participant who) {
    int own = shares.of(campaign);
    if (who.visitor().isEmpty() || (shares.everywhere() == 0 && own == 0)) {
      return null;
    }
    var draws = new ArrayList<Held.Draw>(2);
    var last = new Held.Draw(GLOBAL, Held.word(Arm.KNOWN), 0, 1);
    var scope = campaign;
    if (shares.everywhere() > 0) {
      last = drawn(GLOBAL, Held.EVERYWHERE, shares.everywhere(), 1, who);
      draws.add(last);
      scope = own == 0 || arm(last) != Arm.KNOWN ? GLOBAL : campaign;
    }
    if (scope.equals(campaign)) {
      last = drawn(campaign, Held.of(campaign), own, last.propensity(), who);
    }
    if (own == 0 || scope.equals(campaign)) {
      draws.add(
          new Held.Draw(Held.of(campaign), last.variation(), last.bucket(), last.propensity()));
    }
    return new Held(scope, campaign, arm(last), draws);
  }

  /**
   * @param before probability to have come this far
   */
  private static Held.Draw drawn(
      String scope, String name, int share, double before, Participant who) {
    var kept = who.earlier(name);
    if (kept != null) {
      return new Held.Draw(name, kept.variation(), kept.bucket(), kept.propensity());
    }
    var drawn = new Holdout(scope, share).draw(who.visitor());
    return new Held.Draw(name, Held.word(drawn.arm()), drawn.bucket(), before * drawn.propensity());
  }

  private static Arm arm(Held.Draw draw) {
    for (var arm : Arm.values()) {
      if (Held.word(arm).equals(draw.variation())) {
        return arm;
      }
    }
    return Arm.KNOWN;
  }
}
