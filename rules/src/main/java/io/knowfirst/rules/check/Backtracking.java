package io.knowfirst.rules.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Whether matching a regular expression can take forever. Java's matcher tries every way in which a
 * text can be divided among the choices of a pattern; a choice that is repeated doubles the ways
 * with each character, and so do many choices in a row. What a page sends is matched, so the text
 * is the attacker's.
 */
final class Backtracking {
  private static final int MOST_UNBOUNDED = 3;
  private static final int MOST_CHOICES = 8;

  private final String pattern;
  private final Deque<Group> open = new ArrayDeque<>();
  private int at;
  private int choices;
  private int unbounded;
  private boolean nested;
  private boolean refers;

  /** A group that is read; whether there is more than one way to match it. */
  private static final class Group {
    private boolean choosing;
  }

  private Backtracking(String pattern) {
    this.pattern = pattern;
    open.push(new Group());
  }

  /**
   * Why the pattern is refused, for people; empty where its effort is bounded.
   *
   * @param pattern a valid one
   */
  static Optional<String> of(String pattern) {
    var read = new Backtracking(pattern);
    read.read();
    if (read.nested) {
      return Optional.of(
          "repeats something that itself repeats or has alternatives, which can take forever. Maybe [ab]+ instead of (a|b)+");
    }
    if (read.refers) {
      return Optional.of("refers back to a group, which can take forever. Maybe ask twice");
    }
    if (read.unbounded > MOST_UNBOUNDED || read.choices > MOST_CHOICES) {
      return Optional.of(
          "has %d repetitions and alternatives, %d of them without an end, expected at most %d and %d. Maybe ask with several conditions"
              .formatted(read.choices, read.unbounded, MOST_CHOICES, MOST_UNBOUNDED));
    }
    return Optional.empty();
  }

  private void read() {
    while (at < pattern.length()) {
      boolean choosing = atom();
      quantifier(choosing);
    }
  }

  /** Takes a character, a class, or one side of a group; whether what ended here has a choice. */
  private boolean atom() {
    char c = pattern.charAt(at++);
    switch (c) {
      case '\\' -> escape();
      case '[' -> skipClass();
      case '(' -> {
        open.push(new Group());
        groupHead();
      }
      case '|' -> {
        choices++;
        open.element().choosing = true;
      }
      case ')' -> {
        var closed = open.size() > 1 ? open.pop() : open.element();
        open.element().choosing |= closed.choosing;
        return closed.choosing;
      }
      default -> {}
    }
    return false;
  }

  private void escape() {
    if (at >= pattern.length()) {
      return;
    }
    char kind = pattern.charAt(at++);
    refers |= kind == 'k' || (kind >= '1' && kind <= '9');
    if (kind == 'Q') {
      int end = pattern.indexOf("\\E", at);
      at = end < 0 ? pattern.length() : end + 2;
    } else if ((kind == 'p' || kind == 'P' || kind == 'x') && pattern.startsWith("{", at)) {
      at = pattern.indexOf('}', at) + 1;
    }
  }

  private void skipClass() {
    int depth = 1;
    at += pattern.startsWith("^", at) ? 1 : 0;
    at += pattern.startsWith("]", at) ? 1 : 0;
    while (at < pattern.length() && depth > 0) {
      char c = pattern.charAt(at++);
      if (c == '\\') {
        at++;
      } else if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      }
    }
  }

  /** What says of which kind a group is, such as {@code ?:} and {@code ?<name>}. */
  private void groupHead() {
    if (pattern.startsWith("?", at)) {
      at++;
      if (pattern.startsWith("<", at)) {
        at++;
      }
      at += at < pattern.length() ? 1 : 0;
    }
  }

  private void quantifier(boolean choosing) {
    if (at >= pattern.length()) {
      return;
    }
    char c = pattern.charAt(at);
    if (c == '*' || c == '+') {
      at++;
      quantified(choosing, true, true);
    } else if (c == '?') {
      at++;
      quantified(choosing, true, false);
    } else if (c == '{') {
      int end = pattern.indexOf('}', at);
      var counts = pattern.substring(at + 1, Math.max(at + 1, end)).split(",", -1);
      at = Math.max(at, end) + 1;
      boolean varies = counts.length > 1 && !counts[0].equals(counts[1]);
      quantified(choosing, varies, varies);
      nested |= choosing && !counts[0].equals("1");
    }
  }

  private void quantified(boolean choosing, boolean varies, boolean often) {
    nested |= choosing && often;
    choices += varies ? 1 : 0;
    unbounded += often ? 1 : 0;
    open.element().choosing |= varies;
    if (at < pattern.length() && "?+".indexOf(pattern.charAt(at)) >= 0) {
      at++; // reluctant and possessive ones are judged alike
    }
  }
}
