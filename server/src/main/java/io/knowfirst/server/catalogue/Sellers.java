package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.server.catalogue.Companions.Kind;
import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** By how many visitors products were bought, most first, for each category. Immutable. */
final class Sellers {
  /** Buyers without whom a product is no seller: few may be one person under several ids. */
  private static final int FEWEST = 3;

  private static final Comparator<Seller> MOST =
      Comparator.comparingInt(Seller::buyers).reversed().thenComparing(Seller::product);

  private final NavigableMap<String, List<Seller>> categories = new TreeMap<>();

  private Sellers() {}

  private record Seller(String product, int buyers) {}

  static Sellers of(Companions companions, Index products) {
    var sellers = new Sellers();
    for (var row : companions.all(Kind.BOUGHT)) {
      var product = row.visitors() < FEWEST ? null : products.get(row.product());
      if (product != null) {
        sellers
            .categories
            .computeIfAbsent(product.category(), category -> new ArrayList<>())
            .add(new Seller(product.id(), row.visitors()));
      }
    }
    sellers.categories.values().forEach(list -> list.sort(MOST));
    return sellers;
  }

  /**
   * The best of a category and all below it that fit.
   *
   * @param category empty for all
   */
  Best best(String category, int most, Index products, Predicate<Product> fits) {
    var best = new Best(most);
    var below = categories.tailMap(category, true);
    for (Map.Entry<String, List<Seller>> entry : below.entrySet()) {
      if (!entry.getKey().startsWith(category)) {
        break;
      }
      if (category.isEmpty() || Categories.within(entry.getKey(), category)) {
        for (var seller : entry.getValue()) {
          if (best.closedTo(seller.buyers())) {
            break;
          }
          var product = products.get(seller.product());
          if (product != null && fits.test(product)) {
            best.offer(product, seller.buyers());
          }
        }
      }
    }
    return best;
  }
}
