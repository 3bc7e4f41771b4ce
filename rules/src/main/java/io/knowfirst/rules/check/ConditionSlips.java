package io.knowfirst.rules.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Mistakes between the {@code when} and the {@code then} of a rule. */
final class ConditionSlips {
  private static final List<String> CONNECTIVES = List.of("not", "exists", "and", "or");
  private static final String CLOSING = ")]}";
  private static final String OPENING = "([{";

  private final Reading reading;
  private final IntUnaryOperator lines;
  private final boolean audience;
  private final Deque<Opened> open = new ArrayDeque<>();

  /** A bracket that waits to be closed, and the word before it. */
  private record Opened(Glyph bracket, String owner) {
    boolean ofFact() {
      return bracket.is("(") && Vocabulary.types().containsKey(owner);
    }

    String close() {
      return String.valueOf(CLOSING.charAt(OPENING.indexOf(bracket.text())));
    }
  }

  /**
   * @param lines the author's line of an offset
   * @param audience whether the conditions are all that their author wrote
   */
  ConditionSlips(Reading reading, IntUnaryOperator lines, boolean audience) {
    this.reading = reading;
    this.lines = lines;
    this.audience = audience;
  }

  /** What ended the conditions. */
  enum End {
    THEN,
    /** The word is missing. */
    NO_THEN,
    LOST
  }

  /** Reads on up to what ends the conditions; a {@code then} is passed. */
  End find() {
    if (reading.now().is(";")) {
      reading.found(
          Slip.of(
              reading.now(),
              "Found \";\" after \"when\", expected a condition. Maybe it is one too many."));
      reading.advance();
    }
    for (; !reading.now().isEnd(); reading.advance()) {
      var glyph = reading.now();
      if (glyph.is("then") || (glyph.isMiswritten("then") && (open.isEmpty() || glyph.first()))) {
        reading.small("then");
        ended(glyph);
        reading.advance();
        return End.THEN;
      }
      boolean inserts = glyph.is("insert") && reading.next().is("(");
      if (inserts || (glyph.is("end") && (open.isEmpty() || glyph.first()))) {
        return End.NO_THEN;
      }
      if (reading.unreadable() || !condition(glyph)) {
        return End.LOST;
      }
    }
    return End.NO_THEN;
  }

  private void ended(Glyph then) {
    var before = reading.before();
    var opened = open.peek();
    if (opened != null) {
      reading.found(
          Slip.of(
              then,
              "Expected \"%s\" %s, to close the %s of line %d.",
              opened.close(),
              audience ? "at the end" : "before " + then.shown(),
              opened.bracket().shown(),
              lines.applyAsInt(opened.bracket().offset())));
    } else if (before != null && (before.is("and") || before.is("or") || before.is("not"))) {
      reading.found(
          Slip.of(
              then,
              audience
                  ? "Expected a condition after %2$s."
                  : "Found %s after %s, expected a condition.",
              then.shown(),
              before.shown()));
    }
  }

  /** Whether it makes sense to read on. */
  private boolean condition(Glyph glyph) {
    var before = reading.before();
    var opened = open.peek();
    if (opened == null) {
      free(glyph);
    } else if (opened.ofFact() && before != null) {
      ComparisonSlips.of(
              before, glyph, reading.next(), before.offset() == opened.bracket().offset())
          .ifPresent(reading::found);
    }
    if (glyph.kind() != Glyph.Kind.SYMBOL) {
      return true;
    }
    if (OPENING.contains(glyph.text())) {
      open.push(new Opened(glyph, before == null ? "" : before.text()));
    }
    return !CLOSING.contains(glyph.text()) || closes(glyph, opened);
  }

  private void free(Glyph glyph) {
    if (glyph.is("!")) {
      reading.found(Slip.of(glyph, "Found \"!\" before a condition, expected \"not\"."));
    }
    CONNECTIVES.forEach(reading::small);
    var next = reading.next();
    if (Vocabulary.types().containsKey(glyph.text()) && !next.is("(")) {
      reading.found(
          Slip.of(next, "Found %s after %s, expected \"(\".", next.shown(), glyph.text()));
    }
  }

  private boolean closes(Glyph glyph, @Nullable Opened opened) {
    if (opened == null) {
      reading.found(
          Slip.of(glyph, "This %s closes nothing. Maybe it is one too many.", glyph.shown()));
      return true;
    }
    if (opened.close().equals(glyph.text())) {
      open.pop();
      return true;
    }
    reading.found(
        Slip.of(
            glyph,
            "Found %s, expected \"%s\" to close the %s of line %d.",
            glyph.shown(),
            opened.close(),
            opened.bracket().shown(),
            lines.applyAsInt(opened.bracket().offset())));
    return false;
  }
}
