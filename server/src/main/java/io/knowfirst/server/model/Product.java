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
 * @param changes when it became what it is
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
    @Nullable String image,
    Changes changes) {
  public Product {
    sizes = Map.copyOf(sizes);
    attributes = Map.copyOf(attributes);
  }

  /** One of which nothing is known but how it is now. */
  public Product(
      String id,
      String name,
      String category,
      double price,
      int stock,
      Map<String, Integer> sizes,
      Map<String, List<String>> attributes,
      @Nullable String url,
      @Nullable String image) {
    this(id, name, category, price, stock, sizes, attributes, url, image, Changes.NONE);
  }

  /**
   * When it became what it is, in milliseconds since the epoch; 0 where that is not known.
   *
   * @param added when it came into the assortment
   * @param restocked when it was last sold out before and could be had again
   * @param lowered when its price last fell; 0 once it rose again
   * @param priceBefore the price from which it fell
   */
  public record Changes(long added, long restocked, long lowered, double priceBefore) {
    public static final Changes NONE = new Changes(0, 0, 0, 0);
  }
}
