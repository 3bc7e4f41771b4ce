package io.knowfirst.server.decide;

import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.Decision.Placed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor is to be sent, and over which channel.
 *
 * @param decision of the channel's placements; null where nothing is to be sent
 * @param placed what of it is to be sent, with its content
 * @param why nothing is; null where something is
 * @param quietUntil when the quiet hours end that put it off; null where none do
 */
public record ContactDecision(
    @Nullable ChannelChoice choice,
    @Nullable Decision decision,
    List<Placed> placed,
    @Nullable NotSent why,
    @Nullable Instant quietUntil) {
  public ContactDecision {
    placed = List.copyOf(placed);
  }

  static ContactDecision none(NotSent why) {
    return new ContactDecision(null, null, List.of(), why, null);
  }

  static ContactDecision quiet(Instant until) {
    return new ContactDecision(null, null, List.of(), NotSent.QUIET, until);
  }

  /** Why a visitor is not contacted. */
  public enum NotSent {
    /** The visitor granted no purpose under which a channel of the placements may be used. */
    NO_CONSENT,
    /** No placement of an allowed channel has anything to show. */
    NOTHING_TO_SHOW,
    /** The channel that is to be used has quiet hours now. */
    QUIET
  }

  /**
   * A channel, and what spoke for it.
   *
   * @param probability that the visitor responds there, from 0 to 1
   * @param learnedFrom how many contacts with the visitor that rests on
   * @param segment by which a rule prefers the channel; null where it was learned
   * @param explores whether it was chosen so that it can prove itself
   */
  public record ChannelChoice(
      String channel,
      double probability,
      int learnedFrom,
      @Nullable String segment,
      boolean explores) {}
}
