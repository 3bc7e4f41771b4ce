package io.knowfirst.server.decide;

import io.knowfirst.rules.facts.ChannelPreference;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.PreferredChannel;
import io.knowfirst.rules.facts.Triggered;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.Channel;
import io.knowfirst.rules.folder.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The facts about contacts: on which channel, and why now. */
final class ContactFacts {
  private ContactFacts() {}

  /** The channels on which a visitor may be contacted, by the purposes that they granted. */
  static List<String> allowed(Channels channels, Set<String> granted) {
    return channels.outbound().values().stream()
        .filter(channel -> channel.purpose() == null || granted.contains(channel.purpose()))
        .map(Channel::id)
        .toList();
  }

  static ChannelPreference preference(
      History history, OutboundMoment moment, Channels channels, List<String> allowed, long now) {
    return ChannelPreference.of(history, moment.channels(), allowed, channels.halfLife(), now);
  }

  static List<Fact> preferred(
      History history,
      OutboundMoment moment,
      Channels channels,
      Set<String> granted,
      Visitor visitor,
      long now,
      Keys keys) {
    if (!keys.any(PreferredChannel.class)) {
      return List.of();
    }
    var allowed = allowed(channels, granted);
    return preference(history, moment, channels, allowed, now).fact(visitor).stream()
        .filter(fact -> keys.asked(PreferredChannel.class, fact.channel()))
        .map(Fact.class::cast)
        .toList();
  }

  static List<Fact> rings(OutboundMoment moment, Visitor visitor, List<Origin> origins, Keys keys) {
    if (moment.rings().isEmpty()) {
      return List.of();
    }
    var facts = new ArrayList<Fact>(1);
    for (var ring : moment.rings()) {
      if (keys.asked(Triggered.class, ring.rule())) {
        facts.add(new Triggered(ring.rule(), ring.product(), visitor, origins));
      }
    }
    return facts;
  }
}
