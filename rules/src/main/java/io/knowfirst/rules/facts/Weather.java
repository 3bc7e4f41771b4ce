package io.knowfirst.rules.facts;

import java.util.LinkedHashMap;
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
    var values = new LinkedHashMap<String, Object>();
    ProductActivity.putKnown(values, "condition", condition);
    ProductActivity.putKnown(values, "celsius", celsius);
    return values;
  }
}
