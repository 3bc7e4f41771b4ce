package io.knowfirst.rules.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The visitor looked at one product.
 *
 * @param times views that the profile still holds
 * @param timesThisVisit views within this visit
 */
public record ViewedProduct(
    String product,
    String category,
    int times,
    int timesThisVisit,
    int daysAgo,
    Visitor visitor,
    List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    ProductActivity.putKnown(values, "product", product);
    ProductActivity.putKnown(values, "category", category);
    ProductActivity.putKnown(values, "times", times);
    ProductActivity.putKnown(values, "timesThisVisit", timesThisVisit);
    ProductActivity.putKnown(values, "daysAgo", daysAgo);
    return values;
  }
}
