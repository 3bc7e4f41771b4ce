package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.language.Token;
import io.knowfirst.rules.language.Token.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** Reads a rule token by token, as a person would, and tells where its author slipped. */
final class RuleSyntax {
  private static final Set<String> ATTRIBUTES =
      Set.of(
          """
          salience enabled no auto lock activation ruleflow agenda date dialect
          calendars timer duration extends attributes
          """
              .split("\\s+"));
  private static final Set<String> METADATA =
      Set.of(
          "kind", "campaign", "owner", ParsedRule.PURPOSE, ParsedRule.MAX_AGE, ParsedRule.TRIGGER);

  private final Reading reading;
  private final IntUnaryOperator lines;
  private final boolean last;
  private final boolean audience;
  private String name = "";

  /**
   * @param lines the author's line of an offset
   * @param last whether no rule follows
   * @param audience whether only its conditions are their author's
   */
  RuleSyntax(Reading reading, IntUnaryOperator lines, boolean last, boolean audience) {
    this.reading = reading;
    this.lines = lines;
    this.last = last;
    this.audience = audience;
  }

  /** Those found, in the order of the text. */
  List<SyntaxProblem> find() {
    head();
    return reading.problems();
  }

  private void head() {
    reading.small("rule");
    reading.take();
    name();
    while (!reading.now().isEnd()) {
      var token = reading.now();
      if (token.is("when") || token.isMiswritten("when")) {
        reading.small("when");
        reading.take();
        conditions();
        return;
      }
      if (token.is("then") || token.isMiswritten("then")) {
        reading.small("then");
        reading.take();
        conclusion();
        return;
      }
      if (ATTRIBUTES.contains(token.text())) {
        reading.skipLine();
      } else if (token.kind() == TokenKind.NOTE) {
        metadata(token);
      } else if (!beforeWhen(token)) {
        conditions();
        return;
      }
    }
    reading.found(
        reading.now(), "%s has no \"when\", no \"then\" and no \"end\".", capital(rule()));
  }

  /** Tells of something between name and {@code when}; whether the {@code when} may still come. */
  private boolean beforeWhen(Token token) {
    if (METADATA.contains(token.text()) && reading.peek(1).is("(")) {
      reading.found(
          token, "The \"@\" before \"%1$s\" is missing, expected @%1$s(\"…\").", token.text());
    } else if (token.isWord() || token.is("(")) {
      reading.found(token, "The \"when\" of %s is missing before this.", rule());
      return false;
    } else {
      reading.found(
          token, "Found %s after the name of %s, expected \"when\".", token.shown(), rule());
    }
    reading.skipLine();
    return true;
  }

  private void name() {
    if (reading.now().is("rule")) {
      reading.found(
          reading.now(), "\"rule\" stands twice, expected the name of the rule in quotes.");
      reading.take();
    }
    var token = reading.now();
    if (token.kind() == TokenKind.TEXT) {
      name = token.text();
      reading.take();
    } else if (token.kind() == TokenKind.OPEN) {
      name = token.text().strip() + "\"";
      reading.found(token, "The name of the rule is not closed, expected %s.", name);
      reading.take();
    } else if (!token.is("when")) {
      name = "\"" + withoutQuotes(token) + "\"";
      if (token.isWord() || token.kind() == TokenKind.NUMBER) {
        reading.found(token, "The name of the rule is not in quotes, expected rule %s.", name);
      }
    }
  }

  /** What stands on the line, up to metadata. */
  private String withoutQuotes(Token from) {
    var words = new ArrayList<String>();
    while (!reading.now().isEnd()
        && reading.now().kind() != TokenKind.NOTE
        && (reading.now().at() == from.at() || !reading.now().first())) {
      words.add(reading.now().text());
      reading.take();
    }
    return String.join(" ", words).replaceAll("[\"\u201c\u201d\u201e\u00ab\u00bb]", "").strip();
  }

  private void metadata(Token note) {
    reading.take();
    var bracket = reading.now();
    if (!bracket.is("(")) {
      return;
    }
    while (!reading.now().is(")")) {
      reading.take();
      var token = reading.now();
      if (token.first() || token.kind() == TokenKind.NOTE || token.isEnd()) {
        reading.found(bracket, "The \"(\" after %s is not closed, expected \")\".", note.text());
        return;
      }
    }
    reading.take();
  }

  private void conditions() {
    switch (new ConditionSyntax(reading, lines, audience).find()) {
      case THEN -> conclusion();
      case NO_THEN -> {
        var token = reading.now();
        if (token.isEnd()) {
          reading.found(token, "%s has no \"then\" and no \"end\".", capital(rule()));
        } else {
          reading.found(token, "The \"then\" of %s is missing before this.", rule());
        }
      }
      case LOST -> {}
    }
  }

  private void conclusion() {
    for (; !reading.now().isEnd(); reading.take()) {
      var token = reading.now();
      if (token.is("end")) {
        reading.take();
        rest();
        return;
      }
      if (token.isMiswritten("end") && token.first()) {
        reading.small("end");
        return;
      }
      if (reading.unreadable()) {
        return;
      }
    }
    if (last) {
      reading.found(reading.now(), "The \"end\" of %s is missing at the end of the file.", rule());
    } else {
      reading.sure(reading.now(), "The \"end\" of %s is missing before this.", rule());
    }
  }

  private void rest() {
    if (reading.now().is(";")) {
      reading.take();
    }
    if (reading.now().is("rule")) {
      head();
    } else if (!reading.now().isEnd() && !SyntaxCheck.HEAD.contains(reading.now().text())) {
      reading.problems().add(outside(reading.now()));
    }
  }

  /** What stands between two rules, or before the first. */
  static SyntaxProblem outside(Token token, String... others) {
    var words = new ArrayList<>(List.of(others));
    words.add("rule");
    var expected = others.length == 0 ? "" : "\"" + String.join("\", \"", others) + "\" or ";
    return SyntaxProblem.sure(
        token,
        "Found %s outside of a rule, expected %s\"rule\".%s",
        token.shown(),
        expected,
        Suggestion.nearest(token.text(), words)
            .map(word -> " Maybe \"" + word + "\" is meant.")
            .orElse(""));
  }

  private String rule() {
    return audience ? "the audience" : name.isEmpty() ? "the rule" : "rule " + name;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
