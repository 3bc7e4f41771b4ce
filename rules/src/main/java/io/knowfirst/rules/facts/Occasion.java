package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * A day that is something special, today or within the next {@link #AHEAD} days: each of its name
 * once, the nearest.
 *
 * @param name {@code christmas}, {@code black-friday}, {@code birthday} …
 * @param kind {@code holiday} (public, where the visitor is), {@code shopping} or {@code personal}
 * @param days until then; 0 is today
 */
public record Occasion(String name, String kind, int days, List<Origin> origins) implements Fact {
  /** How many days ahead there are occasions. */
  public static final int AHEAD = 60;

  @Override
  public Map<String, Object> values() {
    return KnownValues.of("name", name, "kind", kind, "days", days);
  }
}
