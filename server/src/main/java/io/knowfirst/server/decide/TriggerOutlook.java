package io.knowfirst.server.decide;

import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.ChannelPreference.Score;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Channel;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.server.decide.OutboundMoment.Ring;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.profile.Profile;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether it is time for a rule with a trigger, and what holds it back.
 *
 * @param due when its time comes, or came; null where that is not known
 * @param channel that comes first for the visitor; null where none may be used
 * @param quietUntil when the quiet hours of that channel end; null where none put it off
 * @param text in English
 */
public record TriggerOutlook(
    String rule,
    Status status,
    @Nullable Instant due,
    @Nullable String channel,
    @Nullable Instant quietUntil,
    String text) {
  /** What becomes of it. */
  public enum Status {
    /** It rings now. */
    DUE,
    /** Its time is yet to come. */
    WAITING,
    /** Its time is over. */
    MISSED,
    /** Nothing that it waits for is known of the visitor. */
    NOTHING_KNOWN,
    /** It waits for a change of a product. */
    OF_PRODUCT,
    /** It is time, and the visitor may be contacted on no channel of its campaign. */
    NO_CONSENT,
    /** It is time, and the channel to be used has quiet hours. */
    QUIET
  }

  /**
   * Those that ring where somebody asks for a channel on which visitors are contacted, as if it
   * were the one to be used.
   */
  static List<Ring> rings(DecisionRequest request, Profile profile, RuleBase base) {
    var folder = base.folder();
    var now = request.now();
    var channel = folder.channels().outbound().get(request.channel());
    if (channel == null
        || !ContactFacts.allowed(folder.channels(), profile.granted(now)).contains(channel.id())
        || quietUntil(channel, profile, now, folder) != null) {
      return List.of();
    }
    return base.rules().stream()
        .filter(card -> card.trigger() != null && isDue(card.trigger(), profile, now, folder))
        .map(card -> new Ring(card.name(), null))
        .toList();
  }

  /**
   * Of the rules whose campaigns are offered at the placements of the request, and of those that
   * are asked about.
   */
  static List<TriggerOutlook> of(
      Situation situation, Collection<Membership> segments, Collection<String> asked) {
    var folder = situation.rules().base().folder();
    var requested = situation.request().placements();
    return situation.rules().base().rules().stream()
        .filter(card -> card.trigger() != null)
        .filter(
            card ->
                asked.contains(card.name())
                    || placements(card, folder).stream().anyMatch(requested::contains))
        .map(card -> of(card, Objects.requireNonNull(card.trigger()), situation, segments))
        .toList();
  }

  private static TriggerOutlook of(
      RuleCard card, Trigger trigger, Situation situation, Collection<Membership> segments) {
    var rule = card.name();
    var folder = situation.rules().base().folder();
    var profile = situation.known().profile();
    var now = situation.request().now();
    if (trigger.isOfProduct()) {
      return without(rule, Status.OF_PRODUCT, null, "It waits for a change of a product.");
    }
    var due = TriggerTimes.nominal(trigger, profile, now, folder.zone()).orElse(null);
    if (due == null) {
      var text = "Nothing is known of the visitor that says when it is time.";
      return without(rule, Status.NOTHING_KNOWN, null, text);
    }
    if (now.isBefore(due)) {
      return without(rule, Status.WAITING, due, "Its time comes at %s.".formatted(due));
    }
    if (!TriggerTimes.isDue(trigger, due, now)) {
      var last = due.plus(trigger.late());
      var text = "Its time was %s, and is over since %s.".formatted(due, last);
      return without(rule, Status.MISSED, due, text);
    }
    var channel = channel(card, situation, segments);
    if (channel == null) {
      var text = "It is time, and the visitor may be contacted on no channel of its campaign.";
      return without(rule, Status.NO_CONSENT, due, text);
    }
    var quiet = quietUntil(channel, profile, now, folder);
    return quiet == null
        ? new TriggerOutlook(
            rule,
            Status.DUE,
            due,
            channel.id(),
            null,
            "It is time, and channel %s comes first.".formatted(channel.id()))
        : new TriggerOutlook(
            rule,
            Status.QUIET,
            due,
            channel.id(),
            quiet,
            "It is time, and the quiet hours of channel %s put it off until %s."
                .formatted(channel.id(), quiet));
  }

  private static TriggerOutlook without(
      String rule, Status status, @Nullable Instant due, String text) {
    return new TriggerOutlook(rule, status, due, null, null, text);
  }

  private static boolean isDue(
      @Nullable Trigger trigger, Profile profile, Instant now, RuleFolder folder) {
    return trigger != null
        && TriggerTimes.nominal(trigger, profile, now, folder.zone())
            .filter(due -> TriggerTimes.isDue(trigger, due, now))
            .isPresent();
  }

  /** The one that a segment prefers, else that on which the visitor responds most. */
  private static @Nullable Channel channel(
      RuleCard card, Situation situation, Collection<Membership> segments) {
    var folder = situation.rules().base().folder();
    var profile = situation.known().profile();
    var now = situation.request().now();
    var channels = folder.channels();
    var used = placements(card, folder).stream().map(Placement::channel).toList();
    var allowed =
        ContactFacts.allowed(channels, profile.granted(now)).stream()
            .filter(used::contains)
            .toList();
    var scores =
        ContactFacts.preference(
                profile.history(now.toEpochMilli()),
                situation.outbound(),
                channels,
                allowed,
                now.toEpochMilli())
            .scores();
    var members = segments.stream().map(Membership::segment).toList();
    return scores.stream()
        .map(Score::channel)
        .map(channels.outbound()::get)
        .filter(Objects::nonNull)
        .min(
            Comparator.comparing(
                one -> one.preferredBy() == null || !members.contains(one.preferredBy())))
        .orElse(null);
  }

  private static List<Placement> placements(RuleCard card, RuleFolder folder) {
    return card.campaigns().stream()
        .map(folder.campaigns()::get)
        .filter(Objects::nonNull)
        .flatMap(campaign -> campaign.placements().stream())
        .map(folder.placements()::get)
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable Instant quietUntil(
      Channel channel, Profile profile, Instant now, RuleFolder folder) {
    var quiet = channel.quiet();
    if (quiet == null) {
      return null;
    }
    var next = quiet.next(now, TriggerTimes.zone(profile, folder.zone()));
    return next.isAfter(now) ? next : null;
  }
}
