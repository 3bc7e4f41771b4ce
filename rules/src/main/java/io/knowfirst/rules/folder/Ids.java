package io.knowfirst.rules.folder;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How campaigns, contents, placements, metrics, variations and segments may be named. */
public final class Ids {
  private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N} ._:+-]*+");
  private static final Set<String> MISSING = Set.of("undefined", "null", "nan");
  private static final int LONGEST = 100;
  private static final int SHOWN = 60;

  private Ids() {}

  /** A name as a message shows it, however long it is. */
  public static String shown(String id) {
    var plain = id.substring(0, Math.min(id.length(), SHOWN + 1)).replaceAll("\\p{Cntrl}", "?");
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
  }

  /** Whether it can stand in an address, a log and a table as it is, and names something. */
  public static boolean isSound(String id) {
    return isSound(id, LONGEST) && !MISSING.contains(id.toLowerCase(Locale.ROOT));
  }

  /** The same for one that may be longer or must be shorter. */
  public static boolean isSound(String id, int longest) {
    return id.length() <= longest && ID.matcher(id).matches() && !id.endsWith(" ");
  }

  /** What is wrong with one, for people. */
  public static String advice(String what, String id) {
    var shown = shown(id);
    if (MISSING.contains(id.toLowerCase(Locale.ROOT))) {
      return "%s is \"%s\", expected an id. Maybe a script wrote the text of a missing value."
          .formatted(what, shown);
    }
    var plain =
        shown.replaceAll("[^\\p{L}\\p{N}._:+-]+", "-").replaceAll("^[^\\p{L}\\p{N}]+|-$", "");
    return "%s is \"%s\", expected 1 to 100 letters, digits, blanks and . _ : + - with a letter or digit first. Maybe %s."
        .formatted(what, shown, id.length() > SHOWN ? "a shorter one" : '"' + plain + '"');
  }
}
