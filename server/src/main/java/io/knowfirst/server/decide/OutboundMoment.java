package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.ChannelModel;
import io.knowfirst.server.decide.arbitration.MomentBounds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decision knows of contacts, and of what other decisions show.
 *
 * @param channels how visitors respond on each
 * @param rings the triggers whose time has come; empty for a decision that somebody asked for
 * @param bounds what others have taken of caps and budgets, and what was measured
 * @param supposed whether what campaigns of steps send is taken to be sent when it is time, as
 *     nobody sends anything in a simulation
 */
public record OutboundMoment(
    ChannelModel channels, List<Ring> rings, MomentBounds bounds, boolean supposed) {
  /** Of a shop that has contacted nobody. */
  public static final OutboundMoment NONE = new OutboundMoment(ChannelModel.NONE, List.of());

  /** Of real visitors. */
  public OutboundMoment(ChannelModel channels, List<Ring> rings, MomentBounds bounds) {
    this(channels, rings, bounds, false);
  }

  public OutboundMoment {
    rings = List.copyOf(rings);
  }

  /** Of a decision on whose arbitration nothing else bears. */
  public OutboundMoment(ChannelModel channels, List<Ring> rings) {
    this(channels, rings, MomentBounds.NONE);
  }

  /** The same with other bounds. */
  OutboundMoment within(MomentBounds others) {
    return new OutboundMoment(channels, rings, others, supposed);
  }

  /**
   * The time of a rule's trigger has come.
   *
   * @param product that it is about; null for none
   */
  public record Ring(String rule, @Nullable String product) {}
}
