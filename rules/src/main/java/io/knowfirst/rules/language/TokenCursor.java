package io.knowfirst.rules.language;

import java.util.List;
import java.util.Set;

/** Where one reads in a constraint or a {@code then} block. */
public class TokenCursor {
  private static final Set<String> SYMBOLS =
      Set.of(
          "(", ")", ",", ".", "!.", ":", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "!", "+",
          "-", "*", "/", "%");
  static final Set<String> FORBIDDEN = Set.of("new", "eval", "class", "instanceof");

  private final List<Token> tokens;
  private final boolean then;
  private int next;

  private TokenCursor(List<Token> tokens, boolean then) {
    this.tokens = tokens;
    this.then = then;
  }

  protected TokenCursor(List<Token> tokens) {
    this(tokens, false);
  }

  /**
   * @param at offset of the text
   */
  static TokenCursor ofConstraint(String text, int at) {
    return new TokenCursor(Token.all(text, 0, text.length(), at, Token.THE_END), false);
  }

  static TokenCursor ofThen(String text, int at) {
    return new TokenCursor(Token.all(text, 0, text.length(), at, "\"end\""), true);
  }

  public Token now() {
    return tokens.get(next);
  }

  /** One further on, or back when negative; the first or the last where there is none. */
  public Token peek(int ahead) {
    return tokens.get(Math.max(0, Math.min(next + ahead, tokens.size() - 1)));
  }

  /** Goes on by one; stays at the end. */
  public Token take() {
    var taken = now();
    next = Math.min(next + 1, tokens.size() - 1);
    return taken;
  }

  boolean took(String symbol) {
    boolean is = now().is(symbol);
    if (is) {
      take();
    }
    return is;
  }

  void expect(String symbol) {
    if (!took(symbol)) {
      throw unexpected("\"" + symbol + "\"");
    }
  }

  /** What stands here cannot be there. */
  NotInLanguage unexpected(String expected) {
    var found = now();
    if (then) {
      return new NotInLanguage(
          "KF109", found.at(), "Found %s in the then block, expected %s.", found.shown(), expected);
    }
    boolean foreign =
        FORBIDDEN.contains(found.text())
            || (found.kind() == Token.TokenKind.SYMBOL && !SYMBOLS.contains(found.text()));
    return foreign
        ? new NotInLanguage("KF118", found.at(), "A condition may not use \"%s\".", found.text())
        : new NotInLanguage(found.at(), "Found %s, expected %s.", found.shown(), expected);
  }
}
