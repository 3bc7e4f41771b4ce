package io.knowfirst.rules.language;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/** The patterns of {@code matches}, which are matched in linear time. */
final class MatchPattern {
  private static final int MOST_COPIES = 1_000;
  private static final int LONGEST = 200;
  private static final int LONGEST_WRITTEN_OUT = 20_000;
  private static final java.util.regex.Pattern STRAY =
      java.util.regex.Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\([^btnfr\"'0-7u\\\\])");
  private static final String CANNOT =
      "has %s, which cannot be matched in linear time. Maybe ask with several conditions.";

  private MatchPattern() {}

  /**
   * Checks what follows a {@code matches}.
   *
   * @throws NotInLanguage for what is no pattern in quotes (KF124), no regular expression (KF119),
   *     not to be matched in linear time, or means something else there (KF203)
   */
  static void check(Token literal) {
    if (literal.kind() != Token.TokenKind.TEXT) {
      throw new NotInLanguage(
          "KF124",
          literal.at(),
          "matches is followed by %s, expected a pattern in quotes. Maybe == compares with what another fact says.",
          literal.text());
    }
    var written = literal.text().substring(1, literal.text().length() - 1);
    var stray = STRAY.matcher(written);
    if (stray.find()) {
      var found = "has a single \\ before \"%1$s\", expected two: \\\\%1$s.";
      throw refused("KF119", literal, found.formatted(stray.group(1)));
    } else if (written.length() > LONGEST) {
      throw refused("KF119", literal, "is longer than " + LONGEST + " characters.");
    }
    var pattern = literal.unquoted();
    try {
      java.util.regex.Pattern.compile(pattern);
    } catch (java.util.regex.PatternSyntaxException e) {
      throw refused("KF119", literal, "is no regular expression: " + e.getDescription() + ".");
    }
    meansSomethingElse(pattern)
        .or(() -> notLinear(pattern))
        .ifPresent(
            what -> {
              throw refused("KF203", literal, CANNOT.formatted(what));
            });
  }

  private static NotInLanguage refused(String code, Token literal, String why) {
    return new NotInLanguage(code, literal.at(), "The pattern %s %s", literal.text(), why);
  }

  private static Optional<String> notLinear(String pattern) {
    try {
      Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(e.getDescription() + " " + e.getPattern());
    }
  }

  /** What only backtracking matchers have, or read in another way. */
  private static Optional<String> meansSomethingElse(String pattern) {
    boolean inClass = false;
    long copies = 1;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        if (pattern.startsWith("Q", i + 1)) {
          int closing = pattern.indexOf("\\E", i);
          i = closing < 0 ? pattern.length() : closing;
        }
        i++;
      } else if (inClass && (c == '[' || pattern.startsWith("&&", i))) {
        return Optional.of(c == '[' ? "a class within a class" : "an intersection (&&)");
      } else if (c == '[') {
        inClass = true;
        i += pattern.startsWith("^", i + 1) ? 1 : 0;
        i += pattern.startsWith("]", i + 1) ? 1 : 0;
      } else if (c == ']') {
        inClass = false;
      } else if (!inClass && "*+?}".indexOf(c) >= 0 && pattern.startsWith("+", i + 1)) {
        return Optional.of("a possessive repetition (" + c + "+)");
      } else if (!inClass && c == '{') {
        copies *= Math.max(1, most(pattern.substring(i + 1)));
        if (copies > MOST_COPIES) {
          return Optional.of("more than " + MOST_COPIES + " counted repetitions");
        }
      }
    }
    return copies * pattern.length() > LONGEST_WRITTEN_OUT
        ? Optional.of(
            "more than %d characters when its repetitions are written out"
                .formatted(LONGEST_WRITTEN_OUT))
        : Optional.empty();
  }

  /** The largest count of a repetition of which this is the rest after the brace. */
  private static long most(String rest) {
    int end = rest.indexOf('}');
    long most = 1;
    for (var count : rest.substring(0, Math.max(0, end)).split(",", -1)) {
      most = count.matches("\\d{1,9}") ? Math.max(most, Long.parseLong(count)) : most;
    }
    return most;
  }
}
