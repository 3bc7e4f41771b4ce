package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A word, number, quoted text or symbol of a condition or a {@code then} block.
 *
 * @param text as written; quoted texts with their quotes
 * @param offset in characters from where the reading began
 */
record Token(Kind kind, String text, int offset) {
  enum Kind {
    WORD("word"),
    NUMBER("number"),
    TEXT("text"),
    SYMBOL("symbol"),
    END("skip");

    private final String group;

    Kind(String group) {
      this.group = group;
    }
  }

  private static final List<Kind> READ = List.of(Kind.WORD, Kind.NUMBER, Kind.TEXT, Kind.SYMBOL);
  private static final Pattern NEXT =
      Pattern.compile(
          "(?<skip>\\s+|//[^\\n]*|/\\*.*?(?:\\*/|\\z))|(?<word>[A-Za-z_$][\\w$]*)"
              + "|(?<number>\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?[lLfFdDbBiI]?(?![\\w$]|\\.[\\w$]))"
              + "|(?<text>\"(?:\\\\.|[^\"\\\\])*+\"|'(?:\\\\.|[^'\\\\])*+')"
              + "|(?<symbol>==|!=|<=|>=|&&|\\|\\||!\\.|->|::|.)",
          Pattern.DOTALL);

  /** All tokens of a text without comments and blanks, an END last. */
  static List<Token> all(String text) {
    var tokens = new ArrayList<Token>();
    var matcher = NEXT.matcher(text);
    while (matcher.find()) {
      for (var kind : READ) {
        if (matcher.start(kind.group) >= 0) {
          tokens.add(new Token(kind, matcher.group(), matcher.start()));
        }
      }
    }
    tokens.add(new Token(Kind.END, "end", text.length()));
    return tokens;
  }

  boolean is(String symbol) {
    return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbol);
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  int end() {
    return offset + text.length();
  }

  /** The quoted text without its quotes; escapes stay as written. */
  String unquoted() {
    return text.substring(1, text.length() - 1);
  }
}
