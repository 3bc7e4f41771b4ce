package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * The weather where the visitor is.
 *
 * @param condition for example {@code rain}, {@code snow}, {@code sun}, {@code clouds}
 */
public record Weather(String condition, double celsius, List<Origin> origins) implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("condition", condition, "celsius", celsius);
  }
}
