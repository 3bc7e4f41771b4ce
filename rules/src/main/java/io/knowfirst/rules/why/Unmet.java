package io.knowfirst.rules.why;

import io.knowfirst.rules.facts.Fact;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first condition of a rule that was not met.
 *
 * @param condition in its author's words
 * @param file where it stands, with line and column of the constraint that failed
 * @param constraint of the condition that failed, as written; null where no single one did
 * @param facts how many facts of the type there were
 * @param nearest the fact that came closest to the condition, or that must not be there; null for
 *     none
 * @param seen the values that the failed constraint saw, by property
 * @param alone whether the rule would have fired, had this one constraint not been there
 * @param text all this as a sentence
 */
public record Unmet(
    String condition,
    String file,
    int line,
    int column,
    @Nullable String constraint,
    int facts,
    @Nullable Fact nearest,
    Map<String, Object> seen,
    boolean alone,
    String text) {
  public Unmet {
    seen = new LinkedHashMap<>(seen);
  }

  /** The sentence, with its place before it. */
  public String placed() {
    return "%s:%d:%d: %s".formatted(file, line, column, text);
  }
}
