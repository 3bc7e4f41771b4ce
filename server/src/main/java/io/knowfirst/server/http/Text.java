package io.knowfirst.server.http;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What text a client may send, and how it is shown back. */
final class Text {
  static final int ID = 200;
  static final int NAME = 200;
  static final int LONG = 2000;
  private static final int SHOWN = 60;

  private Text() {}

  /**
   * What was expected of this text; null when it is well. Control characters and halves of
   * surrogate pairs are refused everywhere: neither can be stored.
   */
  static @Nullable String fault(String text, int max) {
    if (text.isEmpty() || text.length() > max) {
      return "text of 1 to " + max + " characters";
    }
    return clean(text) ? null : "text without control characters and halves of characters";
  }

  static boolean clean(String text) {
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
  static @Nullable String idFault(String text) {
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

  /** At most 60 characters, with nothing in it that a log or a terminal would act on. */
  static String shorten(String text) {
    var shown = new StringBuilder(Math.min(text.length(), SHOWN) + 1);
    for (int i = 0; i < text.length() && i < SHOWN; i++) {
      char c = text.charAt(i);
      boolean plain = !Character.isISOControl(c) && !Character.isSurrogate(c);
      shown.append(plain ? c : '\ufffd');
    }
    return text.length() > SHOWN ? shown.append('…').toString() : shown.toString();
  }

  /** The word most like what was written, where one is like it at all. */
  static Optional<String> nearest(String written, Collection<String> words) {
    String best = null;
    int least = Math.max(1, Math.min(written.length(), 24) / 3) + 1;
    if (written.length() > ID) {
      return Optional.empty();
    }
    for (var word : words) {
      int distance =
          distance(written.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT), least);
      if (distance < least) {
        least = distance;
        best = word;
      }
    }
    return Optional.ofNullable(best);
  }

  /** How many letters to change, add or leave out (Levenshtein); {@code limit} stands for more. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
