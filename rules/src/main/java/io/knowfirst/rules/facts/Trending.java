package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * Something that more visitors than usual cared for within the last 60 minutes.
 *
 * @param kind {@link Trends#PRODUCT} or {@link Trends#SEARCH}
 * @param value the product's id, or what was searched for, in lower case
 * @param visitors who viewed it, or searched for it
 * @param usual as many as would be usual
 * @param lift how many times as many as usual
 * @param rank 1 for what trends most
 */
public record Trending(
    String kind,
    String value,
    int visitors,
    double usual,
    double lift,
    int rank,
    List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "kind",
        kind,
        "value",
        value,
        "visitors",
        visitors,
        "usual",
        usual,
        "lift",
        lift,
        "rank",
        rank);
  }
}
