package io.knowfirst.rules.facts;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Dotted category paths: {@code apparel.trousers.jeans} lies within {@code apparel.trousers}. */
public final class Categories {
  private static final int LEVELS = 10;
  private static final int LONGEST = 60;
  private static final Pattern ARROWS = Pattern.compile("[>»›→]");

  /** A dot within words, as in "Dr. Martens", separates nothing. */
  private static final Pattern MARKS = Pattern.compile("[/|\\\\]|(?<!\\s)\\.(?!\\s)");

  private static final Pattern OTHERS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_-]+");
  private static final Pattern ENDS = Pattern.compile("^_+|_+$");

  private Categories() {}

  /**
   * The dotted path for a category however it is written: {@code Apparel > Trousers > Jeans},
   * {@code Apparel/Trousers/Jeans} and {@code apparel.trousers.jeans} are one. Levels are separated
   * by &gt;, » or ›, else by a slash, bar, backslash or dot; within a level letters are made small
   * and whatever is no letter, digit, _ or - becomes one _. At most 10 levels of 60 characters.
   *
   * @return empty where nothing is left
   */
  public static String path(String written) {
    return isPath(written) ? written : read(written);
  }

  /** Whether it is written as a path already, as most are. */
  private static boolean isPath(String written) {
    int levels = 1;
    int begin = 0;
    for (int i = 0; i <= written.length(); i++) {
      char c = i == written.length() ? '.' : written.charAt(i);
      if (c == '.') {
        if (i == begin
            || i - begin > LONGEST
            || isUnder(written, begin)
            || isUnder(written, i - 1)) {
          return false;
        }
        begin = i + 1;
        levels += i == written.length() ? 0 : 1;
      } else if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-') {
        return false;
      }
    }
    return levels <= LEVELS;
  }

  private static boolean isUnder(String written, int at) {
    return written.charAt(at) == '_';
  }

  private static String read(String written) {
    var text = Normalizer.normalize(written, Normalizer.Form.NFC);
    var separators = ARROWS.matcher(text).find() ? ARROWS : MARKS;
    var levels = new ArrayList<String>(4);
    for (var level : separators.split(text, -1)) {
      var words = OTHERS.matcher(level.toLowerCase(Locale.ROOT)).replaceAll("_");
      var slug = ENDS.matcher(words).replaceAll("");
      if (!slug.isEmpty() && levels.size() < LEVELS) {
        levels.add(slug.length() <= LONGEST ? slug : slug.substring(0, LONGEST));
      }
    }
    return String.join(".", levels);
  }

  /** The path and all that it lies within, widest first; empty for an empty path. */
  public static List<String> lineage(String path) {
    var nodes = new ArrayList<String>(4);
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      nodes.add(path.substring(0, dot));
    }
    if (!path.isEmpty()) {
      nodes.add(path);
    }
    return nodes;
  }

  /** Whether {@code path} is {@code node} or lies within it. */
  public static boolean within(String path, String node) {
    return path.startsWith(node)
        && (path.length() == node.length() || path.charAt(node.length()) == '.');
  }
}
