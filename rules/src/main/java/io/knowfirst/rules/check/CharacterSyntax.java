package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Characters that look like others: they come with text that was copied from elsewhere. */
final class CharacterSyntax {
  private static final String DOUBLE = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033";
  private static final String SINGLE = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032";
  private static final String BLANK = "\u00a0\u2007\u202f\u2009\u200b\u2060\ufeff\u3000";
  private static final String DASH = "\u2010\u2011\u2012\u2013\u2014\u2212";

  private CharacterSyntax() {}

  /** At most one for each line. */
  static List<SyntaxProblem> of(List<Token> tokens) {
    var problems = new ArrayList<SyntaxProblem>();
    boolean told = false;
    for (var token : tokens) {
      told = told && !token.first();
      var problem = told ? Optional.<SyntaxProblem>empty() : of(token);
      problem.ifPresent(problems::add);
      told = told || problem.isPresent();
    }
    return problems;
  }

  private static Optional<SyntaxProblem> of(Token token) {
    if (token.kind() != Token.Kind.SYMBOL) {
      return Optional.empty();
    }
    var text = token.text();
    if (DOUBLE.contains(text)) {
      return typographic(token, "quote", "a straight \"");
    }
    if (SINGLE.contains(text)) {
      return typographic(token, "quote", "a straight '");
    }
    if (DASH.contains(text)) {
      return typographic(token, "dash", "a plain -");
    }
    if (BLANK.contains(text)) {
      return Optional.of(
          SyntaxProblem.sure(
              token,
              "Found a special blank (U+%04X), expected a plain one. Maybe the line was copied from a web page or a document.",
              (int) text.charAt(0)));
    }
    return Optional.empty();
  }

  private static Optional<SyntaxProblem> typographic(Token token, String what, String expected) {
    return Optional.of(
        SyntaxProblem.sure(
            token,
            "Found a typographic %s %s, expected %s. Maybe the line was copied from a document.",
            what,
            token.text(),
            expected));
  }
}
