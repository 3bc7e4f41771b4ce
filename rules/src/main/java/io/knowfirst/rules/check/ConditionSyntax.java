package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Token;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Mistakes between the {@code when} and the {@code then} of a rule. */
final class ConditionSyntax {
  private static final List<String> CONNECTIVES = List.of("not", "exists", "and", "or");
  private static final String CLOSING = ")]}";
  private static final String OPENING = "([{";

  private final Reading reading;
  private final IntUnaryOperator lines;
  private final boolean audience;
  private final Deque<Opened> open = new ArrayDeque<>();

  /** A bracket that waits to be closed, and the word before it. */
  private record Opened(Token bracket, String owner) {
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
  ConditionSyntax(Reading reading, IntUnaryOperator lines, boolean audience) {
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
          reading.now(),
          "Found \";\" after \"when\", expected a condition. Maybe it is one too many.");
      reading.take();
    }
    for (; !reading.now().isEnd(); reading.take()) {
      var token = reading.now();
      if (token.is("then") || (token.isMiswritten("then") && (open.isEmpty() || token.first()))) {
        reading.small("then");
        ended(token);
        reading.take();
        return End.THEN;
      }
      boolean inserts = token.is("insert") && reading.peek(1).is("(");
      if (inserts || (token.is("end") && (open.isEmpty() || token.first()))) {
        return End.NO_THEN;
      }
      if (reading.unreadable() || !condition(token)) {
        return End.LOST;
      }
    }
    return End.NO_THEN;
  }

  private void ended(Token then) {
    var before = reading.peek(-1);
    var opened = open.peek();
    if (opened != null) {
      reading.found(
          then,
          "Expected \"%s\" %s, to close the %s of line %d.",
          opened.close(),
          audience ? "at the end" : "before " + then.shown(),
          opened.bracket().shown(),
          lines.applyAsInt(opened.bracket().at()));
    } else if (before.is("and") || before.is("or") || before.is("not")) {
      reading.found(
          then,
          audience
              ? "Expected a condition after %2$s."
              : "Found %s after %s, expected a condition.",
          then.shown(),
          before.shown());
    }
  }

  /** Whether it makes sense to read on. */
  private boolean condition(Token token) {
    var before = reading.peek(-1);
    var opened = open.peek();
    if (opened == null) {
      free(token);
    } else if (opened.ofFact()) {
      ComparisonSyntax.check(reading, before.at() == opened.bracket().at());
    }
    if (token.kind() != Token.TokenKind.SYMBOL) {
      return true;
    }
    if (OPENING.contains(token.text())) {
      open.push(new Opened(token, before.text()));
    }
    return !CLOSING.contains(token.text()) || closes(token, opened);
  }

  private void free(Token token) {
    if (token.is("!")) {
      reading.found(token, "Found \"!\" before a condition, expected \"not\".");
    }
    CONNECTIVES.forEach(reading::small);
    var next = reading.peek(1);
    if (Vocabulary.types().containsKey(token.text()) && !next.is("(")) {
      reading.found(next, "Found %s after %s, expected \"(\".", next.shown(), token.text());
    }
  }

  private boolean closes(Token token, @Nullable Opened opened) {
    if (opened == null) {
      reading.found(token, "This %s closes nothing. Maybe it is one too many.", token.shown());
      return true;
    }
    if (opened.close().equals(token.text())) {
      open.pop();
      return true;
    }
    reading.found(
        token,
        "Found %s, expected \"%s\" to close the %s of line %d.",
        token.shown(),
        opened.close(),
        opened.bracket().shown(),
        lines.applyAsInt(opened.bracket().at()));
    return false;
  }
}
