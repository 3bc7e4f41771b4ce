package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.DrlFile.Concern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that the steps of campaigns come down to: one for each that shows or sends something.
 * Each stands on the line of its step, so that whatever is told of it leads there.
 */
final class FlowRules {
  private static final String HEAD = "package campaigns.steps; import io.knowfirst.rules.facts.*; ";

  private FlowRules() {}

  /** A file of rules for each file that holds campaigns of steps. */
  static List<DrlFile> of(Collection<Campaign> campaigns, Sentences sentences) {
    var byFile = new LinkedHashMap<String, List<Line>>();
    for (var campaign : campaigns) {
      var flow = campaign.flow();
      if (flow != null) {
        var lines = byFile.computeIfAbsent(flow.file(), file -> new ArrayList<>());
        flow.telling().forEach(step -> lines.add(new Line(step.line(), rule(campaign, step))));
      }
    }
    var files = new ArrayList<DrlFile>();
    byFile.forEach((file, lines) -> files.add(file(file, lines, sentences)));
    return files;
  }

  private record Line(int line, String rule) {}

  private static DrlFile file(String name, List<Line> lines, Sentences sentences) {
    lines.sort(Comparator.comparingInt(Line::line));
    var text = new StringBuilder(HEAD);
    int line = 1;
    for (var one : lines) {
      for (; line < one.line(); line++) {
        text.append('\n');
      }
      text.append(one.rule());
    }
    return new DrlFile(name, Concern.CAMPAIGNS, text.toString(), sentences);
  }

  private static String rule(Campaign campaign, FlowStep.Telling step) {
    return "rule \"%s\" @campaign(\"%s\")%s when InCampaign(campaign == \"%s\", step == \"%s\", waiting == false) then insert(new Offer(\"%s\", \"%s\").with(\"step\", \"%s\")); end "
        .formatted(
            CampaignFlow.rule(campaign.id(), step.id()),
            campaign.id(),
            owner(campaign.owner()),
            campaign.id(),
            step.id(),
            campaign.id(),
            step.content(),
            step.id());
  }

  private static String owner(@Nullable String owner) {
    return owner == null || owner.matches(".*[\"\\\\\\p{Cntrl}].*")
        ? ""
        : " @owner(\"" + owner + "\")";
  }
}
