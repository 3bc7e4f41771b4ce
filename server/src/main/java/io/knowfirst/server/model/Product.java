package io.knowfirst.server.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A product of the catalogue.
 *
 * @param category dotted path, for example {@code apparel.trousers.jeans}
 * @param price in the shop's currency, at least 0
 * @param stock pieces to be had, at least 0; a product whose sizes are counted apart has their sum
 * @param sizes pieces by size; empty when sizes are not counted
 * @param attributes brand, colour, gender … in lower case names; values as text
 */
public record Product(
    String id,
    String name,
    String category,
    double price,
    int stock,
    Map<String, Integer> sizes,
    Map<String, List<String>> attributes,
    @Nullable String url,
    @Nullable String image) {
  public Product {
    sizes = Map.copyOf(sizes);
    attributes = Map.copyOf(attributes);
  }
}
