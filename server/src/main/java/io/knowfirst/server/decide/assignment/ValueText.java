package io.knowfirst.server.decide.assignment;

import io.knowfirst.rules.folder.ExperimentFile;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A value of an experiment's file in signs that are the same in all languages. */
final class ValueText {
  private static final String NOTHING = "–";

  private ValueText() {}

  static String of(@Nullable Object value) {
    if (value == null) {
      return NOTHING;
    } else if (value instanceof List<?> all) {
      return all.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
    } else if (value instanceof Enum<?> word) {
      return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    } else if (value instanceof ExperimentFile.Exclusion place) {
      return "%s [%d, %d)".formatted(place.group(), place.from(), place.to());
    } else if (value instanceof ExperimentFile.Bandit bandit) {
      return "%s, ≥ %d".formatted(bandit.goal(), bandit.minimumWeight());
    } else if (value instanceof ExperimentFile.VariationLabel label) {
      return Stream.of(label.name(), label.description(), label.picture())
          .map(ValueText::of)
          .collect(Collectors.joining(" · "));
    }
    return value.toString();
  }
}
