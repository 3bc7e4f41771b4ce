package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Occasion;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns that do not fit their rules or each other. KF150: personal facts without a purpose.
 * KF151: a purpose without personal facts. KF153: the same priority on a placement. KF154: no rule
 * makes an offer. KF155: a content that no rule offers.
 */
final class CampaignAdvice implements Advice {
  /** Segments behind segments that are looked at. */
  private static final int DEEP = 2;

  private static final Set<String> OF_THE_PERSON =
      Set.of(
          """
          Bought Viewed ViewedProduct InCart Interest Searched Did Trait Visit Visitor Email
          Shown Clicked Converted Responded InCampaign PreferredChannel Triggered Consent Value Habit
          """
              .split("\\s+"));

  @Override
  public void about(Survey survey, List<Finding> findings) {
    for (var campaign : survey.folder().campaigns().values()) {
      var rules = survey.offering().getOrDefault(campaign.id(), List.of());
      if (rules.isEmpty() && !survey.mentioned().contains(campaign.id())) {
        findings.add(
            survey.warning(
                FolderPart.CAMPAIGN,
                campaign.id(),
                "id",
                "KF154",
                "No rule makes an offer for campaign \"%s\".",
                campaign.id()));
      } else if (!rules.isEmpty()) {
        purpose(survey, campaign, rules, findings);
        contents(survey, campaign, rules, findings);
      }
    }
    ties(survey, findings);
  }

  private static void purpose(
      Survey survey, Campaign campaign, List<RuleLogic> rules, List<Finding> findings) {
    boolean personal = rules.stream().allMatch(rule -> needsPerson(rule, survey, Set.of()));
    boolean free = rules.stream().noneMatch(rule -> mayUsePerson(rule, survey, Set.of()));
    if (personal && campaign.purpose() == null) {
      findings.add(
          survey.warning(
              FolderPart.CAMPAIGN,
              campaign.id(),
              "",
              "KF150",
              "Campaign \"%s\" rests on the person, but names no purpose. Maybe \"purpose: personalization\".",
              campaign.id()));
    } else if (free && campaign.purpose() != null) {
      findings.add(
          survey.warning(
              FolderPart.CAMPAIGN,
              campaign.id(),
              "purpose",
              "KF151",
              "Campaign \"%s\" asks for the purpose %s, but its rules rest on the moment alone. Maybe leave it out, so that everybody can see it.",
              campaign.id(),
              campaign.purpose()));
    }
  }

  /**
   * @param above the rules that led here: segments may, wrongly, derive each other in a circle
   */
  private static boolean needsPerson(RuleLogic rule, Survey survey, Set<RuleLogic> above) {
    var path = with(rule, above);
    return rule.found().stream()
        .anyMatch(
            pattern ->
                OF_THE_PERSON.contains(pattern.name())
                    || isOwnDay(pattern, survey)
                    || (!survey.derivedBy(pattern).isEmpty()
                        && survey.derivedBy(pattern).stream()
                            .allMatch(
                                deeper ->
                                    !path.contains(deeper) && needsPerson(deeper, survey, path))));
  }

  private static boolean mayUsePerson(RuleLogic rule, Survey survey, Set<RuleLogic> above) {
    var path = with(rule, above);
    return rule.rule().about().reads().keySet().stream().anyMatch(OF_THE_PERSON::contains)
        || rule.found().stream().anyMatch(pattern -> isUnknown(pattern, survey))
        || Stream.concat(rule.found().stream(), rule.absent().stream())
            .anyMatch(pattern -> mayBeOwnDay(pattern, survey))
        || Stream.concat(rule.found().stream(), rule.absent().stream())
            .flatMap(pattern -> survey.derivedBy(pattern).stream())
            .anyMatch(deeper -> !path.contains(deeper) && mayUsePerson(deeper, survey, path))
        || !rule.isPlain();
  }

  /** A birthday, or what else the shop's traits hold. */
  private static boolean isOwnDay(AskedFact pattern, Survey survey) {
    return pattern.type() == Occasion.class
        && pattern.key() != null
        && survey.folder().dates().traits().contains(pattern.key());
  }

  private static boolean mayBeOwnDay(AskedFact pattern, Survey survey) {
    return pattern.type() == Occasion.class && (pattern.key() == null || isOwnDay(pattern, survey));
  }

  /** A segment of which nothing can be told, as no rule derives it. */
  private static boolean isUnknown(AskedFact pattern, Survey survey) {
    return pattern.type() == Member.class && survey.derivedBy(pattern).isEmpty();
  }

  private static Set<RuleLogic> with(RuleLogic rule, Set<RuleLogic> above) {
    var path = new HashSet<>(above);
    path.add(rule);
    return path;
  }

  private static void contents(
      Survey survey, Campaign campaign, List<RuleLogic> rules, List<Finding> findings) {
    var offered = new ArrayList<@Nullable String>();
    for (var rule : rules) {
      rule.rule().conclusions().forEach(one -> offered.add(one.namedContent()));
    }
    if (offered.contains(null)) {
      return;
    }
    for (var content : campaign.contents()) {
      if (!offered.contains(content)) {
        findings.add(
            survey.warning(
                FolderPart.CAMPAIGN,
                campaign.id(),
                "contents",
                "KF155",
                "No rule offers the content \"%s\" of campaign \"%s\".",
                content,
                campaign.id()));
      }
    }
  }

  private static void ties(Survey survey, List<Finding> findings) {
    Map<String, List<Campaign>> alike = new LinkedHashMap<>();
    for (var campaign : survey.folder().campaigns().values()) {
      for (var placement : campaign.placements()) {
        var seat = placement + " " + campaign.priority();
        var earlier = alike.computeIfAbsent(seat, s -> new ArrayList<>());
        earlier.stream()
            .filter(
                other ->
                    Survey.overlap(campaign.from(), campaign.until(), other.from(), other.until())
                        && bothApply(campaign, other, survey))
            .findFirst()
            .ifPresent(
                other ->
                    findings.add(
                        survey.warning(
                            FolderPart.CAMPAIGN,
                            campaign.id(),
                            "priority",
                            "KF153",
                            "Campaigns \"%s\" and \"%s\" have the same priority %d on %s, so what their rules ask decides who is seen, or the alphabet. Maybe give one of them another.",
                            other.id(),
                            campaign.id(),
                            campaign.priority(),
                            placement)));
        earlier.add(campaign);
      }
    }
  }

  private static boolean bothApply(Campaign one, Campaign other, Survey survey) {
    var some = survey.offering().getOrDefault(one.id(), List.of());
    var others = survey.offering().getOrDefault(other.id(), List.of());
    return some.stream()
        .anyMatch(rule -> others.stream().anyMatch(o -> !exclude(rule, o, survey, DEEP)));
  }

  /** Whether no visitor meets both, also by what the segments ask that they need. */
  private static boolean exclude(RuleLogic one, RuleLogic other, Survey survey, int deep) {
    return one.excludes(other)
        || (deep > 0 && (needs(one, other, survey, deep) || needs(other, one, survey, deep)));
  }

  private static boolean needs(RuleLogic one, RuleLogic other, Survey survey, int deep) {
    return one.found().stream()
        .map(survey::derivedBy)
        .anyMatch(
            ways ->
                !ways.isEmpty()
                    && ways.stream().allMatch(way -> exclude(way, other, survey, deep - 1)));
  }
}
