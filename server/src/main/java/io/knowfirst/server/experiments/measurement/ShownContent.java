package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.VariationDescription;
import io.knowfirst.rules.folder.ExperimentFile.Variation;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.List;
import java.util.Map;

/** What a variation's content told its visitors, for readers of a report. */
final class ShownContent {
  private static final int MOST_LINES = 6;
  private static final int LONGEST = 200;

  private ShownContent() {}

  static VariationDescription of(Variation variation, RuleFolder folder) {
    var content = folder.contents().get(variation.content());
    var label = variation.label();
    return new VariationDescription(
        variation.id(),
        label.name() == null ? variation.id() : label.name(),
        label.description(),
        label.picture(),
        content == null ? List.of() : lines(content.payload()));
  }

  /** Texts and numbers by their names; what is nested, or an address, says little to a reader. */
  private static List<String> lines(Map<String, Object> payload) {
    return payload.entrySet().stream()
        .filter(field -> field.getValue() instanceof String || field.getValue() instanceof Number)
        .filter(field -> !String.valueOf(field.getValue()).matches("(https?:/)?/.*"))
        .map(field -> field.getKey() + ": " + shortened(String.valueOf(field.getValue())))
        .limit(MOST_LINES)
        .toList();
  }

  private static String shortened(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "\u2026" : text;
  }
}
