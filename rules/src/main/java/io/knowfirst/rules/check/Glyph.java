package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A word, number, quoted text, symbol or piece of metadata of a rule that may be full of mistakes.
 *
 * @param text as written; at the end it is empty
 * @param first whether it is the first on its line
 */
record Glyph(Kind kind, String text, int offset, boolean first) {
  enum Kind {
    WORD,
    NUMBER,
    TEXT,
    /** A text that is not closed on its line: all the rest of the line. */
    OPEN,
    NOTE,
    SYMBOL,
    END
  }

  private static final Pattern COMMENT =
      Pattern.compile(
          "\"(?:\\\\.|[^\"\\\\\\n])*+\"?|'(?:\\\\.|[^'\\\\\\n])*+'?|(?<comment>//[^\\n]*|/\\*.*?\\*/)",
          Pattern.DOTALL);
  private static final Pattern NEXT =
      Pattern.compile(
          "\\s+|(?<WORD>[\\p{L}_$][\\p{L}\\p{N}_$]*)|(?<NUMBER>\\p{N}[\\p{N}.]*[A-Za-z]*)"
              + "|(?<TEXT>\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])*+')|(?<OPEN>[\"'][^\\n]*)"
              + "|(?<NOTE>@[ \\t]*\\w+)|(?<SYMBOL>==|!=|<=|>=|=<|=>|&&|\\|\\||.)",
          Pattern.DOTALL);

  /**
   * The text without the beginnings of comments after which none ends, each of which would be
   * looked for up to the end of the text.
   */
  static String withoutOpenComments(String text) {
    int tail = text.lastIndexOf("*/") < 0 ? 0 : text.lastIndexOf("*/") + 2;
    return text.substring(0, tail) + text.substring(tail).replace("/*", "  ");
  }

  /** The text with its comments blanked, but for one that is not closed. */
  static String withoutComments(String text) {
    var blank = new StringBuilder(text);
    var matcher = COMMENT.matcher(withoutOpenComments(text));
    while (matcher.find()) {
      if (matcher.group("comment") != null) {
        blank(blank, matcher.start(), matcher.end());
      }
    }
    return blank.toString();
  }

  /** Replaces a stretch by blanks; every line stays. */
  static void blank(StringBuilder text, int from, int until) {
    for (int i = from; i < until; i++) {
      text.setCharAt(i, text.charAt(i) == '\n' ? '\n' : ' ');
    }
  }

  /** Those of a stretch of a text without comments, an END last. */
  static List<Glyph> all(String text, int from, int until) {
    var glyphs = new ArrayList<Glyph>();
    var matcher = NEXT.matcher(text).region(from, until);
    int line = text.lastIndexOf('\n', from);
    int lineOfLast = -2;
    int seen = from;
    while (matcher.lookingAt()) {
      for (var kind : Kind.values()) {
        if (kind != Kind.END && matcher.group(kind.name()) != null) {
          for (; seen <= matcher.start(); seen++) {
            line = text.charAt(seen) == '\n' ? seen : line;
          }
          glyphs.add(new Glyph(kind, matcher.group(), matcher.start(), line != lineOfLast));
          lineOfLast = line;
        }
      }
      matcher.region(matcher.end(), until);
    }
    glyphs.add(new Glyph(Kind.END, "", until, true));
    return glyphs;
  }

  boolean is(String symbol) {
    return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbol);
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  /** The word, but with capital letters where there should be none. */
  boolean isMiswritten(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word) && !text.equals(word);
  }

  boolean isEnd() {
    return kind == Kind.END;
  }

  /** Whether a comparison may end with it. */
  boolean isOperand() {
    return kind == Kind.WORD || kind == Kind.NUMBER || kind == Kind.TEXT || is(")");
  }

  /** As it stands in a sentence. */
  String shown() {
    return switch (kind) {
      case TEXT -> text;
      case END -> "the end";
      default -> "\"" + text + "\"";
    };
  }
}
