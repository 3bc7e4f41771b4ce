package io.knowfirst.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A word, number, quoted text, symbol or piece of metadata of a rule that may be full of mistakes.
 *
 * @param text as written; at the end, what it is called in a sentence
 * @param at offset
 * @param first whether it is the first on its line
 */
public record Token(TokenKind kind, String text, int at, boolean first) {
  public enum TokenKind {
    WORD,
    NUMBER,
    TEXT,
    /** A text that is not closed on its line: all the rest of the line. */
    OPEN,
    NOTE,
    SYMBOL,
    END
  }

  static final String THE_END = "the end";

  private static final String COMMENT = "(?<comment>//[^\\n]*|/\\*.*?\\*/)";
  private static final Pattern COMMENTS =
      Pattern.compile(
          "\"(?:\\\\.|[^\"\\\\\\n])*+\"?|'(?:\\\\.|[^'\\\\\\n])*+'?|" + COMMENT + "|/\\*.*",
          Pattern.DOTALL);
  private static final Pattern NEXT =
      Pattern.compile(
          "\\s+|"
              + COMMENT
              + "|(?<WORD>[\\p{L}_$][\\p{L}\\p{N}_$]*)"
              + "|(?<NUMBER>\\p{N}[\\p{N}.]*(?:[eE][+-]?[0-9]+)?[A-Za-z]*)"
              + "|(?<TEXT>\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])*+')|(?<OPEN>[\"'][^\\n]*)"
              + "|(?<NOTE>@[ \\t]*\\w+)|(?<SYMBOL>==|!=|<=|>=|=<|=>|&&|\\|\\||!\\.|->|::|.)",
          Pattern.DOTALL);

  /** The text with its comments blanked, but for one that is not closed. */
  public static String withoutComments(String text) {
    var blank = new StringBuilder(text);
    var matcher = COMMENTS.matcher(text);
    while (matcher.find()) {
      if (matcher.group("comment") != null) {
        blank(blank, matcher.start(), matcher.end());
      }
    }
    return blank.toString();
  }

  /** Replaces a stretch by blanks; every line stays. */
  public static void blank(StringBuilder text, int from, int until) {
    for (int i = from; i < until; i++) {
      text.setCharAt(i, text.charAt(i) == '\n' ? '\n' : ' ');
    }
  }

  /** Those of a stretch of a text, an END last. */
  public static List<Token> all(String text, int from, int until) {
    return all(text, from, until, 0, THE_END);
  }

  /**
   * @param offset of the text
   * @param end what its end is called in a sentence
   */
  static List<Token> all(String text, int from, int until, int offset, String end) {
    var tokens = new ArrayList<Token>();
    var matcher = NEXT.matcher(text).region(from, until);
    int line = text.lastIndexOf('\n', from);
    int lineOfLast = -2;
    int seen = from;
    while (matcher.lookingAt()) {
      for (var kind : TokenKind.values()) {
        if (kind != TokenKind.END && matcher.group(kind.name()) != null) {
          for (; seen <= matcher.start(); seen++) {
            line = text.charAt(seen) == '\n' ? seen : line;
          }
          tokens.add(
              new Token(kind, matcher.group(), offset + matcher.start(), line != lineOfLast));
          lineOfLast = line;
        }
      }
      matcher.region(matcher.end(), until);
    }
    tokens.add(new Token(TokenKind.END, end, offset + until, true));
    return tokens;
  }

  public boolean is(String symbol) {
    return (kind == TokenKind.SYMBOL || kind == TokenKind.WORD) && text.equals(symbol);
  }

  public boolean isWord() {
    return kind == TokenKind.WORD;
  }

  /** The word, but with capital letters where there should be none. */
  public boolean isMiswritten(String word) {
    return kind == TokenKind.WORD && text.equalsIgnoreCase(word) && !text.equals(word);
  }

  public boolean isEnd() {
    return kind == TokenKind.END;
  }

  /** Whether a comparison may end with it. */
  public boolean isOperand() {
    return kind == TokenKind.WORD || kind == TokenKind.NUMBER || kind == TokenKind.TEXT || is(")");
  }

  /** As it reads in a sentence. */
  public String shown() {
    return kind == TokenKind.TEXT || isEnd() ? text : "\"" + text + "\"";
  }

  /**
   * The quoted text with its escapes resolved.
   *
   * @throws NotInLanguage for one that means nothing (KF233)
   */
  String unquoted() {
    var inner = text.substring(1, text.length() - 1);
    return inner.indexOf('\\') < 0 ? inner : Escapes.resolve(inner, at + 1);
  }
}
