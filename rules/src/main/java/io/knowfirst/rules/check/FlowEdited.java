package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.util.List;

/** KF290: visitors are at a step of a campaign that is gone. */
final class FlowEdited implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    for (var inside : survey.outside().inside()) {
      var campaign = survey.folder().campaigns().get(inside.campaign());
      var flow = campaign == null ? null : campaign.flow();
      if (flow == null) {
        findings.add(
            survey.warning(
                FolderPart.SHOP,
                "shop",
                "",
                "KF290",
                "Visitors at step \"%s\" of campaign \"%s\": %d. The campaign is gone, so they are inside nothing until it comes back.",
                inside.step(),
                inside.campaign(),
                inside.visitors()));
      } else if (!inside.step().isEmpty() && flow.step(inside.step()).isEmpty()) {
        var next =
            inside.next().stream().filter(id -> flow.step(id).isPresent()).findFirst().orElse(null);
        findings.add(
            survey.warning(
                FolderPart.CAMPAIGN,
                inside.campaign(),
                "steps",
                "KF290",
                "Visitors at step \"%s\", which is gone: %d. They %s. Maybe keep its id.",
                inside.step(),
                inside.visitors(),
                next == null ? "leave the campaign" : "go on at \"" + next + "\" at once"));
      }
    }
  }
}
