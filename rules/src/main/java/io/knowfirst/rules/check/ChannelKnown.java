package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.PreferredChannel;
import io.knowfirst.rules.facts.Responded;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Channels that there are not. KF282: a rule asks for one. KF283: the rule of a trigger offers a
 * campaign that has no place on a channel on which visitors are contacted. KF284: a channel is
 * preferred by a segment that no rule derives.
 */
final class ChannelKnown implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    var outbound = survey.folder().channels().outbound().keySet();
    var all = new TreeSet<>(outbound);
    survey.folder().placements().values().stream().map(Placement::channel).forEach(all::add);
    for (var rule : survey.all()) {
      for (var fact : rule.facts()) {
        if (fact.type() == Responded.class) {
          asked(rule.rule(), fact, all, findings);
        } else if (fact.type() == PreferredChannel.class) {
          asked(rule.rule(), fact, outbound, findings);
        }
      }
    }
    for (var rule : survey.whole()) {
      rule.rule()
          .note(ParsedRule.TRIGGER)
          .filter(note -> !rule.rule().derivesSegments())
          .ifPresent(note -> triggered(survey, rule.rule(), note, findings));
    }
    preferredBy(survey, findings);
  }

  private static void asked(
      ParsedRule rule, AskedFact fact, Collection<String> known, List<Finding> findings) {
    fact.parts().stream()
        .flatMap(part -> part.comparisons().stream())
        .filter(one -> one.property().equals("channel"))
        .forEach(
            one ->
                one.values().stream()
                    .map(Scalar::text)
                    .filter(Objects::nonNull)
                    .filter(channel -> !known.contains(channel))
                    .forEach(
                        channel ->
                            findings.add(
                                rule.warning(
                                    one.at(),
                                    "KF282",
                                    "No %s has the channel \"%s\". %s",
                                    fact.name(),
                                    channel,
                                    Suggestion.of(channel, known)))));
  }

  private static void triggered(
      Survey survey, ParsedRule rule, Source.Note note, List<Finding> findings) {
    var folder = survey.folder();
    for (var id : rule.about().campaigns()) {
      var campaign = folder.campaigns().get(id);
      boolean sent =
          campaign == null
              || campaign.placements().stream()
                  .map(folder.placements()::get)
                  .anyMatch(
                      placement ->
                          placement == null
                              || folder.channels().outbound().containsKey(placement.channel()));
      if (!sent) {
        findings.add(
            rule.warning(
                note.offset(),
                "KF283",
                "@trigger of rule \"%s\" is never sent: campaign \"%s\" has no placement on %s. Maybe add one to it.",
                rule.name(),
                id,
                String.join(", ", folder.channels().outbound().keySet())));
      }
    }
  }

  private static void preferredBy(Survey survey, List<Finding> findings) {
    for (var channel : survey.folder().channels().outbound().values()) {
      var segment = channel.preferredBy();
      if (segment != null
          && !survey.derived().containsKey(segment)
          && !survey.mentioned().contains(segment)) {
        findings.add(
            survey.warning(
                FolderPart.SHOP,
                "shop",
                "channels",
                "KF284",
                "Channel \"%s\" is preferred by segment \"%s\", which no rule derives. %s",
                channel.id(),
                segment,
                Suggestion.of(segment, survey.derived().keySet())));
      }
    }
  }
}
