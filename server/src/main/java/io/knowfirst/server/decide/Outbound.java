package io.knowfirst.server.decide;

import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.facts.ChannelPreference;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.decide.ContactDecision.ChannelChoice;
import io.knowfirst.server.decide.ContactDecision.NotSent;
import io.knowfirst.server.decide.flow.FlowMove;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Profile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides for visitors whom the shop contacts, one after the other, by the one decision path. What
 * they granted says which channels may be used; a segment, or else what was learned of their
 * responses, which of these comes first. Decisions are made ahead: they count once their token
 * comes back. Takes processor time, so never on an event loop.
 */
public final class Outbound {
  private static final double ALL = 10_000;

  private final Decider decider;

  Outbound(Decider decider) {
    this.decider = decider;
  }

  /** The segments that a visitor is in. */
  public Set<String> segments(Addressee one) {
    var segments = new HashSet<String>();
    for (Membership member : look(one).evaluation().segments()) {
      segments.add(member.segment());
    }
    return segments;
  }

  /** The segments that a visitor is in, and where they are in campaigns of steps. */
  public Decided look(Addressee one) {
    return decider.path().decide(situation(one, "outbound", List.of()));
  }

  /** All that rules may ask about a visitor, and the segments that they are in. */
  public VisitorFacts facts(Profile profile, Instant now) {
    var one = new Addressee(profile, now, List.of(), List.of());
    return VisitorFacts.of(situation(one, "outbound", List.of()), decider.path());
  }

  /** Moves in campaigns of steps, as they are stored. */
  public List<Event> events(Profile profile, List<FlowMove> moves, Instant now) {
    return FlowEvents.of(decider.rules(), profile.visitor(), profile, moves, now);
  }

  /** Whether a visitor is held out of a campaign. */
  public boolean isHeldOut(Profile profile, String campaign, Instant now) {
    var drawn = FlowEvents.draw(decider.rules(), profile.visitor(), profile, campaign, now);
    return drawn != null && drawn.out();
  }

  /**
   * The channels of which the visitor allows to be contacted, in the order of {@code shop.yaml}.
   */
  public List<String> allowed(Addressee one) {
    var folder = decider.rules().base().folder();
    return ContactFacts.allowed(folder.channels(), one.profile().granted(one.now()));
  }

  /** The channels in the order in which they would be used, whatever placements there are. */
  public List<ChannelChoice> choices(Addressee one, Set<String> segments) {
    return choices(one, segments, allowed(one));
  }

  /**
   * What to send a visitor, if anything, at whatever hour.
   *
   * @param segments those that {@link #segments} gave
   * @param fits whether what a placement would show is to be sent
   */
  public ContactDecision decide(Addressee one, Set<String> segments, Predicate<Placed> fits) {
    return decide(one, segments, fits, false);
  }

  /**
   * As above, and not in the quiet hours of the channel: whether it comes first, or another one
   * before it has nothing to show.
   */
  public ContactDecision decideNow(Addressee one, Set<String> segments, Predicate<Placed> fits) {
    return decide(one, segments, fits, true);
  }

  private ContactDecision decide(
      Addressee one, Set<String> segments, Predicate<Placed> fits, boolean keepsQuiet) {
    var channels = new ArrayList<>(allowed(one));
    channels.retainAll(one.placements().stream().map(Placement::channel).toList());
    if (channels.isEmpty()) {
      return ContactDecision.none(NotSent.NO_CONSENT);
    }
    for (var choice : choices(one, segments, channels)) {
      var quietUntil = keepsQuiet ? quietUntil(one, choice.channel()) : null;
      if (quietUntil != null) {
        return ContactDecision.quiet(quietUntil);
      }
      var there =
          one.placements().stream()
              .filter(placement -> placement.channel().equals(choice.channel()))
              .toList();
      var situation = situation(one, choice.channel(), there);
      var made = decider.path().decide(situation);
      if (made.decision().placements().stream().noneMatch(fits)) {
        continue;
      }
      var settled = decider.settlement().settleNow(situation, made, decider.path());
      var decision = settled.decided().decision();
      var sent = decision.placements().stream().filter(fits).toList();
      if (!sent.isEmpty()) {
        decider.keepAhead(decision, settled.situation());
        return new ContactDecision(choice, decision, sent, null, null);
      }
    }
    return ContactDecision.none(NotSent.NOTHING_TO_SHOW);
  }

  /** When the channel may be used; null for now. */
  private @Nullable Instant quietUntil(Addressee one, String channel) {
    var folder = decider.rules().base().folder();
    var known = folder.channels().outbound().get(channel);
    var quiet = known == null ? null : known.quiet();
    if (quiet == null) {
      return null;
    }
    var next = quiet.next(one.now(), TriggerTimes.zone(one.profile(), folder.zone()));
    return next.isAfter(one.now()) ? next : null;
  }

  private List<ChannelChoice> choices(Addressee one, Set<String> segments, List<String> allowed) {
    var channels = decider.rules().base().folder().channels();
    long now = one.now().toEpochMilli();
    var preference =
        ContactFacts.preference(
            one.profile().history(now), decider.outbound(), channels, allowed, now);
    var preferred =
        allowed.stream()
            .filter(channel -> isPreferredBy(channel, segments))
            .findFirst()
            .orElse(null);
    var ordered =
        preferred == null
            ? preference.ordered(one.profile().visitor(), channels.explore() / ALL)
            : preference.scores();
    boolean explores =
        preferred == null
            && !ordered.isEmpty()
            && !ordered.get(0).equals(preference.scores().get(0));
    var known = preferred == null ? null : channels.outbound().get(preferred);
    var segment = known == null ? null : known.preferredBy();
    var choices = new ArrayList<ChannelChoice>(ordered.size());
    for (ChannelPreference.Score score : ordered) {
      boolean first = score.channel().equals(preferred);
      var choice =
          new ChannelChoice(
              score.channel(),
              score.probability(),
              preference.learnedFrom(),
              first ? segment : null,
              explores && choices.isEmpty());
      choices.add(first ? 0 : choices.size(), choice);
    }
    return choices;
  }

  private boolean isPreferredBy(String channel, Set<String> segments) {
    var known = decider.rules().base().folder().channels().outbound().get(channel);
    var segment = known == null ? null : known.preferredBy();
    return segment != null && segments.contains(segment);
  }

  private Situation situation(Addressee one, String channel, List<Placement> placements) {
    var request =
        new DecisionRequest(
            one.profile().visitor(), channel, placements, Context.NONE, List.of(), one.now());
    return decider.situation(request, Known.of(one.profile(), one.now()), one.rings());
  }
}
