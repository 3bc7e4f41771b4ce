package io.knowfirst.server.decide.arbitration;

import io.knowfirst.server.model.Reason.Note;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What bears on arbitration beside the rules and the profile: what other decisions have taken of
 * caps and budgets, what was measured, and what the same page view shows already.
 *
 * @param objections to campaigns that may not win now
 * @param view that the decision belongs to; null for one by itself
 */
public record MomentBounds(
    MeasuredValues values, List<Objection> objections, @Nullable PageView view) {
  /** Nothing bears on it. */
  public static final MomentBounds NONE = new MomentBounds(MeasuredValues.NONE, List.of(), null);

  public MomentBounds {
    objections = List.copyOf(objections);
  }

  /**
   * Why a campaign may not win.
   *
   * @param placement where it may not; null for everywhere
   */
  public record Objection(@Nullable String placement, String campaign, Note note) {
    boolean concerns(String at, String other) {
      return campaign.equals(other) && (placement == null || placement.equals(at));
    }
  }

  /** What is held against a campaign at a placement; null for nothing. */
  @Nullable Note objection(String placement, String campaign) {
    for (var objection : objections) {
      if (objection.concerns(placement, campaign)) {
        return objection.note();
      }
    }
    return null;
  }

  /** The same with other objections. */
  public MomentBounds with(List<Objection> others) {
    return new MomentBounds(values, others, view);
  }

  /** The same in a page view. */
  public MomentBounds in(@Nullable PageView of) {
    return of == null ? this : new MomentBounds(values, objections, of);
  }
}
