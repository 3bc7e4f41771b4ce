package io.knowfirst.server.model;

import io.knowfirst.rules.facts.Placement;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What do I show this visitor, here, now?
 *
 * @param visitor whose profile to use; already proven to be the caller's to ask for; empty for
 *     nobody, see {@link #isContextual}
 * @param placements at most 50, decided together, none twice
 * @param events folded in before deciding
 * @param now the decision's clock
 * @param bot whether the visitor's user agent is a bot's: answered like everyone, and not counted
 * @param own whether no other profile may be used than the visitor's own, not that of a known one
 *     they were tied to
 * @param pageView that it is a part of: what was decided for it before stays; null for one by
 *     itself
 */
public record DecisionRequest(
    String visitor,
    String channel,
    List<Placement> placements,
    Context context,
    List<Event> events,
    Instant now,
    boolean bot,
    boolean own,
    @Nullable String pageView) {
  public DecisionRequest {
    placements = List.copyOf(placements);
    events = List.copyOf(events);
  }

  /**
   * Whether the moment alone decides: no profile is read, nobody is drawn for an experiment or a
   * holdout, nothing is stored of anybody.
   */
  public boolean isContextual() {
    return visitor.isEmpty();
  }

  /** By itself. */
  public DecisionRequest(
      String visitor,
      String channel,
      List<Placement> placements,
      Context context,
      List<Event> events,
      Instant now,
      boolean bot,
      boolean own) {
    this(visitor, channel, placements, context, events, now, bot, own, null);
  }

  /** Of a person. */
  public DecisionRequest(
      String visitor,
      String channel,
      List<Placement> placements,
      Context context,
      List<Event> events,
      Instant now) {
    this(visitor, channel, placements, context, events, now, false);
  }

  /** Of a server, which names whom it means. */
  public DecisionRequest(
      String visitor,
      String channel,
      List<Placement> placements,
      Context context,
      List<Event> events,
      Instant now,
      boolean bot) {
    this(visitor, channel, placements, context, events, now, bot, false);
  }
}
