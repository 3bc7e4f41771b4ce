package io.knowfirst.rules.facts;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How conditions match regular expressions: in time that grows with the length of the text and no
 * faster, whatever the pattern and whoever wrote the text.
 */
public final class Regex {
  /** How compiled conditions call it. */
  public static final String CALL = Regex.class.getName() + ".matches(";

  private static final int MOST = 10_000;
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Regex() {}

  /** Whether all of the text matches; no text matches nothing. */
  public static boolean matches(@Nullable Object text, String pattern) {
    if (text == null) {
      return false;
    }
    var compiled = COMPILED.get(pattern);
    if (compiled == null) {
      if (COMPILED.size() >= MOST) {
        COMPILED.clear();
      }
      compiled = Pattern.compile(pattern);
      COMPILED.put(pattern, compiled);
    }
    return compiled.matches(text.toString());
  }
}
