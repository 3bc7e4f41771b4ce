package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Habit;
import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.Value;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Purposes against the facts that are read. KF272: interests, habits or forecasts, which the shop
 * asks profiling for, without that purpose. KF273: a campaign's purpose that looks like a usual one
 * misspelt. KF274: profiling without any of them.
 */
final class PurposeAdvice implements Advice {
  private static final Set<Class<?>> PROFILES = Set.of(Habit.class, Interest.class, Value.class);

  @Override
  public void about(Survey survey, List<Finding> findings) {
    boolean asked = survey.folder().profiling().equals(RuleFolder.PROFILING);
    for (var logic : survey.whole()) {
      var rule = logic.rule();
      if (rule.derivesSegments()) {
        segment(logic, asked, findings);
      }
    }
    for (var campaign : survey.folder().campaigns().values()) {
      campaign(survey, campaign, asked, findings);
    }
  }

  private static void segment(RuleLogic logic, boolean asked, List<Finding> findings) {
    var rule = logic.rule();
    var note = rule.note(ParsedRule.PURPOSE).orElse(null);
    boolean declared = note != null && RuleFolder.PROFILING.equals(note.value());
    if (asked && !declared && profiles(logic)) {
      findings.add(
          rule.warning(
              rule.at(),
              "KF272",
              "Rule \"%s\" reads interests, habits or forecasts, for which this shop asks the purpose profiling, and does not say so. Maybe @purpose(\"profiling\").",
              rule.name()));
    } else if (note != null && declared && !profiles(logic)) {
      findings.add(
          rule.warning(
              note.offset(),
              "KF274",
              "Rule \"%s\" has the purpose profiling, and reads neither Interest nor Habit nor Value. Maybe leave it out, so that more visitors are found.",
              rule.name()));
    }
  }

  private static void campaign(
      Survey survey, Campaign campaign, boolean asked, List<Finding> findings) {
    var purpose = campaign.purpose();
    var rules = survey.offering().getOrDefault(campaign.id(), List.of());
    if (asked
        && !RuleFolder.PROFILING.equals(purpose)
        && rules.stream().anyMatch(PurposeAdvice::profiles)) {
      findings.add(
          survey.warning(
              FolderPart.CAMPAIGN,
              campaign.id(),
              "purpose",
              "KF272",
              "Campaign \"%s\" rests on interests, habits or forecasts, for which this shop asks the purpose profiling. Maybe \"purpose: profiling\".",
              campaign.id()));
    }
    if (purpose == null) {
      return;
    }
    var others = new TreeSet<>(RuleFolder.STANDARD);
    others.addAll(survey.folder().privacy().purposes());
    if (!others.contains(purpose)) {
      Suggestion.nearest(purpose, others)
          .ifPresent(
              near ->
                  findings.add(
                      survey.warning(
                          FolderPart.CAMPAIGN,
                          campaign.id(),
                          "purpose",
                          "KF273",
                          "Campaign \"%s\" needs the purpose \"%s\", which is no usual one. Maybe \"%s\" is meant; else name it in purposes of shop.yaml.",
                          campaign.id(),
                          purpose,
                          near)));
    }
  }

  private static boolean profiles(RuleLogic rule) {
    return rule.found().stream().anyMatch(pattern -> PROFILES.contains(pattern.type()))
        || rule.absent().stream().anyMatch(pattern -> PROFILES.contains(pattern.type()));
  }
}
