package io.knowfirst.rules.facts;

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
    return KnownValues.of(
        "product", product,
        "category", category,
        "times", times,
        "timesThisVisit", timesThisVisit,
        "daysAgo", daysAgo);
  }
}
