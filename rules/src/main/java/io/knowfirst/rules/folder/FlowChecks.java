package io.knowfirst.rules.folder;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.FlowStep.Asked;
import io.knowfirst.rules.folder.FlowStep.Branch;
import io.knowfirst.rules.folder.FlowStep.Wait;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the steps of a campaign say of each other and of the placements. */
final class FlowChecks {
  private FlowChecks() {}

  /** KF287: a step on a channel of the other kind. */
  static void channels(
      YamlTable table,
      List<String> ids,
      boolean sends,
      Map<String, Placement> placements,
      Set<String> outbound) {
    for (var id : ids) {
      var placement = placements.get(id);
      if (placement != null && outbound.contains(placement.channel()) != sends) {
        table.error(
            "at",
            "KF287",
            sends
                ? "\"send\" at %s: nobody is contacted on channel %s, expected one of %s. Maybe \"show\"."
                    .formatted(id, placement.channel(), String.join(", ", outbound))
                : "\"show\" at %s: visitors are contacted on channel %s, they do not come there. Maybe \"send\"."
                    .formatted(id, placement.channel()));
      }
    }
  }

  /** KF285: that a condition on a step comes after it. */
  static void asked(List<FlowStep> steps, List<YamlTable> tables) {
    var before = new LinkedHashSet<String>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof FlowStep.Telling step) {
        before.add(step.id());
      } else if (steps.get(i) instanceof Branch branch
          && branch.asked().kind() != Asked.AskedKind.SEGMENT
          && !before.contains(branch.asked().of())) {
        tables
            .get(i)
            .table("if")
            .orElse(tables.get(i))
            .error(
                branch.asked().kind().word(),
                "KF285",
                "No step \"%s\" comes before. %s"
                    .formatted(
                        Ids.shown(branch.asked().of()),
                        Suggestion.of(branch.asked().of(), before)));
      }
    }
  }

  /** KF292: that something follows each wait. */
  static void last(List<FlowStep> steps, List<YamlTable> tables) {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Wait wait && wait.next() == FlowStep.END) {
        tables
            .get(i)
            .error(
                "wait",
                "KF292",
                "Nothing comes after the wait of %s. Maybe leave it out."
                    .formatted(MaxAge.text(wait.lasting()).toLowerCase(Locale.ROOT)));
      }
    }
  }
}
