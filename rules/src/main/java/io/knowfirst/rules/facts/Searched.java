package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * A word that the visitor searched for; a search of several words makes one fact for each and one
 * for the whole.
 *
 * @param term in lower case
 * @param thisVisit whether within this visit
 */
public record Searched(
    String term, int times, int daysAgo, boolean thisVisit, Visitor visitor, List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of("term", term, "times", times, "daysAgo", daysAgo, "thisVisit", thisVisit);
  }
}
