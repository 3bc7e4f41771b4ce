package io.knowfirst.rules.facts;

import java.util.LinkedHashMap;
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
    var values = new LinkedHashMap<String, Object>();
    ProductActivity.putKnown(values, "term", term);
    ProductActivity.putKnown(values, "times", times);
    ProductActivity.putKnown(values, "daysAgo", daysAgo);
    ProductActivity.putKnown(values, "thisVisit", thisVisit);
    return values;
  }
}
