package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
      var problem = told || token.kind() != Token.TokenKind.SYMBOL ? null : of(token);
      if (problem != null) {
        problems.add(problem);
        told = true;
      }
    }
    return problems;
  }

  private static @Nullable SyntaxProblem of(Token token) {
    var text = token.text();
    if (DOUBLE.contains(text)) {
      return typographic(token, "quote", "a straight \"");
    } else if (SINGLE.contains(text)) {
      return typographic(token, "quote", "a straight '");
    } else if (DASH.contains(text)) {
      return typographic(token, "dash", "a plain -");
    }
    return BLANK.contains(text)
        ? SyntaxProblem.sure(
            token,
            "Found a special blank (U+%04X), expected a plain one. Maybe the line was copied from a web page or a document.",
            (int) text.charAt(0))
        : null;
  }

  private static SyntaxProblem typographic(Token token, String what, String expected) {
    return SyntaxProblem.sure(
        token,
        "Found a typographic %s %s, expected %s. Maybe the line was copied from a document.",
        what,
        token.text(),
        expected);
  }
}
