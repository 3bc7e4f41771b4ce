package io.knowfirst.rules.check;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a rule: a sentence with what stands in its gaps, or code.
 *
 * @param sentence the id of one; null for code, which is also what is blank, a comment or not
 *     understood
 * @param values by gap; none for code
 * @param written as it stands in the file; of a sentence it counts as long as it says the same, and
 *     is null where it was not written yet
 */
public record SentenceLine(
    @Nullable String sentence, Map<String, String> values, @Nullable String written) {
  public SentenceLine {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  public static SentenceLine code(String line) {
    return new SentenceLine(null, Map.of(), line);
  }

  /** Whether both say the same. */
  boolean says(String id, Map<String, String> said) {
    return id.equals(sentence) && values.equals(said);
  }
}
