package io.knowfirst.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A word, number, quoted text or symbol.
 *
 * @param text as written; quoted texts with their quotes
 * @param at offset in the file's text
 */
record Lexeme(Kind kind, String text, int at) {
  enum Kind {
    WORD,
    NUMBER,
    TEXT,
    SYMBOL,
    END
  }

  private static final Pattern NEXT =
      Pattern.compile(
          "(?:\\s+|//[^\\n]*|/\\*.*?(?:\\*/|\\z))|(?<WORD>[A-Za-z_$][\\w$]*)"
              + "|(?<NUMBER>[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?[A-Za-z]*)"
              + "|(?<TEXT>\"(?:\\\\.|[^\"\\\\])*+\"|'(?:\\\\.|[^'\\\\])*+')"
              + "|(?<SYMBOL>==|!=|<=|>=|&&|\\|\\||!\\.|->|::|.)",
          Pattern.DOTALL);

  private static final List<Kind> READ = List.of(Kind.WORD, Kind.NUMBER, Kind.TEXT, Kind.SYMBOL);

  /** Those of a text that begins at an offset, an END last. */
  static List<Lexeme> all(String text, int at) {
    var all = new ArrayList<Lexeme>();
    var matcher = NEXT.matcher(text);
    while (matcher.find()) {
      for (var kind : READ) {
        if (matcher.start(kind.name()) >= 0) {
          all.add(new Lexeme(kind, matcher.group(), at + matcher.start()));
        }
      }
    }
    all.add(new Lexeme(Kind.END, "", at + text.length()));
    return all;
  }

  boolean is(String word) {
    return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(word);
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean isEnd() {
    return kind == Kind.END;
  }

  /** As it reads in a sentence. */
  String shown() {
    return isEnd() ? "the end" : kind == Kind.TEXT ? text : "\"" + text + "\"";
  }

  /** The quoted text with its escapes resolved. */
  String unquoted() {
    var inner = text.substring(1, text.length() - 1);
    return inner.indexOf('\\') < 0 ? inner : Escapes.resolve(inner);
  }
}
