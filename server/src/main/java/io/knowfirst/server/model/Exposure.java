package io.knowfirst.server.model;

import io.knowfirst.server.model.Decision.Tested;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token says: this decision for this placement, which counts as an exposure once the token
 * comes back.
 *
 * @param decision id of the decision
 * @param visitor who was decided for
 * @param tested of a tested outcome
 * @param holdouts that were drawn for the visitor, of whatever outcome
 * @param channel that was asked for; null in a token of a version that did not say it
 * @param device type that the context said; null where it said none
 * @param bot whether the visitor's user agent is a bot's
 * @param prefetched whether the decision was made ahead and is counted only now
 * @param cuts what the experiment's own segments were, such as "trait:tier=gold", a tab between
 *     two; null where it has none
 */
public record Exposure(
    String decision,
    String placement,
    String visitor,
    Outcome outcome,
    @Nullable String campaign,
    @Nullable Tested tested,
    List<HoldoutAssignment.Draw> holdouts,
    @Nullable String channel,
    @Nullable String device,
    boolean bot,
    boolean prefetched,
    @Nullable String cuts) {
  public Exposure {
    holdouts = List.copyOf(holdouts);
  }

  /** Of a decision that is shown at once. */
  public Exposure(
      String decision,
      String placement,
      String visitor,
      Outcome outcome,
      @Nullable String campaign,
      @Nullable Tested tested,
      List<HoldoutAssignment.Draw> holdouts,
      @Nullable String channel,
      @Nullable String device,
      boolean bot) {
    this(
        decision, placement, visitor, outcome, campaign, tested, holdouts, channel, device, bot,
        false, null);
  }

  /** The same, cut by an experiment's own segments. */
  public Exposure cut(@Nullable String own) {
    return new Exposure(
        decision,
        placement,
        visitor,
        outcome,
        campaign,
        tested,
        holdouts,
        channel,
        device,
        bot,
        prefetched,
        own);
  }

  /** The same, of a decision that may never be shown and counts only once it is. */
  public Exposure ofPrefetch() {
    return new Exposure(
        decision, placement, visitor, outcome, campaign, tested, holdouts, channel, device, bot,
        true, cuts);
  }

  /** To a person. */
  public Exposure(
      String decision,
      String placement,
      String visitor,
      Outcome outcome,
      @Nullable String campaign,
      @Nullable Tested tested,
      List<HoldoutAssignment.Draw> holdouts,
      @Nullable String channel,
      @Nullable String device) {
    this(decision, placement, visitor, outcome, campaign, tested, holdouts, channel, device, false);
  }
}
