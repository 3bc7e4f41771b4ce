package io.knowfirst.rules.check;

import io.knowfirst.rules.engine.KeyLiterals;
import io.knowfirst.rules.facts.InCampaign;
import io.knowfirst.rules.folder.CampaignFlow;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.FlowStep.Asked;
import io.knowfirst.rules.folder.FlowStep.Branch;
import io.knowfirst.rules.folder.FlowStep.Telling;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.language.Condition.Pattern;
import java.util.List;
import java.util.Set;

/**
 * Campaigns of steps and the rules about them. KF286: a rule asks for a campaign without steps, or
 * for a step that there is not. KF289: a segment that no rule derives. KF291: a rule offers what
 * only steps offer.
 */
final class FlowKnown implements Lint {
  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    var segments = SegmentKnown.derived(files);
    for (var campaign : folder.campaigns().values()) {
      if (campaign.flow() != null) {
        segments(campaign.flow(), segments, findings);
      }
    }
    for (var file : files) {
      boolean ofSteps = file.source().name().endsWith(".yaml");
      for (var rule : file.rules()) {
        asked(rule, folder, findings);
        if (!ofSteps) {
          offered(rule, folder, findings);
        }
      }
    }
  }

  private static void segments(CampaignFlow flow, Set<String> known, List<Finding> findings) {
    segment(
        flow, flow.enter().segment(), flow.enter().line(), flow.enter().column(), known, findings);
    for (var exit : flow.exitSegments()) {
      segment(flow, exit.segment(), exit.line(), exit.column(), known, findings);
    }
    for (var step : flow.steps()) {
      if (step instanceof Branch branch && branch.asked().kind() == Asked.AskedKind.SEGMENT) {
        segment(flow, branch.asked().of(), step.line(), 1, known, findings);
      }
    }
  }

  private static void segment(
      CampaignFlow flow,
      String segment,
      int line,
      int column,
      Set<String> known,
      List<Finding> findings) {
    if (!known.contains(segment) && !segment.equals("?")) {
      findings.add(
          Finding.error(
              flow.file(),
              line,
              column,
              "KF289",
              "No rule derives the segment \"%s\". %s"
                  .formatted(segment, Suggestion.of(segment, known))));
    }
  }

  private static void asked(ParsedRule rule, RuleFolder folder, List<Finding> findings) {
    rule.tree()
        .all()
        .filter(one -> one instanceof Pattern pattern && pattern.type() == InCampaign.class)
        .map(Pattern.class::cast)
        .forEach(pattern -> asked(rule, pattern, folder, findings));
  }

  private static void asked(
      ParsedRule rule, Pattern pattern, RuleFolder folder, List<Finding> findings) {
    var campaigns = KeyLiterals.of(InCampaign.class, "campaign", pattern.constraints());
    var ofSteps =
        folder.campaigns().values().stream()
            .filter(campaign -> campaign.flow() != null)
            .map(campaign -> campaign.id())
            .toList();
    for (var campaign : campaigns) {
      if (!ofSteps.contains(campaign)) {
        findings.add(
            rule.warning(
                pattern.at(),
                "KF286",
                "There is no campaign of steps \"%s\". %s",
                campaign,
                Suggestion.of(campaign, ofSteps)));
      }
    }
    var steps =
        folder.campaigns().values().stream()
            .filter(campaign -> campaigns.isEmpty() || campaigns.contains(campaign.id()))
            .filter(campaign -> campaign.flow() != null)
            .flatMap(campaign -> campaign.flow().telling().stream())
            .map(Telling::id)
            .toList();
    for (var step : KeyLiterals.of(InCampaign.class, "step", pattern.constraints())) {
      if (!steps.isEmpty() && !step.isEmpty() && !steps.contains(step)) {
        findings.add(
            rule.warning(
                pattern.at(),
                "KF286",
                "No campaign that the rule asks for has a step \"%s\". %s",
                step,
                Suggestion.of(step, steps)));
      }
    }
  }

  private static void offered(ParsedRule rule, RuleFolder folder, List<Finding> findings) {
    for (var conclusion : rule.conclusions()) {
      var campaign = folder.campaigns().get(conclusion.id());
      if (conclusion.type().equals("Offer") && campaign != null && campaign.flow() != null) {
        findings.add(
            rule.error(
                conclusion.at(),
                "KF291",
                "Campaign \"%s\" consists of steps, which alone offer its contents. Maybe a campaign of style automation beside it.",
                conclusion.id()));
      }
    }
  }
}
