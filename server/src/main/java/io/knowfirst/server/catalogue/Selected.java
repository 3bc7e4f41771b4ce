package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Decision.Basis;
import io.knowfirst.server.model.Product;
import java.util.List;

/**
 * Products that a content shows.
 *
 * @param products best first, all of them in stock
 * @param bases what recommends them, in their order; empty where they were not recommended by name
 */
public record Selected(List<Product> products, List<Basis> bases) {
  public static final Selected NOTHING = new Selected(List.of(), List.of());

  public Selected {
    products = List.copyOf(products);
    bases = List.copyOf(bases);
  }
}
