package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Token;
import io.knowfirst.rules.language.Token.TokenKind;
import io.knowfirst.rules.language.TokenCursor;
import java.util.ArrayList;
import java.util.List;

/** Where in a rule one reads, and the mistakes found so far. */
final class Reading extends TokenCursor {
  private final List<SyntaxProblem> problems = new ArrayList<>();

  /**
   * @param tokens of the rule and of what follows it, up to the next rule, an END last
   */
  Reading(List<Token> tokens) {
    super(tokens);
  }

  List<SyntaxProblem> problems() {
    return problems;
  }

  void skipLine() {
    do {
      take();
    } while (!now().first() && !now().isEnd());
  }

  /** Notes a mistake, if it is what the parser stumbles at. The values fill the message. */
  void found(Token at, String message, Object... values) {
    problems.add(SyntaxProblem.of(at, message, values));
  }

  /** Notes a mistake whatever the parser makes of it. */
  void sure(Token at, String message, Object... values) {
    problems.add(SyntaxProblem.sure(at, message, values));
  }

  /** Tells of a word with capital letters where there should be none. */
  void small(String word) {
    if (now().isMiswritten(word)) {
      sure(now(), "Found %s, expected small letters: \"%s\".", now().shown(), word);
    }
  }

  /** Whether nothing can be made of what follows, which it tells. */
  boolean unreadable() {
    var token = now();
    if (token.kind() == TokenKind.OPEN) {
      found(
          token,
          "The text that begins here is not closed on its line, expected %s. Maybe a quote is missing, or this one is too many.",
          token.text().charAt(0));
    } else if (token.is("#")) {
      found(token, "Found \"#\", expected \"//\" before a comment.");
    } else if (token.is("/") && peek(1).is("*")) {
      found(token, "The comment that begins here is not closed, expected */.");
    } else {
      return false;
    }
    return true;
  }
}
