package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * A place of the shop's own, and how far the visitor is from it.
 *
 * @param place by its name in shop.yaml
 * @param kilometres as the crow flies, to one decimal; the visitor's place is known to about one
 */
public record Nearby(String place, double kilometres, List<Origin> origins) implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("place", place, "kilometres", kilometres);
  }
}
