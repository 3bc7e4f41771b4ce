package io.knowfirst.rules.folder;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
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
          "object",
          "objectobject",
          "objectundefined",
          "objectnull",
          "objectpromise",
          "\\n",
          "anonymous",
          "anonymoususer",
          "anonym",
          "guest",
          "guestuser",
          "gast",
          "unbekannt",
          "unknownuser",
          "noid",
          "notprovided",
          "default",
          "dummy",
          "missing",
          "notauthenticated",
          "notloggedin",
          "loggedout",
          "id",
          "uid",
          "userid",
          "youruserid",
          "clientid",
          "sessionid",
          "uuid",
          "guid",
          "anonymousid",
          "visitorid",
          "customerid",
          "distinctid",
          "email",
          // What spreadsheets write of a value that there is not.
          "#n/a",
          "#nv",
          "#ref!",
          "#bezug!",
          "#value!",
          "#wert!",
          "#name?",
          // The id that all emulators of Android 2 and many of its phones have.
          "9774d56d682e549c",
          "n.a.",
          "k.a.",
          "optional(nil)",
          "-1",
          "infinity",
          "-infinity");

  /** Names before a missing value, as in {@code user-undefined}; alone they may be somebody's. */
  private static final Set<String> LABELS = Set.of("user", "visitor", "customer", "kunde", "anon");

  /** The texts of missing values, one or several run together. */
  private static final Pattern MISSING = Pattern.compile("(?:undefined|null|nil|nan|none)+");

  private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  /** A UUID whose digits were not filled in, or came from a generator that gives zeros or ones. */
  private static final Pattern NO_UUID =
      Pattern.compile(
          "x{8}-x{4}-[0-9x]x{3}-[89abxy]x{3}-x{12}|0{8}-0{4}-[1-8]0{3}-[89ab]0{3}-0{12}"
              + "|f{8}-f{4}-f{4}-f{4}-f{12}");

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
   * Whether the text is that of a missing value ({@code undefined}, {@code [object Object]}), also
   * of several or of one behind a name ({@code user-undefined}), a word for everybody ({@code
   * guest}), a placeholder that was not filled in, or holds no letter and no digit but zeros: in
   * any case, with blanks of any script around and in it.
   */
  public static boolean isNobody(String id) {
    if (isNumbered(id)) {
      return NOBODY.contains(id.toLowerCase(Locale.ROOT));
    }
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
    return !names || NOBODY.contains(text) || isTemplate(text) || isMissing(text);
  }

  /**
   * Whether it is of plain letters, digits, dashes and lines, with three digits but zeros or more,
   * as most ids are: too many for any text of a missing value that is not listed.
   */
  private static boolean isNumbered(String id) {
    int digits = 0;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c >= '1' && c <= '9') {
        digits++;
      } else if (!(c == '0'
          || c == '-'
          || c == '_'
          || (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z'))) {
        return false;
      }
    }
    return digits >= 3;
  }

  private static boolean isMissing(String text) {
    if (NO_UUID.matcher(text).matches()) {
      return true;
    }
    var words = BETWEEN.split(EDGES.matcher(text).replaceAll(""), -1);
    boolean named = !LABELS.containsAll(List.of(words));
    return (named && Arrays.stream(words).allMatch(VisitorId::isWordOfNobody))
        || NOBODY.contains(String.join("", words));
  }

  private static boolean isWordOfNobody(String word) {
    return NOBODY.contains(word) || LABELS.contains(word) || MISSING.matcher(word).matches();
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

  private static boolean isTemplate(String text) {
    return TEMPLATE.matcher(text).matches();
  }
}
