package io.knowfirst.rules.folder;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which products a content shows. Values in braces are the offer's choices: {@code "{size}"}. Only
 * products in stock are ever taken; with fewer than {@code atLeast} the content is not shown.
 *
 * @param category the category (and all below it) that products come from
 * @param where attributes that a product must have; {@code size} is met by any of the product's
 *     sizes in stock
 * @param like a product id: the more alike (brand, colour, price …) the earlier
 * @param limit how many at most, 1 to 50
 * @param atLeast how few are too few, at least 1
 */
public record ProductSelection(
    String category, Map<String, String> where, @Nullable String like, int limit, int atLeast) {
  public ProductSelection {
    where = Map.copyOf(where);
  }
}
