package io.knowfirst.server.wire;

import org.jspecify.annotations.Nullable;

/** What text a client may send, and how it is shown back. */
public final class Text {
  public static final int ID = 200;
  static final int NAME = 200;
  public static final int LONG = 2000;
  private static final int SHOWN = 60;

  private Text() {}

  /**
   * What was expected of this text; null when it is well. Control characters and halves of
   * surrogate pairs are refused everywhere: neither can be stored.
   */
  public static @Nullable String fault(String text, int max) {
    if (text.isEmpty() || text.length() > max) {
      return "text of 1 to " + max + " characters";
    }
    return clean(text) ? null : "text without control characters and halves of characters";
  }

  public static boolean clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7f) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Whether the text may name something: clean, and on one line. */
  public static @Nullable String idFault(String text) {
    var fault = fault(text, ID);
    if (fault != null) {
      return fault;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ') {
        return "text without control characters";
      }
    }
    return null;
  }

  /**
   * As much of the text as is well: without control characters and halves of characters, at most so
   * long, blanks for line ends where it must be on one line.
   */
  static String cut(String text, int max, boolean oneLine) {
    var kept = new StringBuilder(Math.min(text.length(), max));
    text.codePoints()
        .map(c -> oneLine && (c == '\t' || c == '\n' || c == '\r') ? ' ' : c)
        .filter(c -> c >= ' ' || c == '\t' || c == '\n' || c == '\r')
        .filter(c -> c != 0x7f && Character.getType(c) != Character.SURROGATE)
        .takeWhile(c -> kept.length() + Character.charCount(c) <= max)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** At most 60 characters, with nothing in it that a log or a terminal would act on. */
  public static String shorten(String text) {
    var shown = new StringBuilder(Math.min(text.length(), SHOWN) + 1);
    for (int i = 0; i < text.length() && i < SHOWN; i++) {
      char c = text.charAt(i);
      boolean plain = !Character.isISOControl(c) && !Character.isSurrogate(c);
      shown.append(plain ? c : '\ufffd');
    }
    return text.length() > SHOWN ? shown.append('…').toString() : shown.toString();
  }
}
