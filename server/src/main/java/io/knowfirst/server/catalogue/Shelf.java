package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Product;
import io.knowfirst.server.model.Product.Changes;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The products of one category, without those of the categories below it, in their standing order:
 * the more popular first, then by id. Immutable. Which product has which attribute is known as a
 * set of places, so that a selection is a few operations on words of 64 products each.
 */
final class Shelf {
  static final Comparator<Product> STANDING =
      Comparator.comparingDouble(Shelf::popularity).reversed().thenComparing(Product::id);

  private final Product[] products;
  private final double[] prices;
  private final Map<String, Map<String, Slots>> attributes;
  private final long[] inStock;
  private final Map<String, long[]> sizes;
  private final Changes latest;

  private Shelf(
      Product[] products,
      double[] prices,
      Map<String, Map<String, Slots>> attributes,
      long[] inStock,
      Map<String, long[]> sizes) {
    this.products = products;
    this.prices = prices;
    this.attributes = attributes;
    this.inStock = inStock;
    this.sizes = sizes;
    this.latest = latest(products);
  }

  /** A shelf of these products, none twice. */
  static Shelf of(Collection<Product> stood) {
    var products =
        stood.stream()
            .map(product -> new Standing(product, popularity(product)))
            .sorted(
                Comparator.comparingDouble(Standing::popularity)
                    .reversed()
                    .thenComparing(Standing::id))
            .map(Standing::product)
            .toArray(Product[]::new);
    var prices = new double[products.length];
    var inStock = new long[Slots.words(products.length)];
    var sizes = new HashMap<String, long[]>();
    for (int slot = 0; slot < products.length; slot++) {
      prices[slot] = products[slot].price();
      count(products[slot], slot, inStock, sizes);
    }
    return new Shelf(products, prices, attributes(products), inStock, sizes);
  }

  /**
   * The same shelf after some products' stock changed.
   *
   * @param changed products that stand here, of the same price and attributes as before
   */
  Shelf restocked(List<Product> changed) {
    var copy = products.clone();
    var stock = inStock.clone();
    var counted = new HashMap<String, long[]>();
    sizes.forEach((size, bits) -> counted.put(size, bits.clone()));
    for (var product : changed) {
      int slot = slot(product);
      counted.values().forEach(bits -> bits[slot >> 6] &= ~(1L << slot));
      stock[slot >> 6] &= ~(1L << slot);
      copy[slot] = product;
      count(product, slot, stock, counted);
    }
    return new Shelf(copy, prices, attributes, stock, counted);
  }

  /** How popular a product is, by its attribute of that name; 0 when not known. */
  static double popularity(Product product) {
    var values = product.attributes().get("popularity");
    if (values == null || values.isEmpty()) {
      return 0;
    }
    try {
      double popularity = Double.parseDouble(values.get(0));
      return Double.isFinite(popularity) ? popularity : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Attribute values and sizes are compared without regard to case. */
  static String key(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }

  int size() {
    return products.length;
  }

  Product product(int slot) {
    return products[slot];
  }

  double price(int slot) {
    return prices[slot];
  }

  List<Product> products() {
    return List.of(products);
  }

  /** Where a product with this id, category and popularity stands; below 0 when none does. */
  int slot(Product product) {
    return Arrays.binarySearch(products, product, STANDING);
  }

  /** Of each change, the last of any product. */
  Changes latest() {
    return latest;
  }

  private static Changes latest(Product[] products) {
    long added = 0;
    long restocked = 0;
    long lowered = 0;
    for (var product : products) {
      added = Math.max(added, product.changes().added());
      restocked = Math.max(restocked, product.changes().restocked());
      lowered = Math.max(lowered, product.changes().lowered());
    }
    return new Changes(added, restocked, lowered, 0);
  }

  /** A bit for each product in stock; the caller's own. */
  long[] inStock() {
    return inStock.clone();
  }

  /** A bit for each product that has one of these sizes in stock. */
  long[] inSize(Collection<String> wanted) {
    var bits = new long[inStock.length];
    for (var size : wanted) {
      var sized = sizes.get(key(size));
      for (int i = 0; sized != null && i < bits.length; i++) {
        bits[i] |= sized[i];
      }
    }
    return bits;
  }

  /** A bit for each product with one of these values. */
  long[] having(String attribute, Collection<String> values) {
    var bits = new long[inStock.length];
    var known = attributes.getOrDefault(attribute, Map.of());
    for (var value : values) {
      var slots = known.get(key(value));
      if (slots != null) {
        slots.addTo(bits);
      }
    }
    return bits;
  }

  /** A bit for each product of which the attribute is not known. */
  long[] lacking(String attribute) {
    var bits = new long[inStock.length];
    attributes.getOrDefault(attribute, Map.of()).values().forEach(slots -> slots.addTo(bits));
    for (int i = 0; i < bits.length; i++) {
      bits[i] = ~bits[i];
    }
    return bits;
  }

  private static void count(Product product, int slot, long[] inStock, Map<String, long[]> sizes) {
    if (product.stock() > 0) {
      inStock[slot >> 6] |= 1L << slot;
    }
    product
        .sizes()
        .forEach(
            (size, pieces) -> {
              var bits = sizes.computeIfAbsent(key(size), s -> new long[inStock.length]);
              if (pieces > 0) {
                bits[slot >> 6] |= 1L << slot;
              }
            });
  }

  private static Map<String, Map<String, Slots>> attributes(Product[] products) {
    var places = new HashMap<String, Map<String, Places>>();
    for (int i = 0; i < products.length; i++) {
      int slot = i;
      products[i]
          .attributes()
          .forEach(
              (attribute, values) -> {
                var byValue = places.computeIfAbsent(attribute, a -> new HashMap<>());
                for (var value : values) {
                  byValue.computeIfAbsent(key(value), v -> new Places()).add(slot);
                }
              });
    }
    var attributes = new HashMap<String, Map<String, Slots>>();
    places.forEach(
        (attribute, byValue) -> {
          var slots = new HashMap<String, Slots>();
          byValue.forEach(
              (value, p) -> slots.put(value, Slots.of(products.length, p.taken, p.count)));
          attributes.put(attribute, slots);
        });
    return attributes;
  }

  /** A product with its popularity read once, for sorting. */
  private record Standing(Product product, double popularity) {
    String id() {
      return product.id();
    }
  }

  /** Numbers as they come in; one that comes twice running is kept once. */
  private static final class Places {
    private int[] taken = new int[4];
    private int count;

    void add(int slot) {
      if (count > 0 && taken[count - 1] == slot) {
        return;
      }
      if (count == taken.length) {
        taken = Arrays.copyOf(taken, count * 2);
      }
      taken[count++] = slot;
    }
  }
}
