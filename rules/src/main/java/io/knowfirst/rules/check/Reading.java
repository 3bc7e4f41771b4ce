package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Token;
import io.knowfirst.rules.language.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in a rule one reads, and the mistakes found so far. */
final class Reading {
  private final List<Token> tokens;
  private final List<SyntaxProblem> problems = new ArrayList<>();
  private int at;

  /**
   * @param tokens of the rule and of what follows it, up to the next rule, an END last
   */
  Reading(List<Token> tokens) {
    this.tokens = tokens;
  }

  List<SyntaxProblem> problems() {
    return problems;
  }

  Token now() {
    return tokens.get(at);
  }

  @Nullable Token before() {
    return at == 0 ? null : tokens.get(at - 1);
  }

  Token next() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  /** Goes on by one; stays at the end. */
  void advance() {
    at = Math.min(at + 1, tokens.size() - 1);
  }

  void skipLine() {
    do {
      advance();
    } while (!now().first() && !now().isEnd());
  }

  void found(SyntaxProblem problem) {
    problems.add(problem);
  }

  /** Tells of a word with capital letters where there should be none. */
  void small(String word) {
    if (now().isMiswritten(word)) {
      found(
          SyntaxProblem.sure(
              now(), "Found %s, expected small letters: \"%s\".", now().shown(), word));
    }
  }

  /** Whether nothing can be made of what follows, which it tells. */
  boolean unreadable() {
    var token = now();
    if (token.kind() == Kind.OPEN) {
      found(
          SyntaxProblem.of(
              token,
              "The text that begins here is not closed on its line, expected %s. Maybe a quote is missing, or this one is too many.",
              token.text().charAt(0)));
    } else if (token.is("#")) {
      found(SyntaxProblem.of(token, "Found \"#\", expected \"//\" before a comment."));
    } else if (token.is("/") && next().is("*")) {
      found(SyntaxProblem.of(token, "The comment that begins here is not closed, expected */."));
    } else {
      return false;
    }
    return true;
  }
}
