package io.knowfirst.rules.facts;

import org.jspecify.annotations.Nullable;

/**
 * The product an event was about, as it was then.
 *
 * @param category dotted path, for example {@code apparel.trousers.jeans}; empty when unknown
 * @param price for one piece, in the shop's currency; 0 when unknown
 * @param quantity pieces, at least 1
 */
public record Item(
    String product,
    String category,
    @Nullable String brand,
    @Nullable String size,
    @Nullable String colour,
    double price,
    int quantity) {
  public Item withQuantity(int pieces) {
    return new Item(product, category, brand, size, colour, price, pieces);
  }

  public Item withPrice(double one) {
    return new Item(product, category, brand, size, colour, one, quantity);
  }
}
