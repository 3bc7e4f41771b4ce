package io.knowfirst.rules.check;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * Regular expressions in conditions, which are matched in linear time. KF119: no regular
 * expression. KF203: one that cannot be matched in linear time, or that would mean something else
 * there.
 */
final class RegexCalls {
  private static final int MOST_COPIES = 1_000;
  private static final int LONGEST_WRITTEN_OUT = 20_000;
  private static final String CANNOT =
      " has %s, which cannot be matched in linear time. Maybe ask with several conditions.";

  /** Why a pattern is refused. */
  record Problem(String code, String message) {}

  private RegexCalls() {}

  /** Whether a property, a variable or a text stands before {@code matches}. */
  static boolean hasOperand(List<Token> tokens, int matches) {
    return operand(tokens, last(tokens, matches)) >= 0;
  }

  private static int last(List<Token> tokens, int matches) {
    return matches > 0 && tokens.get(matches - 1).is("not") ? matches - 2 : matches - 1;
  }

  /** Index of the token with which the operand begins that ends here; negative for none. */
  private static int operand(List<Token> tokens, int end) {
    int at = end;
    while (at >= 0) {
      if (tokens.get(at).is(")")) {
        int depth = 0;
        do {
          depth += tokens.get(at).is(")") ? 1 : tokens.get(at).is("(") ? -1 : 0;
          at--;
        } while (at >= 0 && depth > 0);
      }
      if (at < 0 || !tokens.get(at).isWord()) {
        return end >= 0 && tokens.get(end).kind() == Token.Kind.TEXT ? end : -1;
      }
      boolean inner = at > 0 && (tokens.get(at - 1).is(".") || tokens.get(at - 1).is("!."));
      if (!inner) {
        return at;
      }
      at -= 2;
    }
    return -1;
  }

  /** Why a pattern, as it stands between its quotes, is refused; empty where it is not. */
  static Optional<Problem> problem(String written) {
    var pattern = written.replace("\\\\", "\\").replace("\\\"", "\"");
    try {
      java.util.regex.Pattern.compile(pattern);
    } catch (java.util.regex.PatternSyntaxException e) {
      return Optional.of(
          new Problem("KF119", " is no regular expression: " + e.getDescription() + "."));
    }
    var means = meansSomethingElse(pattern);
    if (means.isPresent()) {
      return means.map(what -> new Problem("KF203", CANNOT.formatted(what)));
    }
    try {
      Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(
          new Problem("KF203", CANNOT.formatted(e.getDescription() + " " + e.getPattern())));
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
