package io.knowfirst.rules.folder;

import java.util.regex.Pattern;

/** How campaigns, contents, placements, metrics, variations and segments may be named. */
public final class Ids {
  private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N} ._:+-]*+");
  private static final int LONGEST = 100;
  private static final int SHOWN = 60;

  private Ids() {}

  /** Whether it can stand in an address, a log and a table as it is. */
  public static boolean isSound(String id) {
    return isSound(id, LONGEST);
  }

  /** The same for one that may be longer or must be shorter. */
  public static boolean isSound(String id, int longest) {
    return id.length() <= longest && ID.matcher(id).matches() && !id.endsWith(" ");
  }

  /** What is wrong with one, for people. */
  public static String advice(String what, String id) {
    var plain = id.replaceAll("\\p{Cntrl}", "?");
    return "%s is \"%s\", expected 1 to 100 letters, digits, blanks and . _ : + - with a letter or digit first. Maybe %s."
        .formatted(
            what,
            plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain,
            plain.length() > SHOWN
                ? "a shorter one"
                : "\""
                    + plain
                        .replaceAll("[^\\p{L}\\p{N}._:+-]+", "-")
                        .replaceAll("^[^\\p{L}\\p{N}]+|-$", "")
                    + "\"");
  }
}
