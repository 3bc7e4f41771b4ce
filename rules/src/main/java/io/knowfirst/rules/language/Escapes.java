package io.knowfirst.rules.language;

import java.util.regex.Pattern;

/** The escapes of quoted texts: those of Java. */
final class Escapes {
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(.))", Pattern.DOTALL);
  private static final String NAMES = "btnfrs";
  private static final String MEANT = "\b\t\n\f\r ";

  private Escapes() {}

  static String resolve(String text) {
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
        resolved.append(named < 0 ? matcher.group(3) : MEANT.substring(named, named + 1));
      }
    }
    matcher.appendTail(resolved);
    return resolved.toString();
  }
}
