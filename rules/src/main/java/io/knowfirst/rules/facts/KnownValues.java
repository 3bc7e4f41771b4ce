package io.knowfirst.rules.facts;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a fact says, name by name. */
final class KnownValues {
  private KnownValues() {}

  /** Names, each followed by its value; one that is null is left out. */
  static Map<String, Object> of(@Nullable Object... namesAndValues) {
    var values = new LinkedHashMap<String, Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      var value = namesAndValues[i + 1];
      if (value != null) {
        values.put(String.valueOf(namesAndValues[i]), value);
      }
    }
    return values;
  }
}
