package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Channel;
import io.knowfirst.rules.folder.ExposureCap;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.WeeklyHours;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Limits that can never bear on anything. KF296: a cap on a channel where the campaign has no
 * placement. KF297: a cap that another one makes needless. KF298: a group with one campaign. KF299:
 * hours that lie in the quiet hours of the campaign's channel.
 */
final class LimitAdvice implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    shop(survey, findings);
    var groups = new HashMap<String, Integer>();
    for (var campaign : survey.folder().campaigns().values()) {
      var group = campaign.limits().group();
      if (group != null) {
        groups.merge(group, 1, Integer::sum);
      }
      channels(survey, campaign, findings);
      needless(survey, campaign, findings);
    }
    for (var campaign : survey.folder().campaigns().values()) {
      var group = campaign.limits().group();
      if (group != null && groups.getOrDefault(group, 0) == 1) {
        findings.add(
            survey.warning(
                FolderPart.CAMPAIGN,
                campaign.id(),
                "group",
                "KF298",
                "Campaign \"%s\" is alone in the group \"%s\", which keeps nobody from seeing it. Maybe another campaign belongs into the group.",
                campaign.id(),
                group));
      }
    }
  }

  private static void shop(Survey survey, List<Finding> findings) {
    var used =
        survey.folder().placements().values().stream()
            .map(Placement::channel)
            .collect(Collectors.toCollection(TreeSet::new));
    for (var cap : survey.folder().channels().limits().caps()) {
      if (cap.channel() != null && !used.contains(cap.channel())) {
        findings.add(
            Finding.warning(
                "shop.yaml",
                "KF296",
                "A cap is on the channel %s, which has no placement. Maybe %s."
                    .formatted(cap.channel(), String.join(" or ", used))));
      }
    }
  }

  private static void channels(Survey survey, Campaign campaign, List<Finding> findings) {
    var own = new HashSet<String>();
    for (var placement : campaign.placements()) {
      var known = survey.folder().placements().get(placement);
      if (known != null) {
        own.add(known.channel());
      }
    }
    for (var cap : campaign.limits().caps()) {
      if (cap.channel() != null && !own.contains(cap.channel())) {
        findings.add(
            survey.warning(
                FolderPart.CAMPAIGN,
                campaign.id(),
                "caps",
                "KF296",
                "Campaign \"%s\" has a cap on the channel %s, where it has no placement. Maybe %s.",
                campaign.id(),
                cap.channel(),
                String.join(" or ", own.stream().sorted().toList())));
      }
    }
    var hours = campaign.limits().hours();
    for (var channel : survey.folder().channels().outbound().values()) {
      if (hours != null
          && own.contains(channel.id())
          && own.size() == 1
          && isQuiet(hours, channel)) {
        findings.add(
            survey.warning(
                FolderPart.CAMPAIGN,
                campaign.id(),
                "hours",
                "KF299",
                "All hours of campaign \"%s\" lie in the quiet hours of %s, so nobody is contacted. Maybe other hours.",
                campaign.id(),
                channel.id()));
      }
    }
  }

  private static boolean isQuiet(WeeklyHours hours, Channel channel) {
    var quiet = channel.quiet();
    return quiet != null
        && hours.spans().stream().allMatch(span -> quiet.covers(span.from(), span.until()));
  }

  private static void needless(Survey survey, Campaign campaign, List<Finding> findings) {
    var caps = campaign.limits().caps();
    for (var cap : caps) {
      for (var other : caps) {
        if (isNeedless(cap, other)) {
          findings.add(
              survey.warning(
                  FolderPart.CAMPAIGN,
                  campaign.id(),
                  "caps",
                  "KF297",
                  "The cap of %s of campaign \"%s\" is never reached, as another allows %s. Maybe leave one of them out.",
                  cap.words(),
                  campaign.id(),
                  other.words()));
          return;
        }
      }
    }
  }

  /** Whether the other cap is always reached before this one. */
  private static boolean isNeedless(ExposureCap cap, ExposureCap other) {
    boolean wider = other.channel() == null || other.channel().equals(cap.channel());
    return wider
        && other.times() <= cap.times()
        && longest(cap) <= shortest(other)
        && (other.times() < cap.times() || longest(cap) < shortest(other));
  }

  /** In days, at most. */
  private static int longest(ExposureCap cap) {
    return cap.per() == null ? cap.days() : cap.per() == ExposureCap.Per.DAY ? 1 : 7;
  }

  /** In days that are looked back on at every moment; of a calendar's only what is left of it. */
  private static int shortest(ExposureCap cap) {
    return cap.per() == null ? cap.days() : 0;
  }
}
