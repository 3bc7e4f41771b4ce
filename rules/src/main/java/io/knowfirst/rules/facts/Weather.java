package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * The weather where the visitor is.
 *
 * @param minutesAgo since it was observed, at most {@link #OLDEST}
 * @param condition for example {@code rain}, {@code snow}, {@code sun}, {@code clouds}
 */
public record Weather(String condition, double celsius, int minutesAgo, List<Origin> origins)
    implements Fact {
  /** How old it may be, in minutes; what is older is not looked at. */
  public static final int OLDEST = 180;

  /** As it is now. */
  public Weather(String condition, double celsius, List<Origin> origins) {
    this(condition, celsius, 0, origins);
  }

  @Override
  public Map<String, Object> values() {
    return KnownValues.of("condition", condition, "celsius", celsius);
  }
}
