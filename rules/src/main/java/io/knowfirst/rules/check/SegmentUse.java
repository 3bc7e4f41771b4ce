package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.language.Conclusion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** KF122: a segment that is derived and that nothing reads. */
final class SegmentUse implements Advice {
  @Override
  public void about(Survey survey, List<Finding> findings) {
    Set<String> read = new HashSet<>(survey.mentioned());
    boolean any = false;
    for (var rules : List.of(survey.rules(), survey.audiences())) {
      for (var rule : rules) {
        var keys = rule.rule().about().reads().get("Member");
        any |= keys != null && keys.isEmpty();
        read.addAll(keys == null ? Set.of() : keys);
      }
    }
    for (var campaign : survey.folder().campaigns().values()) {
      read.addAll(campaign.flow() == null ? Set.of() : campaign.flow().segments());
    }
    if (!any) {
      survey
          .derived()
          .forEach(
              (segment, rules) -> {
                if (!read.contains(segment)) {
                  findings.add(found(segment, rules.get(0).rule()));
                }
              });
    }
  }

  private static Finding found(String segment, ParsedRule rule) {
    int at =
        rule.conclusions().stream()
            .filter(one -> one.id().equals(segment))
            .mapToInt(Conclusion::at)
            .findFirst()
            .orElse(rule.at());
    return rule.warning(
        at,
        "KF122",
        "Nothing reads the segment \"%s\". Maybe a campaign for it is missing.",
        segment);
  }
}
