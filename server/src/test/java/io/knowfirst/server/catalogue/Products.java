package io.knowfirst.server.catalogue;

import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.ProductSelection.GoesWith;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Products and selections made by hand, for tests. */
final class Products {
  static final Map<String, List<String>> COLOURS =
      Map.of("navy", List.of("brown", "white"), "other", List.of("black"));

  private Products() {}

  static Product product(String id, String category, Map<String, List<String>> attributes) {
    return product(id, category, 50, Map.of(), attributes);
  }

  static Product product(
      String id,
      String category,
      double price,
      Map<String, Integer> sizes,
      Map<String, List<String>> attributes) {
    int stock = sizes.isEmpty() ? 5 : sizes.values().stream().mapToInt(Integer::intValue).sum();
    return new Product(id, "Product " + id, category, price, stock, sizes, attributes, null, null);
  }

  static Product soldOut(Product product) {
    return withStock(product, 0);
  }

  static Product withStock(Product product, int stock) {
    return new Product(
        product.id(),
        product.name(),
        product.category(),
        product.price(),
        stock,
        product.sizes(),
        product.attributes(),
        product.url(),
        product.image());
  }

  static Assortment assortment(Product... products) {
    return Assortment.of(List.of(products), 1);
  }

  static ProductSelection category(String category) {
    return selection(category, Map.of(), null, null, null);
  }

  static ProductSelection where(String category, Map<String, List<String>> where) {
    return selection(category, where, null, null, null);
  }

  static ProductSelection like(String category, String product) {
    return selection(category, Map.of(), product, null, null);
  }

  static ProductSelection goesWith(String category, String product) {
    return selection(category, Map.of(), null, product, null);
  }

  static ProductSelection selection(
      String category,
      Map<String, List<String>> where,
      @Nullable String like,
      @Nullable String goesWith,
      @Nullable String except) {
    return new ProductSelection(
        category,
        where,
        like,
        goesWith == null ? null : new GoesWith(goesWith, COLOURS),
        except,
        12,
        1);
  }

  static List<String> ids(List<Product> products) {
    return products.stream().map(Product::id).toList();
  }

  static Product alike(
      String id, String category, double price, String brand, String colour, String usage) {
    return product(
        id,
        category,
        price,
        Map.of(),
        Map.of("brand", List.of(brand), "colour", List.of(colour), "usage", List.of(usage)));
  }
}
