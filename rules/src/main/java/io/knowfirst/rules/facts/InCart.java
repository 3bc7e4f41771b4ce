package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;

/**
 * Products of a category (or of a category above theirs) lie in the cart.
 *
 * @param pieces how many
 * @param value their price together, in the shop's currency
 * @param hoursAgo whole hours since something of it was last put in
 * @param product the one put in last
 */
public record InCart(
    String category,
    int pieces,
    double value,
    int hoursAgo,
    String product,
    Visitor visitor,
    List<Origin> origins)
    implements Fact {
  @Override
  public Map<String, Object> values() {
    return KnownValues.of(
        "category", category,
        "pieces", pieces,
        "value", value,
        "hoursAgo", hoursAgo,
        "product", product);
  }
}
