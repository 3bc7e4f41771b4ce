package io.knowfirst.rules.folder;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells ids of visitors, and of orders, from texts that stand for nobody. Code that sends the text
 * of a missing value would make one visitor of everybody, who then see each other's data.
 */
public final class VisitorId {
  /** Without blanks, in small letters. */
  private static final Set<String> NOBODY =
      Set.of(
          "undefined",
          "null",
          "nil",
          "nan",
          "none",
          "n/a",
          "na",
          "void",
          "empty",
          "false",
          "true",
          "unknown",
          "unset",
          "notset",
          "not_set",
          "(notset)",
          "[object]",
          "[objectobject]",
          "[objectundefined]",
          "[objectnull]",
          "objectobject",
          "anonymous",
          "anonymoususer",
          "anonymous_user",
          "guest",
          "guestuser",
          "guest_user",
          "notauthenticated",
          "not_authenticated",
          "not-authenticated",
          "id",
          "userid",
          "user_id",
          "anonymousid",
          "anonymous_id",
          "visitorid",
          "visitor_id",
          "distinctid",
          "distinct_id",
          "email",
          "<null>",
          "<nil>",
          "(null)",
          "(none)",
          "\"\"",
          "''",
          "-1",
          "infinity",
          "-infinity");

  private static final Pattern TEMPLATE =
      Pattern.compile(
          "\\{\\{.*\\}\\}|[$#@]\\{.*\\}|<%.*%>|%%.*%%|\\*\\|.*\\|\\*|\\[\\[.*\\]\\]|%7b(%7b)?.*%7d"
              // A GUID may stand in braces, a name may not.
              + "|\\{[^{}0-9]*\\}");

  private VisitorId() {}

  /** What to say of an id that stands for nobody, beginning with Maybe; null for any other. */
  public static @Nullable String advice(String id) {
    return isNobody(id)
        ? "Maybe the code that sends it turned a missing value into text; leave the field out, or send it"
            + " once it is known."
        : null;
  }

  /**
   * Whether the text is that of a missing value ({@code undefined}, {@code [object Object]}), a
   * word for everybody ({@code guest}), a placeholder that was not filled in, or holds no letter
   * and no digit but zeros: in any case, with blanks of any script around and in it.
   */
  public static boolean isNobody(String id) {
    var plain = new StringBuilder(id.length());
    boolean names = false;
    var normal = Normalizer.normalize(id, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    for (int i = 0; i < normal.length(); ) {
      int c = normal.codePointAt(i);
      i += Character.charCount(c);
      if (isBlank(c)) {
        continue;
      }
      plain.appendCodePoint(c);
      names |= Character.isLetter(c) || Character.digit(c, 10) > 0;
      names |= Character.getType(c) == Character.OTHER_SYMBOL;
    }
    var text = plain.toString();
    return !names || NOBODY.contains(text) || NOBODY.contains(unquoted(text)) || isTemplate(text);
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.getType(c) == Character.FORMAT
        || Character.isISOControl(c)
        // Letters by their type, and shown as nothing.
        || c == 0x3164
        || c == 0xFFA0
        || c == 0x115F
        || c == 0x1160
        || c == 0x2800;
  }

  private static String unquoted(String text) {
    int first = 0;
    int end = text.length();
    while (end - first > 1 && "\"'`".indexOf(text.charAt(first)) >= 0) {
      if (text.charAt(end - 1) != text.charAt(first)) {
        break;
      }
      first++;
      end--;
    }
    return text.substring(first, end);
  }

  private static boolean isTemplate(String text) {
    return TEMPLATE.matcher(text).matches();
  }
}
