package io.knowfirst.experiments.report;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the values of one column tell of their decimal mark. "59,90" and "1.234.567" can be read in
 * one way only; "1.234" may be a little over 1 or over 1,000.
 */
final class DecimalEvidence {

  /** A value with its line. */
  record Seen(long line, String text) {}

  private final Map<DecimalMark, Seen> proofs = new EnumMap<>(DecimalMark.class);
  private @Nullable Seen ambiguous;
  private boolean comma;

  void add(long line, String text) {
    OptionalDouble point = DecimalMark.POINT.read(text);
    OptionalDouble german = DecimalMark.COMMA.read(text);
    if (point.isPresent() && german.isPresent()) {
      if (point.getAsDouble() != german.getAsDouble() && (ambiguous == null || !comma)) {
        comma = text.indexOf(',') >= 0;
        ambiguous = ambiguous == null || comma ? new Seen(line, text) : ambiguous;
      }
    } else if (point.isPresent()) {
      proofs.putIfAbsent(DecimalMark.POINT, new Seen(line, text));
    } else if (german.isPresent()) {
      proofs.putIfAbsent(DecimalMark.COMMA, new Seen(line, text));
    }
  }

  /** The value that proves the mark, or empty where none does. */
  Optional<Seen> proof(DecimalMark mark) {
    return Optional.ofNullable(proofs.get(mark));
  }

  /** A value that may be read in both ways, or empty. */
  Optional<Seen> ambiguous() {
    return Optional.ofNullable(ambiguous);
  }

  /** Whether an ambiguous value has a comma, which no program writes before decimals by default. */
  boolean ambiguousComma() {
    return comma;
  }
}
