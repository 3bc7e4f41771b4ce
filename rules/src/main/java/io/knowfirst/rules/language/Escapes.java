package io.knowfirst.rules.language;

import java.util.regex.Pattern;

/** The escapes of quoted texts: those of Java. */
final class Escapes {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(.))", Pattern.DOTALL);
  private static final String NAMES = "btnfrs\"'\\";
  private static final String MEANT = "\b\t\n\f\r \"'\\";

  private Escapes() {}

  /**
   * @param at the text's offset in its file
   * @throws NotInLanguage for a backslash before anything else, which would be lost (KF233)
   */
  static String resolve(String text, int at) {
    var resolved = new StringBuilder();
    var matcher = ESCAPE.matcher(text);
    while (matcher.find()) {
      matcher.appendReplacement(resolved, "");
      if (matcher.group(1) != null) {
        resolved.append((char) Integer.parseInt(matcher.group(1), 16));
      } else if (matcher.group(2) != null) {
        resolved.append((char) Integer.parseInt(matcher.group(2), 8));
      } else {
        int named = NAMES.indexOf(matcher.group(3));
        if (named < 0) {
          throw new NotInLanguage(
              "KF233",
              at + matcher.start(),
              "The escape \\%1$s means nothing, expected one of \\b \\t \\n \\f \\r \\s \\\" \\' \\\\ or an octal number. Maybe \\\\%1$s, for a backslash.",
              matcher.group(3));
        }
        resolved.append(MEANT.charAt(named));
      }
    }
    matcher.appendTail(resolved);
    return resolved.toString();
  }
}
