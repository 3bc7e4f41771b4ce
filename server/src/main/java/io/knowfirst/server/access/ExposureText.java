package io.knowfirst.server.access;

import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.model.Outcome;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An exposure as a line of text: its parts in order, none of which holds a line break. */
final class ExposureText {
  private static final String SEPARATOR = "\n";
  private static final int PARTS = 8;

  private ExposureText() {}

  static String of(Exposure exposure) {
    var parts =
        List.of(
            exposure.decision(),
            exposure.placement(),
            exposure.visitor(),
            exposure.outcome().word(),
            text(exposure.campaign()),
            text(exposure.experiment()),
            text(exposure.variation()),
            Integer.toString(exposure.phase()));
    var joined = String.join(SEPARATOR, parts);
    if (joined.chars().filter(c -> c == '\n').count() != PARTS - 1) {
      throw new IllegalArgumentException("exposure is " + exposure + ", expected no line breaks");
    }
    return joined;
  }

  static Exposure exposure(String text) {
    var parts = text.split(SEPARATOR, PARTS);
    return new Exposure(
        parts[0],
        parts[1],
        parts[2],
        Outcome.valueOf(parts[3].toUpperCase(Locale.ROOT)),
        orNull(parts[4]),
        orNull(parts[5]),
        orNull(parts[6]),
        Integer.parseInt(parts[7]));
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }

  private static @Nullable String orNull(String part) {
    return part.isEmpty() ? null : part;
  }
}
