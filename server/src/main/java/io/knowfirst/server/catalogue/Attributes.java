package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Product;
import java.util.List;

/** What the attributes that selections know by name mean. */
final class Attributes {
  private Attributes() {}

  /** The attribute's values; empty when it is not known. */
  static List<String> of(Product product, String name) {
    return product.attributes().getOrDefault(name, List.of());
  }

  /**
   * Leaves only products for the same people as this one: its gender, or for all, or not said. A
   * product for all, or for whom is not said, leaves everything.
   */
  static void sameGender(Product product, Shelf shelf, long[] candidates) {
    var gender = of(product, "gender");
    if (gender.isEmpty() || gender.stream().anyMatch(g -> Shelf.key(g).equals("unisex"))) {
      return;
    }
    var same = shelf.having("gender", gender);
    var all = shelf.having("gender", List.of("unisex"));
    var unsaid = shelf.lacking("gender");
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] &= same[i] | all[i] | unsaid[i];
    }
  }
}
