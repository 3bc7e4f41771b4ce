package io.knowfirst.server.catalogue;

import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All products of one version of the catalogue. Immutable. */
public final class Assortment {
  private Assortment() {}

  /** Of the catalogue, see {@link Catalogue#version}. */
  public long version() {
    return 0;
  }

  /** The product, in stock or not. */
  public Optional<Product> product(String id) {
    return Optional.empty();
  }

  /**
   * The products of a selection, best first; all of them in stock. Empty when fewer than {@link
   * ProductSelection#atLeast} are found, and when a choice that the selection needs was not made.
   * The same version, selection and choices always give the same products in the same order.
   *
   * @param choices of the offer, for the selection's placeholders
   */
  public List<Product> select(ProductSelection selection, Map<String, String> choices) {
    return List.of();
  }
}
